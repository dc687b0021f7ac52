"""Something to read or to watch: only a pressed button opens and counts it."""

from datetime import timedelta

import pytest
import time_machine

from candidates.models import Content, ContentClick
from tests.factories import NOW, a_booked_interview, a_job, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def door() -> Door:
    return a_door(a_booked_interview(tokyo(2026, 6, 11, 13)).application)


def kept(**values: object) -> Content:
    return Content.objects.create(**{"title": "まかないの話", "body": "親子丼です", **values})


def test_the_home_offers_what_is_for_this_job_or_all(door: Door) -> None:
    kept()
    kept(title="別の仕事のこと", job=a_job())
    kept(title="しまったもの", is_active=False)

    page = door.text()

    assert "まかないの話" in page
    assert "別の仕事のこと" not in page
    assert "しまったもの" not in page


def test_a_press_counts_and_leads_to_the_text(door: Door) -> None:
    content = kept()

    answer = door.post(f"read/{content.pk}/")

    assert (answer.status_code, answer.url) == (303, door.address(f"read/{content.pk}/"))
    assert "親子丼です" in door.text(f"read/{content.pk}/")
    assert ContentClick.objects.get().clicked_at == NOW


def test_a_press_leads_to_another_site_that_learns_nothing_of_the_page(door: Door) -> None:
    content = kept(url="https://video.example.jp/1", body="")

    page, answer = door.get(), door.post(f"read/{content.pk}/")

    assert (answer.status_code, answer.url) == (303, "https://video.example.jp/1")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "form-action 'self' https:" in page["Content-Security-Policy"]


def test_pages_without_another_site_lead_nowhere_else(door: Door) -> None:
    kept()

    assert "form-action 'self';" in door.get()["Content-Security-Policy"] + ";"


def test_reading_and_scanning_count_nothing(door: Door) -> None:
    content = kept()

    for page in ("", "read/", f"read/{content.pk}/"):
        assert door.get(page).status_code == 200
        assert door.client.head(door.address(page)).status_code == 200

    assert not ContentClick.objects.exists()


def test_a_double_press_counts_once(door: Door, at_now: time_machine.Traveller) -> None:
    content = kept()

    door.post(f"read/{content.pk}/")
    door.post(f"read/{content.pk}/")
    at_now.shift(timedelta(minutes=2))
    door.post(f"read/{content.pk}/")

    assert ContentClick.objects.count() == 2


def test_what_is_not_theirs_leads_to_the_list(door: Door) -> None:
    content = kept(job=a_job())

    answer = door.post(f"read/{content.pk}/")

    assert (answer.status_code, answer.url) == (303, door.address("read/"))
    assert not ContentClick.objects.exists()
