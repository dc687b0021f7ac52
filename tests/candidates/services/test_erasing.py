from datetime import date, timedelta
from typing import Any  # columns of any type

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse

from candidates.models import Application, Candidate, Import, ImportRow, ImportState, Link, Note, PageOpening
from candidates.policy import Applicant, PhoneKind, Stage
from candidates.services.erasing import erase, erase_due
from candidates.services.intake import receive
from candidates.services.links import UnknownLink, mint, open_link
from candidates.signals import candidate_erased
from candidates.tasks import erase_due as task
from company.models import AuditEvent
from messaging.models import Attempt, Message, Suppression
from messaging.policy import ChannelName, Direction, State
from messaging.services.claiming import Claimed
from messaging.services.receipts import apply_receipt
from messaging.services.suppressing import is_blocked, suppress
from noshow.models import Case
from reminders.services.planning import replan
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from tests.at_the_gate import pass_alone
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_company,
    a_job,
    a_message,
    a_sent_message,
    a_staff,
    an_application,
    tokyo,
)
from tests.signals import Heard

pytestmark = pytest.mark.django_db

CANARY = "カナリア"
PHONE, EMAIL = "+819055512345", "canary@example.jp"
HALF_A_YEAR_ON = tokyo(2026, 12, 10, 10, 1)


def ended(candidate: Candidate | None = None, **values: Any) -> Application:
    return an_application(candidate=candidate, **{"stage": Stage.REJECTED, "closed_at": NOW} | values)


def a_whole_story() -> Application:
    """Every column in which a person leaves a trace holds the canary."""
    person = a_candidate(
        family_name=CANARY,
        given_name=CANARY,
        family_kana=CANARY,
        given_kana=CANARY,
        birth_on=date(1999, 9, 9),
        phone=PHONE,
        email=EMAIL,
        preferred_hours=CANARY,
    )
    application = ended(person, motivation=CANARY, availability=CANARY, consent_text=CANARY, consented_at=NOW)
    PageOpening.objects.create(link=Link.objects.get(pk=_link(application)), opened_at=NOW)
    Note.objects.create(application=application, text=CANARY, written_at=NOW)
    batch = Import.objects.create(job=application.job, file_name="a.csv", uploaded_at=NOW, state="started")
    said = {"cells": [CANARY, PHONE], "clean": {"email": EMAIL}}
    ImportRow.objects.create(batch=batch, number=1, application=application, **said)
    ImportRow.objects.create(batch=batch, number=2, repeats_row=1, **said)
    ImportRow.objects.create(batch=batch, number=3, duplicate_of=person, errors=[["x", "y"]], **said)
    told = {
        "body": CANARY,
        "subject": CANARY,
        "values": {"name": CANARY},
        "attachments": [{"content": CANARY}],
    }
    sent = a_sent_message(application, address=PHONE, **told)
    Attempt.objects.create(message=sent, number=1, started_at=NOW, error=f"{PHONE} refused")
    a_message(application, address=EMAIL, **told)
    heard = told | {"values": {"minutes": 10}, "reason": "late"}
    a_message(application, direction=Direction.IN, state=State.RECEIVED, needs_answer=True, **heard)
    AvailabilityWish.objects.create(application=application, text=CANARY, told_at=NOW)
    interview = a_booked_interview(NOW - timedelta(days=2), application, state=InterviewState.ABSENT)
    a_case(interview, reason="unwell", reason_text=CANARY, hold_reason=CANARY)
    return application


def _link(application: Application) -> int:
    mint(application, now=NOW)
    return Link.objects.get(application=application).pk


def everything_written() -> dict[str, str]:
    """Every text, date and JSON column of every table, by table and column."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.DateField)
    return {
        f"{model._meta.label}.{field.name}": repr(
            list(model._default_manager.values_list(field.name, flat=True))
        )
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    }


def traces() -> list[str]:
    marks = (CANARY, PHONE.removeprefix("+81"), EMAIL, "datetime.date(1999, 9, 9)")
    return sorted(column for column, text in everything_written().items() if any(m in text for m in marks))


def test_after_erasing_no_table_tells_who_it_was_or_what_they_said() -> None:
    application = a_whole_story()
    assert len(traces()) == 23

    erase(application.candidate, now=NOW)

    assert traces() == []


def test_what_happened_stays_for_the_figures() -> None:
    application = a_whole_story()

    erase(application.candidate, now=NOW)

    application.refresh_from_db()
    assert (application.stage, application.closed_at, application.consented_at) == (Stage.REJECTED, NOW, NOW)
    assert Interview.objects.get().state == InterviewState.ABSENT
    assert Case.objects.get().reason == "unwell"
    assert Message.objects.count() == 3
    assert Message.objects.exclude(provider_id="").count() == 1


def test_plans_are_cancelled_and_nothing_waits_for_an_answer() -> None:
    application = a_whole_story()

    erase(application.candidate, now=NOW)

    assert not Message.objects.planned().exists()
    assert Message.objects.get(state=State.CANCELLED).reason == "erased"
    assert not Message.objects.unanswered().exists()


def test_their_links_are_dead() -> None:
    application = ended()
    token = mint(application, now=NOW)
    open_link(token, now=NOW)

    erase(application.candidate, now=NOW)

    with pytest.raises(UnknownLink):
        open_link(token, now=NOW)
    assert not Link.objects.exists()


def test_the_person_is_marked_as_erased_and_has_no_way_to_be_reached() -> None:
    person = a_candidate(contact_version=4)

    erase(person, now=NOW)

    assert (person.erased_at, person.contact_version, person.phone_kind) == (NOW, 5, PhoneKind.NONE)
    assert str(person) == person.full_name == "削除済み"


def test_the_trail_says_who_erased_whom_by_numbers_alone() -> None:
    person, owner = a_candidate(), a_staff()

    with Heard(candidate_erased) as heard:
        erase(person, now=NOW, by=owner)
        erase(person, now=NOW + timedelta(days=1), by=owner)

    event = AuditEvent.objects.get(action="candidate_erased")
    assert (event.entity_id, event.actor, event.details) == (person.pk, owner, {})
    assert heard.calls == [{"candidate_id": person.pk, "now": NOW}]
    assert person.erased_at == NOW


def test_another_person_in_the_same_file_keeps_everything() -> None:
    application = a_whole_story()
    other = ended(motivation="近いので")
    row = ImportRow.objects.create(batch=Import.objects.get(), number=4, application=other, cells=["b"])
    message = a_sent_message(other, body="こんにちは")

    erase(application.candidate, now=NOW)

    for kept in (other, row, message):
        kept.refresh_from_db()
    assert (other.motivation, row.cells, message.body) == ("近いので", ["b"], "こんにちは")
    assert other.candidate.full_name == "佐々木 蓮"


def test_a_stop_outlives_the_person() -> None:
    application = ended()
    phone = application.candidate.phone
    suppress(ChannelName.SMS, phone, reason="opted_out", now=NOW)

    erase(application.candidate, now=NOW)

    assert is_blocked(ChannelName.SMS, phone)
    assert Suppression.objects.get().reason == "opted_out"


def test_a_message_claimed_while_its_person_is_erased_does_not_leave() -> None:
    application = ended()
    message = a_message(application, state=State.CLAIMED, claim="mine", values={"name": CANARY})
    claimed = Claimed(message.pk, application.candidate_id, "mine")

    erase(application.candidate, now=NOW)

    assert pass_alone(claimed, now=NOW) is None
    message.refresh_from_db()
    assert (message.state, message.values, message.body) == (State.CANCELLED, {}, "")


def test_planning_an_erased_person_again_plans_nothing() -> None:
    application = a_whole_story()
    erase(application.candidate, now=NOW)

    replan(application.pk, now=NOW)

    assert not Message.objects.planned().exists()
    assert traces() == []


def test_a_late_receipt_brings_nothing_back_and_blocks_no_empty_address() -> None:
    message = a_sent_message(ended(), address=PHONE, body=CANARY)

    erase(message.application.candidate, now=NOW)
    apply_receipt(message, "undelivered", code="30005", now=NOW)

    message.refresh_from_db()
    assert (message.state, message.body, message.address) == (State.UNDELIVERED, "", "")
    assert not Suppression.objects.exists()


def test_who_was_decided_about_half_a_year_ago_is_erased_by_the_hourly_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_company(retention_months=6)
    application = ended()
    monkeypatch.setattr("company.clock.now", lambda: HALF_A_YEAR_ON)

    task()

    application.candidate.refresh_from_db()
    assert application.candidate.erased_at == HALF_A_YEAR_ON
    assert settings.CELERY_BEAT_SCHEDULE["candidates.erase_due"]["schedule"] == 3600


def test_a_minute_before_its_time_nobody_is_erased() -> None:
    a_company(retention_months=6)
    ended()

    assert erase_due(now=tokyo(2026, 12, 10, 9, 59)) == 0
    assert erase_due(now=HALF_A_YEAR_ON) == 1
    assert erase_due(now=HALF_A_YEAR_ON) == 0


def test_nobody_with_an_open_application_is_erased_however_old_the_others_are() -> None:
    person = ended().candidate
    an_application(candidate=person, stage=Stage.IN_CONTACT)

    assert erase_due(now=HALF_A_YEAR_ON) == 0


def test_the_latest_decision_counts() -> None:
    person = ended().candidate
    ended(person, closed_at=NOW + timedelta(days=20))

    assert erase_due(now=HALF_A_YEAR_ON) == 0
    assert erase_due(now=HALF_A_YEAR_ON + timedelta(days=20)) == 1


def test_an_end_without_a_known_day_is_no_reason_to_erase() -> None:
    ended(closed_at=None)

    assert erase_due(now=HALF_A_YEAR_ON) == 0


def test_the_company_says_how_long() -> None:
    a_company(retention_months=12)
    ended()

    assert erase_due(now=HALF_A_YEAR_ON) == 0
    assert erase_due(now=tokyo(2027, 6, 10, 10, 1)) == 1


def test_faulty_lines_of_worked_files_are_forgotten_after_the_same_time() -> None:
    batch = Import.objects.create(job=a_job(), file_name="a.csv", uploaded_at=NOW, state=ImportState.SAVED)
    row = ImportRow.objects.create(batch=batch, number=1, cells=[CANARY], errors=[["phone", "wrong"]])

    erase_due(now=NOW + timedelta(days=100))
    row.refresh_from_db()
    assert row.cells == [CANARY]

    erase_due(now=HALF_A_YEAR_ON)
    row.refresh_from_db()
    assert (row.cells, row.errors) == ([], [["phone", "wrong"]])


def test_the_same_phone_applying_later_is_somebody_new() -> None:
    application = ended()
    phone = application.candidate.phone
    erase(application.candidate, now=NOW)

    again = receive(
        Applicant(family_name="佐々木", phone=phone, phone_kind=PhoneKind.MOBILE), job=a_job(), now=NOW
    )

    assert again.candidate_id != application.candidate_id


def test_the_desk_says_erased_where_a_name_stood(client: Client) -> None:
    application = a_whole_story()
    erase(application.candidate, now=NOW)
    client.force_login(a_staff())

    for address in (
        reverse("dashboard:applications") + "?span=all",
        reverse("dashboard:application", args=[application.pk]),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert "削除済み" in page.content.decode()
        assert CANARY not in page.content.decode()
