"""Reading a case: what counts as an attempt, as delivered, as a word."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Link, PageOpening
from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.calling import log_call
from noshow.models import Case
from noshow.policy import CaseState, Reached
from noshow.services.facts import closing_facts, deadline_of
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import brought_to
from tests.noshow.services.conftest import DEADLINE, LATER, OPENED, START, said

pytestmark = pytest.mark.django_db


def test_a_case_everything_was_done_for(case: Case) -> None:
    facts = closing_facts(case, LATER)

    assert facts.reached == (
        Reached("absence_first/absence_first", "sms"),
        Reached("absence_second/absence_second", "email"),
        Reached("final_notice/final_notice", "sms"),
    )
    assert (facts.opened_at, facts.deadline, facts.open_attempts) == (OPENED, DEADLINE, 0)
    assert facts.final_notice_delivered
    assert facts.reminded_before
    assert facts.ended_at == START + timedelta(minutes=30)
    assert facts.recorded_absent
    assert facts.reachable
    assert not any((facts.word_since, facts.held, facts.unread_inbound, facts.cancelled_by_us))
    assert not any((facts.nobody_there, facts.said_late, facts.moved, facts.withdrawn, facts.undone))
    assert (facts.unarrived, facts.incident) == (0, False)
    assert deadline_of(case.pk) == DEADLINE


@pytest.mark.parametrize(
    "state", [State.UNDELIVERED, State.FAILED, State.EXPIRED, State.SUPPRESSED, State.NEEDS_PERSON]
)
def test_what_did_not_arrive_is_no_attempt(case: Case, state: State) -> None:
    for message in Message.objects.filter(about=f"case:{case.pk}"):
        brought_to(message, state)

    facts = closing_facts(case, LATER)

    assert (facts.reached, facts.final_notice_delivered, facts.open_attempts) == ((), False, 0)


@pytest.mark.parametrize("state", [State.PLANNED, State.CLAIMED, State.SENDING, State.UNKNOWN])
def test_what_is_still_under_way_is_open(case: Case, state: State) -> None:
    said(case, Kind.ABSENCE_THIRD, ChannelName.SMS, LATER, state=state, expires_at=LATER + timedelta(hours=1))

    assert closing_facts(case, LATER).open_attempts == 1


def test_a_call_task_nobody_took_stops_counting_when_it_expires(case: Case) -> None:
    said(
        case,
        Kind.ABSENCE_CALL,
        ChannelName.PHONE,
        OPENED,
        state=State.PLANNED,
        expires_at=LATER,
        sent_at=None,
    )

    assert closing_facts(case, LATER - timedelta(seconds=1)).open_attempts == 1
    assert closing_facts(case, LATER).open_attempts == 0


def test_an_sms_without_a_receipt_reached_nobody_as_far_as_we_know(case: Case) -> None:
    for message in Message.objects.filter(channel=ChannelName.SMS):
        brought_to(message, State.ACCEPTED, settled_at=None)

    facts = closing_facts(case, LATER)

    assert [one.channel for one in facts.reached] == ["email"]
    assert not facts.reminded_before
    assert not facts.final_notice_delivered


def test_an_accepted_email_counts_after_an_hour_without_failure(case: Case) -> None:
    mail = Message.objects.get(channel=ChannelName.EMAIL)
    brought_to(mail, State.ACCEPTED, settled_at=None)
    assert mail.sent_at is not None

    def channels(now: datetime) -> list[str]:
        return [one.channel for one in closing_facts(case, now).reached]

    assert "email" not in channels(mail.sent_at + timedelta(minutes=59))
    assert "email" in channels(mail.sent_at + timedelta(hours=1))


def test_a_page_opened_after_it_shows_that_a_message_arrived(case: Case) -> None:
    for message in Message.objects.filter(channel=ChannelName.SMS):
        brought_to(message, State.ACCEPTED, settled_at=None)
    link = Link.objects.create(application=case.interview.application, token_hash="x" * 64, created_at=OPENED)
    PageOpening.objects.create(link=link, opened_at=OPENED + timedelta(minutes=30))

    facts = closing_facts(case, LATER)

    assert [one.attempt.partition("/")[0] for one in facts.reached] == ["absence_first", "absence_second"]
    assert not facts.final_notice_delivered
    assert not facts.reminded_before  # it was opened only after the interview


def test_a_notice_that_arrives_after_its_deadline_gave_nobody_a_chance(case: Case) -> None:
    Message.objects.filter(kind=Kind.FINAL_NOTICE).update(settled_at=DEADLINE)

    facts = closing_facts(case, LATER)

    assert not facts.final_notice_delivered
    assert facts.deadline == DEADLINE


def test_the_later_of_two_notices_sets_the_deadline(case: Case) -> None:
    later = DEADLINE + timedelta(hours=3)
    said(
        case,
        Kind.FINAL_NOTICE,
        ChannelName.EMAIL,
        DEADLINE - timedelta(hours=20),
        values={"deadline_at": later.isoformat()},
    )

    assert closing_facts(case, LATER).deadline == later


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [(CallOutcome.NO_ANSWER, True), (CallOutcome.CALL_BACK, True), (CallOutcome.WRONG_NUMBER, False)],
)
def test_a_logged_call_is_an_attempt_unless_it_rang_elsewhere(
    case: Case, outcome: CallOutcome, counts: bool
) -> None:
    log_call(case.interview.application, outcome=outcome, by=make.a_staff(), now=OPENED + timedelta(hours=2))

    calls = [one for one in closing_facts(case, LATER).reached if one.channel == "phone"]
    assert len(calls) == counts


def test_a_call_before_the_case_is_no_attempt_of_it(case: Case) -> None:
    log_call(
        case.interview.application,
        outcome=CallOutcome.NO_ANSWER,
        by=make.a_staff(),
        now=START - timedelta(hours=4),
    )

    assert len(closing_facts(case, LATER).reached) == 3


def test_a_reminder_of_another_time_does_not_count(case: Case) -> None:
    Message.objects.filter(kind=Kind.REMINDER_EVE).update(about=f"interview:{case.interview_id}1@2026-06-08")

    assert not closing_facts(case, LATER).reminded_before


def test_any_word_since_the_interview_began_counts(case: Case) -> None:
    application = case.interview.application

    application.last_word_at = START
    application.save()
    assert not closing_facts(Case.objects.get(), LATER).word_since
    application.last_word_at = START + timedelta(seconds=1)
    application.save()
    assert closing_facts(Case.objects.get(), LATER).word_since


def test_an_announced_delay_is_known(case: Case) -> None:
    Interview.objects.update(late_noted_at=START - timedelta(minutes=30))

    assert closing_facts(Case.objects.get(), LATER).said_late


def test_a_text_counts_even_when_somebody_has_answered_it(case: Case) -> None:
    make.a_message(
        case.interview.application,
        direction=Direction.IN,
        state=State.RECEIVED,
        created_at=OPENED + timedelta(hours=1),
    )

    facts = closing_facts(case, LATER)

    assert (facts.word_since, facts.unread_inbound) == (True, False)


def test_an_unanswered_text_from_before_is_unread(case: Case) -> None:
    make.a_message(
        case.interview.application,
        direction=Direction.IN,
        state=State.RECEIVED,
        created_at=START - timedelta(hours=2),
        needs_answer=True,
    )

    facts = closing_facts(case, LATER)

    assert (facts.word_since, facts.unread_inbound) == (False, True)


def test_holds_and_cancels_are_seen(case: Case) -> None:
    Case.objects.update(state=CaseState.HELD)
    Interview.objects.update(state=InterviewState.CANCELLED_BY_US)

    facts = closing_facts(Case.objects.get(), LATER)

    assert (facts.held, facts.cancelled_by_us, facts.recorded_absent) == (True, True, False)


def test_without_a_notice_there_is_no_deadline(case: Case) -> None:
    for message in Message.objects.filter(kind=Kind.FINAL_NOTICE):
        brought_to(message, State.CANCELLED)

    assert closing_facts(case, LATER).deadline is None
    assert deadline_of(case.pk) is None
