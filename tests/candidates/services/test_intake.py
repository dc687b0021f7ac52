"""Taking in applications."""

import uuid
from datetime import date, timedelta
from typing import Any  # overrides of an applicant's fields

import pytest
from django.db import transaction

from candidates.models import Application, Candidate, Note
from candidates.policy import Applicant, PhoneKind, Source, Stage
from candidates.services.intake import receive, start_contact
from candidates.signals import application_received
from company.models import AuditEvent
from tests.candidates import hostile
from tests.factories import NOW, a_job, a_location, a_staff, tokyo
from tests.messaging.conftest import at_once
from tests.signals import Heard

PHONE = "+819012345678"


def an_applicant(**values: Any) -> Applicant:
    known = {
        "family_name": "森田",
        "given_name": "悠斗",
        "phone": PHONE,
        "phone_kind": PhoneKind.MOBILE,
        "email": "yuto@example.jp",
        "consent_text": "For hiring.",
    }
    return Applicant(**known | values)


@pytest.mark.django_db
def test_an_application_is_stored_and_announced() -> None:
    job = a_job(owner=a_staff())

    with Heard(application_received) as heard:
        application = receive(an_applicant(motivation="接客が好き"), job=job, now=NOW)

    assert application.candidate.full_name == "森田 悠斗"
    assert (application.stage, application.source, application.owner) == (
        Stage.RECEIVED,
        Source.FORM,
        job.owner,
    )
    assert (application.applied_at, application.consented_at) == (NOW, NOW)
    assert application.motivation == "接客が好き"
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]


@pytest.mark.django_db
def test_the_first_contact_clock_runs_in_the_locations_hours() -> None:
    job = a_job(location=a_location())

    application = receive(an_applicant(), job=job, now=tokyo(2026, 6, 10, 23))

    assert application.first_contact_due_at == tokyo(2026, 6, 11, 10, 30)


@pytest.mark.django_db
def test_the_same_press_of_the_button_is_one_application() -> None:
    job, key = a_job(), uuid.uuid4()

    first = receive(an_applicant(), job=job, now=NOW, form_key=key)
    second = receive(an_applicant(), job=job, now=NOW, form_key=key)

    assert first == second
    assert Note.objects.count() == 0


@pytest.mark.django_db
def test_going_back_to_apply_for_a_friend_is_another_application() -> None:
    job, key = a_job(), uuid.uuid4()

    receive(an_applicant(), job=job, now=NOW, form_key=key)
    friend = an_applicant(given_name="美咲", phone="+819011112222", email="")
    receive(friend, job=job, now=NOW, form_key=key)

    assert Candidate.objects.count() == Application.objects.count() == 2


@pytest.mark.django_db
def test_the_same_person_for_the_same_job_keeps_one_application() -> None:
    job = a_job()
    first = receive(an_applicant(motivation="一回目"), job=job, now=NOW)

    with Heard(application_received) as heard:
        again = receive(an_applicant(email="", motivation="二回目"), job=job, now=NOW + timedelta(hours=1))

    assert again == first
    assert heard.calls == []
    assert Application.objects.get().motivation == "一回目"
    assert "二回目" in Note.objects.get().text
    assert Application.objects.get().last_word_at == NOW + timedelta(hours=1)


@pytest.mark.django_db
def test_the_same_person_for_another_job_is_recognised() -> None:
    first = receive(an_applicant(), job=a_job(), now=NOW)
    second = receive(an_applicant(email=""), job=a_job(), now=NOW)

    assert first != second
    assert first.candidate == second.candidate


@pytest.mark.django_db
def test_after_a_closing_the_same_job_can_be_applied_for_again() -> None:
    job = a_job()
    first = receive(an_applicant(), job=job, now=NOW)
    Application.objects.update(stage=Stage.REJECTED, closed_at=NOW)

    second = receive(an_applicant(), job=job, now=NOW + timedelta(days=90))

    assert second != first
    assert second.candidate == first.candidate


@pytest.mark.django_db
def test_somebody_who_was_erased_is_somebody_new() -> None:
    first = receive(an_applicant(), job=a_job(), now=NOW)
    Candidate.objects.update(erased_at=NOW)

    assert receive(an_applicant(), job=a_job(), now=NOW).candidate != first.candidate


@pytest.mark.django_db
def test_a_strangers_form_does_not_move_where_messages_go() -> None:
    receive(an_applicant(), job=a_job(), now=NOW)

    stranger = an_applicant(email="stranger@example.jp")
    application = receive(stranger, job=a_job(), now=NOW)

    candidate = Candidate.objects.get()
    assert (candidate.email, candidate.contact_version) == ("yuto@example.jp", 1)
    assert "stranger@example.jp" in Note.objects.get(application=application).text


@pytest.mark.django_db
def test_a_blank_address_is_not_filled_by_a_form_while_something_is_open() -> None:
    receive(an_applicant(email=""), job=a_job(), now=NOW)

    receive(an_applicant(email="stranger@example.jp"), job=a_job(), now=NOW)

    assert Candidate.objects.get().email == ""


@pytest.mark.django_db
def test_with_nothing_open_the_newest_details_count() -> None:
    receive(an_applicant(), job=a_job(), now=NOW)
    Application.objects.update(stage=Stage.WITHDRAWN, closed_at=NOW)

    moved = an_applicant(phone="+819099998888", birth_on=date(2001, 4, 3), preferred_channel="email")
    receive(moved, job=a_job(), now=NOW + timedelta(days=90))

    candidate = Candidate.objects.get()
    assert (candidate.phone, candidate.email) == ("+819099998888", "yuto@example.jp")
    assert (candidate.birth_on, candidate.preferred_channel) == (date(2001, 4, 3), "email")
    assert candidate.contact_version == 2
    assert Note.objects.count() == 0


@pytest.mark.django_db
def test_staffs_list_adds_what_is_missing_and_replaces_nothing() -> None:
    receive(an_applicant(email=""), job=a_job(), now=NOW)
    staff = a_staff()

    receive(an_applicant(phone="", email="yuto@example.jp", birth_on=None), job=a_job(), now=NOW, by=staff)
    receive(
        an_applicant(email="yuto@example.jp"),
        job=a_job(),
        now=NOW,
        by=staff,
        source=Source.CSV,
        is_started=False,
    )

    known = Candidate.objects.get(phone=PHONE)
    assert known.email == "yuto@example.jp"


@pytest.mark.django_db
def test_imported_people_wait_until_somebody_starts() -> None:
    job, staff = a_job(), a_staff()

    with Heard(application_received) as heard:
        application = receive(
            an_applicant(consent_text=""),
            job=job,
            now=NOW,
            source=Source.CSV,
            is_started=False,
            by=staff,
            source_note="タウンワーク",
            applied_at=NOW - timedelta(days=1),
        )
        assert heard.calls == []
        assert application.first_contact_due_at is None

        started = start_contact([application, application], by=staff, now=NOW)

    application.refresh_from_db()
    assert started == 1
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]
    assert (application.is_started, application.started_at) == (True, NOW)
    assert application.first_contact_due_at == NOW + timedelta(minutes=30)
    assert (application.applied_at, application.source_note) == (NOW - timedelta(days=1), "タウンワーク")


@pytest.mark.django_db
def test_who_left_meanwhile_is_not_started() -> None:
    application = receive(an_applicant(), job=a_job(), now=NOW, is_started=False)
    Application.objects.update(stage=Stage.WITHDRAWN)

    assert start_contact([application], by=a_staff(), now=NOW) == 0


@pytest.mark.django_db
def test_an_imported_person_who_applies_by_themselves_is_thanked() -> None:
    job = a_job()
    imported = receive(an_applicant(), job=job, now=NOW, source=Source.CSV, is_started=False, by=a_staff())

    with Heard(application_received) as heard:
        receive(an_applicant(), job=job, now=NOW)

    assert heard.calls == [{"application_id": imported.pk, "now": NOW}]


@pytest.mark.django_db
def test_a_rollback_leaves_nothing() -> None:
    with transaction.atomic():
        receive(an_applicant(), job=a_job(), now=NOW)
        transaction.set_rollback(True)

    assert Application.objects.count() == Candidate.objects.count() == 0


@pytest.mark.django_db
def test_the_trail_holds_no_names() -> None:
    receive(an_applicant(), job=a_job(), now=NOW)

    written = str(list(AuditEvent.objects.values()))
    assert "application_stored" in written
    assert not any(value in written for value in ("森田", "12345678", "yuto"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", hostile.NAMES)
def test_hostile_names_are_stored_as_they_are(name: str) -> None:
    receive(an_applicant(family_name=name, given_name=""), job=a_job(), now=NOW)

    assert Candidate.objects.get().family_name == name


def test_one_person_pressing_everywhere_at_once_is_one_person(shared_database: str) -> None:
    jobs = [a_job() for _ in range(4)]
    steps = [
        lambda job=job: receive(an_applicant(), job=job, now=NOW, form_key=uuid.uuid4()) for job in jobs * 5
    ]

    results = at_once(*steps)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Candidate.objects.count() == 1
    assert Application.objects.count() == 4


def test_one_form_pressed_ten_times_at_once_is_one_application(shared_database: str) -> None:
    job, key = a_job(), uuid.uuid4()

    results = at_once(*[lambda: receive(an_applicant(), job=job, now=NOW, form_key=key)] * 10)

    assert [getattr(result, "pk", result) for result in results] == [Application.objects.get().pk] * 10
    assert Note.objects.count() == 0


def test_forty_people_at_once_are_all_stored(shared_database: str) -> None:
    job = a_job()
    people = [
        an_applicant(phone=f"+8190{n:08d}", email=f"p{n}@example.jp", given_name=f"名{n}") for n in range(40)
    ]

    results = at_once(*[lambda one=one: receive(one, job=job, now=NOW) for one in people])

    assert not [result for result in results if isinstance(result, Exception)]
    assert Application.objects.count() == Candidate.objects.count() == 40
