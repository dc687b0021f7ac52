"""Silence from the invitation to the closing, with the default cadence and every message really sent."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.hearing import hear
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case
from noshow.services.closing import confirm_closing
from sandbox.services.settling import next_due, settle
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)


def no_pause() -> None:
    """Nobody else sends here."""


def live_until(end: datetime, start: datetime) -> None:
    """Stop at every due moment, as the sandbox's clock does."""
    moment: datetime | None = start
    while moment is not None:
        settle(now=moment, pause=no_pause)
        moment = next_due(moment, end)
    settle(now=end, pause=no_pause)


@pytest.fixture
def case() -> Case:
    make.a_company(name="ひなた食堂", caller_number="0422-00-0120")
    application = make.an_application(stage=Stage.IN_CONTACT, started_at=NOW)
    interview = invite(application, by=make.a_staff(), now=NOW)
    slot = make.a_slot(START, location=application.job.location)
    book(interview, slot, now=NOW + timedelta(hours=1))
    live_until(START + timedelta(minutes=10), NOW + timedelta(hours=1))
    found = record_attendance(
        interview, InterviewState.ABSENT, by=make.a_staff(), now=START + timedelta(minutes=10)
    )
    assert found is not None
    return found


def test_silence_is_proposed_for_closing_by_the_written_rule_and_a_person_confirms(case: Case) -> None:
    opened = START + timedelta(minutes=10)
    live_until(opened + timedelta(hours=47), opened)
    assert Case.objects.get().state == CaseState.OPEN

    live_until(opened + timedelta(days=3), opened + timedelta(hours=47))

    case.refresh_from_db()
    assert (case.state, _failing(case)) == (CaseState.PROPOSED, ["approved"])
    confirmed = opened + timedelta(days=3)
    confirm_closing(case, by=make.a_staff(), now=confirmed)
    live_until(confirmed + timedelta(days=1), confirmed)
    application = Application.objects.get()
    assert _failing(Case.objects.get()) == []
    assert (application.stage, application.closed_reason) == (Stage.REJECTED, "no_show_rule")
    assert set(Message.objects.filter(kind=Kind.REJECTED).values_list("state", flat=True)) == {
        State.DELIVERED
    }


def _failing(case: Case) -> list[str]:
    return [finding["code"] for finding in case.findings if not finding["holds"]]


@pytest.mark.parametrize("said", ["text", "reason"])
def test_a_word_before_the_closing_is_told_stops_it(case: Case, said: str) -> None:
    proposed = START + timedelta(minutes=10, days=3)
    live_until(proposed, START + timedelta(minutes=10))
    confirm_closing(case, by=make.a_staff(), now=proposed)
    word_at = proposed + timedelta(minutes=5)

    if said == "text":
        hear(case.interview.application, channel=ChannelName.SMS, text="遅くなりました", now=word_at)
    else:
        answer_case(case, Reason.FAMILY, "", word_at)
    live_until(word_at + timedelta(days=2), word_at)

    stored, application = Case.objects.get(), Application.objects.get()
    assert (stored.state, stored.closed_at, stored.closed_by) == (CaseState.ANSWERED, None, None)
    assert (application.stage, application.closed_at) == (Stage.INTERVIEWING, None)
    assert not Message.objects.filter(kind=Kind.REJECTED).exclude(state=State.CANCELLED).exists()


def test_after_an_answer_nothing_more_is_sent(case: Case) -> None:
    opened = START + timedelta(minutes=10)
    live_until(opened + timedelta(hours=20), opened)
    answered = opened + timedelta(hours=20)
    answer_case(case, Reason.FORGOT, "", answered)
    sent = Message.objects.outgoing().exclude(sent_at=None).count()

    live_until(answered + timedelta(days=5), answered)

    assert Message.objects.outgoing().exclude(sent_at=None).count() == sent
    assert Case.objects.get().state == CaseState.ANSWERED
    assert Application.objects.get().stage == Stage.INTERVIEWING
