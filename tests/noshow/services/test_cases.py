"""A case from the desk's no to its end."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.erasing import erase
from candidates.services.locking import PersonErased
from candidates.services.staging import move_stage
from company.models import AuditEvent
from company.policy import Actor
from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import log_call
from messaging.services.hearing import hear
from noshow.models import Case, ClosingRule
from noshow.policy import CaseState, Reason, Rule
from noshow.services.attendance import record_attendance
from noshow.services.cases import (
    CaseOver,
    NotAbsent,
    UndoTooLate,
    answer_case,
    hold,
    note_word_in_case,
    open_case,
    release,
    resolve,
    the_rule,
    undo_case,
)
from noshow.services.chances import excuse, give_second_chance
from noshow.signals import case_changed, case_opened
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import invite
from scheduling.services.leaving import withdraw
from scheduling.services.outcomes import record_outcome
from scheduling.services.wishing import wish
from tests import factories as make
from tests.noshow.services.conftest import LATER, OPENED, START
from tests.signals import Heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def expected() -> Interview:
    return make.a_booked_interview(START)


def opened(interview: Interview) -> Case:
    case = record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=OPENED)
    assert case is not None
    return case


def planned(case: Case) -> int:
    return Message.objects.planned().filter(about=f"case:{case.pk}").count()


def test_a_no_opens_a_case_and_its_attempts_wait_a_minute(expected: Interview) -> None:
    with Heard(case_opened) as heard:
        case = opened(expected)

    assert (case.state, case.opened_at) == (CaseState.OPEN, OPENED)
    assert heard.calls == [{"case_id": case.pk, "now": OPENED}]
    first = Message.objects.filter(about=f"case:{case.pk}").earliest("due_at")
    assert (first.kind, first.due_at) == (Kind.ABSENCE_FIRST, OPENED + timedelta(minutes=10))


def test_a_yes_opens_none(expected: Interview) -> None:
    assert record_attendance(expected, InterviewState.CAME, by=make.a_staff(), now=OPENED) is None
    assert not Case.objects.exists()


def test_saying_no_twice_is_one_case(expected: Interview) -> None:
    first = opened(expected)

    assert opened(expected) == first
    assert Case.objects.count() == 1


def test_a_case_needs_an_absence(expected: Interview) -> None:
    with pytest.raises(NotAbsent):
        open_case(expected, by=None, now=OPENED)


def test_a_slip_is_undone_within_the_minute_and_nothing_was_said(expected: Interview) -> None:
    case = opened(expected)

    undo_case(case, by=make.a_staff(), now=OPENED + timedelta(seconds=60))

    expected.refresh_from_db()
    assert expected.is_booked
    assert Case.objects.get().state == CaseState.UNDONE
    assert planned(case) == 0
    assert opened(expected).pk != case.pk


def test_after_the_minute_the_outcome_is_corrected_instead(expected: Interview) -> None:
    case = opened(expected)

    with pytest.raises(UndoTooLate):
        undo_case(case, by=make.a_staff(), now=OPENED + timedelta(seconds=61))

    record_attendance(expected, InterviewState.CAME_LATE, by=make.a_staff(), now=OPENED + timedelta(hours=1))
    assert Case.objects.get().state == CaseState.RESOLVED
    assert planned(case) == 0
    assert Application.objects.get().stage == Stage.DECIDING


def test_an_answer_stops_every_attempt(expected: Interview) -> None:
    case = opened(expected)
    assert planned(case) > 0

    with Heard(case_changed) as heard:
        answer_case(case, Reason.FORGOT, "忘れました", OPENED + timedelta(hours=2))

    stored = Case.objects.get()
    assert (stored.state, stored.reason, stored.reason_text) == (
        CaseState.ANSWERED,
        Reason.FORGOT,
        "忘れました",
    )
    assert stored.answered_at == OPENED + timedelta(hours=2)
    assert Application.objects.get().last_word_at == OPENED + timedelta(hours=2)
    assert planned(case) == 0
    assert len(heard.calls) == 1
    event = AuditEvent.objects.get(action="case_answered")
    assert (event.actor_kind, event.details) == (Actor.CANDIDATE, {"state": "answered", "reason": "forgot"})


def test_a_later_reason_replaces_the_first(expected: Interview) -> None:
    case = opened(expected)
    answer_case(case, Reason.RATHER_NOT_SAY, "", OPENED + timedelta(hours=1))

    answer_case(case, Reason.NOBODY_THERE, "13時に着きました", OPENED + timedelta(hours=2))

    stored = Case.objects.get()
    assert (stored.reason, stored.state) == (Reason.NOBODY_THERE, CaseState.ANSWERED)
    assert stored.answered_at == OPENED + timedelta(hours=1)


def test_words_after_the_closing_are_kept(case: Case) -> None:
    Case.objects.update(state=CaseState.CLOSED)

    answer_case(case, Reason.FAMILY, "", LATER)

    stored = Case.objects.get()
    assert (stored.state, stored.reason) == (CaseState.CLOSED, Reason.FAMILY)


def test_a_case_that_was_taken_back_is_not_answered(case: Case) -> None:
    Case.objects.update(state=CaseState.UNDONE)

    with pytest.raises(CaseOver):
        answer_case(case, Reason.FAMILY, "", LATER)


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.PROPOSED, CaseState.HANDED])
def test_any_word_makes_it_answered(case: Case, state: CaseState) -> None:
    Case.objects.update(state=state)

    assert note_word_in_case(case.interview.application, now=LATER)

    stored = Case.objects.get()
    assert (stored.state, stored.answered_at, stored.reason) == (CaseState.ANSWERED, LATER, "")


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.RESOLVED, CaseState.UNDONE])
def test_a_word_without_an_open_case_changes_none(case: Case, state: CaseState) -> None:
    Case.objects.update(state=state)

    assert not note_word_in_case(case.interview.application, now=LATER)
    assert Case.objects.get().state == state


def test_a_text_a_wish_and_a_call_that_reached_them_are_words(expected: Interview) -> None:
    application = expected.application
    now = OPENED + timedelta(hours=1)
    acts: list[Callable[[], object]] = [
        lambda: hear(application, channel=ChannelName.SMS, text="すみません", now=now),
        lambda: wish(application, ["saturday"], "", now),
        lambda: log_call(application, outcome=CallOutcome.REACHED, by=make.a_staff(), now=now),
    ]
    case = opened(expected)
    for act in acts:
        Case.objects.update(state=CaseState.OPEN, answered_at=None)

        act()

        assert Case.objects.get().state == CaseState.ANSWERED
        assert planned(case) == 0


def test_a_call_nobody_took_is_no_word(expected: Interview) -> None:
    opened(expected)

    log_call(
        expected.application,
        outcome=CallOutcome.NO_ANSWER,
        by=make.a_staff(),
        now=OPENED + timedelta(hours=1),
    )

    assert Case.objects.get().state == CaseState.OPEN


def test_a_hold_stops_the_attempts_until_it_is_released(expected: Interview) -> None:
    case, staff = opened(expected), make.a_staff()

    hold(case, by=staff, now=OPENED + timedelta(minutes=5), reason="お母さまから電話")
    assert (case.state, case.hold_reason, planned(case)) == (CaseState.HELD, "お母さまから電話", 0)

    release(case, by=staff, now=OPENED + timedelta(minutes=9))
    release(case, by=staff, now=OPENED + timedelta(minutes=9))
    assert (case.state, case.hold_reason) == (CaseState.OPEN, "")
    assert planned(case) > 0


def test_a_word_heard_while_it_was_held_counts(expected: Interview) -> None:
    case, staff = opened(expected), make.a_staff()
    hold(case, by=staff, now=OPENED + timedelta(minutes=5), reason="x")
    hear(
        expected.application, channel=ChannelName.SMS, text="ごめんなさい", now=OPENED + timedelta(minutes=6)
    )

    release(case, by=staff, now=OPENED + timedelta(minutes=9))

    assert case.state == CaseState.ANSWERED


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.RESOLVED, CaseState.UNDONE])
def test_an_ended_case_is_neither_held_nor_undone_nor_excused(case: Case, state: CaseState) -> None:
    Case.objects.update(state=state)
    staff = make.a_staff()

    acts: list[Callable[[], None]] = [
        lambda: hold(case, by=staff, now=LATER, reason=""),
        lambda: release(case, by=staff, now=LATER),
        lambda: undo_case(case, by=staff, now=OPENED),
        lambda: excuse(case, by=staff, now=LATER),
    ]
    for act in acts:
        with pytest.raises(CaseOver):
            act()


def test_resolving_ends_it_once(case: Case) -> None:
    staff = make.a_staff()

    resolve(case, by=staff, now=LATER, reason="met_by_chance")
    resolve(case, by=staff, now=LATER + timedelta(hours=1))

    assert (case.state, case.closed_at, case.closed_by) == (CaseState.RESOLVED, LATER, staff)
    assert AuditEvent.objects.filter(action="case_resolved").count() == 1


def test_a_closed_case_is_not_resolved(case: Case) -> None:
    Case.objects.update(state=CaseState.CLOSED)

    with pytest.raises(CaseOver):
        resolve(case, by=make.a_staff(), now=LATER)


def test_an_excuse_clears_the_absence(case: Case) -> None:
    excuse(case, by=make.a_staff(), now=LATER)

    assert Interview.objects.get().state == InterviewState.EXCUSED
    assert Case.objects.get().state == CaseState.RESOLVED
    assert Application.objects.get().stage == Stage.INTERVIEWING


def test_a_second_chance_is_a_new_invitation(case: Case) -> None:
    staff = make.a_staff()

    interview = give_second_chance(case, by=staff, now=LATER)

    assert (interview.state, interview.invited_by) == (InterviewState.INVITED, staff)
    assert Interview.objects.get(pk=case.interview_id).state == InterviewState.ABSENT
    assert Case.objects.get().state == CaseState.RESOLVED
    assert AuditEvent.objects.get(action="case_resolved").details["reason"] == "second_chance"


def test_a_second_chance_reopens_what_the_rule_closed(case: Case) -> None:
    Case.objects.update(state=CaseState.CLOSED, closed_at=LATER)
    Application.objects.update(stage=Stage.REJECTED, closed_at=LATER, closed_reason="no_show_rule")

    give_second_chance(case, by=make.a_staff(), now=LATER + timedelta(days=1))

    application = Application.objects.get()
    assert (application.stage, application.closed_at, application.closed_reason) == (
        Stage.INTERVIEWING,
        None,
        "",
    )


def test_inviting_correcting_and_leaving_elsewhere_resolve_the_case(application: Application) -> None:
    staff = make.a_staff()
    interview = make.a_booked_interview(START, application, state=InterviewState.ABSENT)
    case = make.a_case(interview, opened_at=OPENED)

    record_outcome(interview, InterviewState.EXCUSED, by=staff, now=LATER)
    assert Case.objects.get().state == CaseState.RESOLVED

    Interview.objects.update(state=InterviewState.ABSENT)
    Case.objects.update(state=CaseState.OPEN)
    move_stage(application, Stage.CLOSED, now=LATER, by=staff)
    assert Case.objects.get().state == CaseState.RESOLVED

    Case.objects.update(state=CaseState.OPEN)
    Application.objects.update(stage=Stage.INTERVIEWING, closed_at=None)
    invite(application, by=staff, now=LATER)
    assert Case.objects.get().state == CaseState.RESOLVED

    Interview.objects.exclude(pk=interview.pk).delete()
    Case.objects.update(state=CaseState.HELD)
    withdraw(application, now=LATER)
    assert Case.objects.get().state == CaseState.RESOLVED
    assert planned(case) == 0


def test_the_rule_is_the_companys_or_the_default() -> None:
    assert the_rule() == Rule(3, 2, 48, person_confirms=True)

    ClosingRule.objects.create(attempts=2, channels=1, hours=24, person_confirms=False)

    assert the_rule() == Rule(2, 1, 24, person_confirms=False)


def test_a_word_is_no_message_still_planned(expected: Interview) -> None:
    case = opened(expected)
    Message.objects.filter(about=f"case:{case.pk}", kind=Kind.ABSENCE_FIRST).update(state=State.DELIVERED)

    answer_case(case, Reason.FORGOT, "", OPENED + timedelta(minutes=30))

    assert not Message.objects.planned().filter(about=f"case:{case.pk}").exists()
    assert Message.objects.get(about=f"case:{case.pk}", kind=Kind.ABSENCE_FIRST).state == State.DELIVERED


def test_why_somebody_did_not_come_is_not_kept_once_they_are_erased(expected: Interview) -> None:
    case = opened(expected)
    erase(expected.application.candidate, now=LATER)

    with pytest.raises(PersonErased):
        answer_case(case, Reason.UNWELL, "入院していました", LATER)

    assert Case.objects.get(pk=case.pk).reason_text == ""
