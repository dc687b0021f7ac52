"""The small verbs: contact, stages, words, wishes."""

from datetime import timedelta

import pytest

from candidates.models import Candidate
from candidates.policy import Phone, PhoneKind, Stage
from candidates.services.contacting import record_contact
from candidates.services.preferences import change_email, change_phone, change_preferences
from candidates.services.staging import StageNotAllowed, move_stage
from candidates.services.words import note_word
from candidates.signals import application_changed
from company.models import AuditEvent
from company.policy import Actor
from tests.factories import NOW, a_staff, an_application
from tests.signals import Heard

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_the_first_contact_stops_the_clock_and_the_second_changes_nothing() -> None:
    application = an_application()

    with Heard(application_changed) as heard:
        record_contact(application, now=NOW, by=a_staff())
        record_contact(application, now=LATER, by=None)

    application.refresh_from_db()
    assert (application.contacted_at, application.stage) == (NOW, Stage.IN_CONTACT)
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]


def test_contact_with_somebody_further_on_keeps_the_stage() -> None:
    application = an_application(stage=Stage.DECIDING)

    record_contact(application, now=NOW, by=a_staff())

    assert application.stage == Stage.DECIDING


def test_ending_keeps_when_and_why_and_reopening_clears_it() -> None:
    application = an_application(stage=Stage.DECIDING)

    with Heard(application_changed) as heard:
        move_stage(application, Stage.REJECTED, now=NOW, reason="no_show_rule")
        assert (application.closed_at, application.closed_reason) == (NOW, "no_show_rule")

        move_stage(application, Stage.DECIDING, now=LATER, by=a_staff())

    application.refresh_from_db()
    assert (application.stage, application.closed_at, application.closed_reason) == (Stage.DECIDING, None, "")
    assert [call["now"] for call in heard.calls] == [NOW, LATER]


def test_the_same_stage_again_says_nothing() -> None:
    application = an_application(stage=Stage.OFFERED)

    with Heard(application_changed) as heard:
        move_stage(application, Stage.OFFERED, now=NOW)

    assert heard.calls == []
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Stage.WITHDRAWN, Stage.REJECTED),
        (Stage.RECEIVED, Stage.JOINED),
        (Stage.INTERVIEWING, Stage.DECLINED),
        (Stage.IN_CONTACT, Stage.RECEIVED),
    ],
)
def test_steps_that_do_not_exist_are_refused(old: Stage, new: Stage) -> None:
    application = an_application(stage=old)

    with pytest.raises(StageNotAllowed):
        move_stage(application, new, now=NOW)


def test_a_stale_copy_moves_from_where_the_application_really_is() -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    stale = type(application).objects.get(pk=application.pk)
    move_stage(application, Stage.WITHDRAWN, now=NOW, actor=Actor.CANDIDATE)

    with pytest.raises(StageNotAllowed):
        move_stage(stale, Stage.REJECTED, now=LATER)


def test_the_last_word_only_moves_forward() -> None:
    application = an_application()

    note_word(application, now=LATER)
    note_word(application, now=NOW)

    application.refresh_from_db()
    assert application.last_word_at == LATER


def test_wishes_are_followed_at_once_in_every_open_application() -> None:
    first = an_application()
    second = an_application(candidate=first.candidate)
    an_application(candidate=first.candidate, stage=Stage.REJECTED, closed_at=NOW)

    with Heard(application_changed) as heard:
        change_preferences(
            first.candidate, preferred_channel="email", preferred_hours="8:00–11:00", language="en", now=NOW
        )

    candidate = Candidate.objects.get()
    assert (candidate.preferred_channel, candidate.language, candidate.contact_version) == ("email", "en", 1)
    assert {call["application_id"] for call in heard.calls} == {first.pk, second.pk}


def test_another_number_or_address_makes_messages_look_again() -> None:
    candidate = an_application().candidate

    change_phone(candidate, Phone("+81312345678", PhoneKind.LANDLINE), now=NOW, by=a_staff())
    change_email(candidate, "", now=NOW)
    change_email(candidate, "", now=NOW)

    known = Candidate.objects.get()
    assert (known.phone, known.phone_kind, known.email) == ("+81312345678", PhoneKind.LANDLINE, "")
    assert known.contact_version == candidate.contact_version == 3
    assert [event.details for event in AuditEvent.objects.order_by("pk")] == [
        {"fields": ["phone", "phone_kind"]},
        {"fields": ["email"]},
    ]
