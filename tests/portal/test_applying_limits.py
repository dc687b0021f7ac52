"""Who cannot apply like everybody: the young, robots, and too many at once."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from candidates.models import Application, FormUse
from candidates.services.applying import TooManyApplications
from tests.factories import a_company, a_job
from tests.portal.applying import apply, at_ten, errors, written

__all__ = ["at_ten"]
pytestmark = pytest.mark.django_db


# --- young people --------------------------------------------------------------------------------


def test_under_eighteen_a_guardian_agrees(client: Client) -> None:
    job = a_job(asks_birth_date=True)

    refused = apply(client, job, birth_on="2008-06-11")
    taken = apply(client, job, birth_on="2008-06-11", guardian_consent="on")

    assert "id_guardian_consent" in errors(refused)[0]
    assert taken.status_code == 303
    assert Application.objects.get().guardian_consent


def test_under_eighteen_night_work_is_refused_and_other_work_shown(client: Client) -> None:
    a_job(title="昼のホール")
    a_job(title="夜のバー", has_night_hours=True)
    job = a_job(asks_birth_date=True, has_night_hours=True)

    answer = apply(client, job, birth_on="2008-06-11", guardian_consent="on")

    assert answer.status_code == 422
    assert "22時以降" in errors(answer)[0]
    assert "昼のホール" in answer.content.decode()
    assert "夜のバー" not in answer.content.decode()


def test_on_the_eighteenth_birthday_night_work_is_open(client: Client) -> None:
    job = a_job(asks_birth_date=True, has_night_hours=True)

    assert apply(client, job, birth_on="2008-06-10").status_code == 303


def test_children_are_asked_to_come_back(client: Client) -> None:
    answer = apply(client, a_job(asks_birth_date=True), birth_on="2012-01-01", guardian_consent="on")

    assert "15歳" in errors(answer)[0]


def test_a_birth_date_that_is_asked_is_needed(client: Client) -> None:
    job = a_job(asks_birth_date=True)

    assert "id_birth_on" in errors(apply(client, job))[0]
    assert "id_birth_on" in errors(apply(client, job, birth_on="2001-02-30"))[0]


# --- no way to text strangers ----------------------------------------------------------------------


def test_a_robot_is_thanked_and_nothing_is_stored(client: Client) -> None:
    answer = apply(client, a_job(), website="https://spam.example")

    assert answer.status_code == 303
    assert Application.objects.count() == FormUse.objects.count() == 0


@pytest.mark.parametrize("which", ["contact", "address", "day"])
def test_a_limit_is_explained_with_the_phone_as_the_way_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    a_company(caller_number="0422-00-0120")

    def refuse(*_args: object, **_options: object) -> None:
        raise TooManyApplications(which)

    monkeypatch.setattr("portal.views.jobs.apply_by_form", refuse)

    answer = apply(client, a_job())

    text = answer.content.decode()
    assert answer.status_code == 429
    assert 'role="alert"' in text
    assert "tel:0422-00-0120" in text
    assert "接客が好きです" in text


def test_many_from_one_line_are_stopped(client: Client, settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 2
    job = a_job()

    answers = [
        apply(client, job, phone=f"090-0000-000{n}", email="", family_name=f"森田{n}").status_code
        for n in range(3)
    ]

    assert answers == [303, 303, 429]


def test_behind_our_proxy_the_visitors_own_address_counts(client: Client, settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 1
    settings.BEHIND_PROXY = True
    job = a_job()

    statuses = [
        client.post(
            reverse("portal:job", args=[job.slug]),
            written(phone=f"090-0000-000{n}", email="", family_name=f"森田{n}"),
            headers={"X-Forwarded-For": f"203.0.113.9, 2001:db8::{n}"},
        ).status_code
        for n in range(2)
    ]

    assert statuses == [303, 429]


def test_a_post_from_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert apply(strict, a_job()).status_code == 403
