"""When somebody can come: a few words on the application form, a week's boxes later."""

from datetime import time

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Coming, DayPart, Hours, read_coming
from portal.forms_coming import WishForm
from tests.factories import a_job
from tests.portal.applying import apply, at_ten, page

__all__ = ["at_ten"]
pytestmark = pytest.mark.django_db


def test_when_they_can_come_is_asked_shortly_and_kept_as_hours(client: Client) -> None:
    job = a_job()

    shown = page(client, job)
    apply(client, job, coming=["weekday_evening", "saturday"], leave_by="20:00")

    application = Application.objects.get(job=job)
    assert "面接に来やすいとき" in shown
    coming = read_coming(application.constraints)
    assert (0, DayPart.EVENING) in coming.cells
    assert (5, DayPart.MORNING) in coming.cells
    assert (0, DayPart.MORNING) not in coming.cells
    assert coming.leave_by == time(20)


def test_who_says_nothing_about_it_is_not_narrowed(client: Client) -> None:
    job = a_job()

    apply(client, job)

    assert Application.objects.get(job=job).constraints == {}


def test_boxes_left_alone_keep_the_hours_a_colleague_wrote() -> None:
    known = Coming(hours=(Hours(0, time(9), time(11, 30)),), words="お迎え")
    form = WishForm({"times": ["0-morning"], "text": "再来週から"})

    assert form.is_valid()
    assert form.coming(known) == Coming(hours=known.hours, words="再来週から")
    assert form.in_words(known) == "月 9:00〜11:30 / 再来週から"


def test_an_empty_wish_says_nothing() -> None:
    assert not WishForm({}).is_valid()
    assert WishForm({"phone_ok": "on"}).is_valid()
