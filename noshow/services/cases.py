"""A case from its opening to its end: undone, answered, held, resolved."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.locking import lock_living
from candidates.services.staging import move_stage
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from messaging.models import Message
from messaging.policy import Kind
from noshow.models import Case, ClosingRule
from noshow.policy import UNDO_FOR, CaseState, Reason, Rule
from noshow.services.changing import note_change, save_change
from noshow.services.facts import closing_facts, has_spoken
from noshow.services.locking import lock_case
from noshow.signals import case_opened
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.locking import locked_application
from scheduling.services.outcomes import take_back_outcome

__all__ = [
    "CaseOver",
    "NotAbsent",
    "UndoTooLate",
    "answer_case",
    "closing_facts",
    "hold",
    "note_word_in_case",
    "open_case",
    "release",
    "resolve",
    "take_up",
    "the_rule",
    "undo_case",
]


class NotAbsent(Exception):
    """A case is opened only for an interview whose outcome is "could not come"."""


class UndoTooLate(Exception):
    """The minute is over; the outcome can still be corrected."""


class CaseOver(Exception):
    """The case has ended."""


def the_rule() -> Rule:
    """The company's closing rule; the defaults until somebody writes one."""
    row = ClosingRule.objects.order_by("pk").first()
    return row.as_rule() if row else Rule()


@transaction.atomic
def open_case(interview: Interview, *, by: Staff | None, now: datetime) -> Case:
    """Begin to reach somebody who did not come; the one that stands is returned. Raises NotAbsent."""
    locked_application(interview.application_id)
    interview.refresh_from_db()
    if interview.state != InterviewState.ABSENT:
        raise NotAbsent
    standing = Case.objects.filter(interview=interview).exclude(state=CaseState.UNDONE).first()
    if standing is not None:
        _take_up_again(standing, by=by, now=now)
        return standing
    case = Case.objects.create(interview=interview, opened_at=now, opened_by=by)
    record("case_opened", case, now=now, by=by, application_id=interview.application_id)
    case_opened.send(sender=Case, case_id=case.pk, now=now)
    return case


def _take_up_again(case: Case, *, by: Staff | None, now: datetime) -> None:
    """The outcome was corrected, and corrected back: they are still to be reached, if nothing newer is.

    It begins anew, with its minute to take it back, its steps and its hours; what was said is not said again.
    """
    application = case.interview.application
    newer = application.interviews.filter(pk__gt=case.interview_id)
    if case.state != CaseState.RESOLVED or application.is_over or newer.exists():
        return
    spoken = case.we_were_absent or has_spoken(case, case.opened_at)
    case.state = CaseState.ANSWERED if spoken else CaseState.OPEN
    case.closed_at = case.closed_by = None
    case.opened_at, case.opened_by = now, by
    save_change(case, "case_opened", now=now, by=by)


@transaction.atomic
def undo_case(case: Case, *, by: Staff, now: datetime, version: int | None = None) -> None:
    """A slip of the finger: take case and outcome back. ``version`` is the outcome's, as its toast had it.

    Raises UndoTooLate after a minute, CaseOver, StalePage.
    """
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
    if now > case.opened_at + UNDO_FOR:
        raise UndoTooLate
    case.state = CaseState.UNDONE
    save_change(case, "case_undone", now=now, by=by)
    take_back_outcome(case.interview, by=by, now=now, version=version)


@transaction.atomic
def answer_case(case: Case, reason: Reason, text: str, now: datetime) -> None:
    """The candidate says why. It stops every attempt and any closing; what they say later replaces it.

    After the end their words are still kept. Raises CaseOver only for a case that was taken back, and
    PersonErased.
    """
    lock_living(case.interview.application.candidate_id)
    lock_case(case)
    if case.state == CaseState.UNDONE:
        raise CaseOver
    note_word(case.interview.application, now=now)
    case.reason, case.reason_text = reason, text[:500]
    case.answered_at = case.answered_at or now
    reopens = _is_closing_unsaid(case)
    is_owed = case.we_were_absent and case.state == CaseState.RESOLVED  # whatever came of it, we look into it
    if CaseState(case.state).is_open or reopens or is_owed:
        case.state = CaseState.ANSWERED
        case.closed_at = case.closed_by = None
    save_change(case, "case_answered", now=now, actor=Actor.CANDIDATE, reason=reason.value)
    if reopens:
        _reopen(case, now=now)


@transaction.atomic
def note_word_in_case(application: Application, *, now: datetime) -> bool:
    """Any word or act of the candidate stops the attempts, and a closing whose words have not left yet.

    True if a case is open then, in whatever state.
    """
    locked_application(application.pk)
    for case in Case.objects.filter(interview__application=application):
        lock_case(case)
        reopens = _is_closing_unsaid(case)
        if reopens or case.state in {CaseState.OPEN, CaseState.PROPOSED, CaseState.HANDED}:
            case.state = CaseState.ANSWERED
            case.answered_at = case.answered_at or now
            save_change(case, "case_answered", now=now, actor=Actor.CANDIDATE)
        if reopens:
            _reopen(case, now=now)
    return Case.objects.open().filter(interview__application=application).exists()


def _is_closing_unsaid(case: Case) -> bool:
    """Closed, but not told yet: nobody shall read a refusal as the answer to their word."""
    words = Message.objects.planned().filter(about=f"case:{case.pk}", kind=Kind.REJECTED)
    return case.state == CaseState.CLOSED and words.exists()


def _reopen(case: Case, *, now: datetime) -> None:
    case.closed_at = case.closed_by = None
    note_change(case, "closing_stopped_by_word", now=now, actor=Actor.CANDIDATE)
    move_stage(case.interview.application, Stage.INTERVIEWING, now=now, actor=Actor.CANDIDATE)


@transaction.atomic
def hold(case: Case, *, by: Staff, now: datetime, reason: str) -> None:
    """Stop attempts and closing until somebody releases it. Raises CaseOver."""
    _lock_open(case)
    case.state, case.hold_reason = CaseState.HELD, reason[:200]
    save_change(case, "case_held", now=now, by=by)


@transaction.atomic
def release(case: Case, *, by: Staff, now: datetime) -> None:
    """Go on where it was held; a word heard meanwhile counts. Releasing twice is fine. Raises CaseOver."""
    _lock_open(case)
    if case.state != CaseState.HELD:
        return
    case.state = CaseState.ANSWERED if has_spoken(case, case.opened_at) else CaseState.OPEN
    case.hold_reason = ""
    save_change(case, "case_released", now=now, by=by)


@transaction.atomic
def resolve(case: Case, *, by: Staff | None = None, now: datetime, reason: str = "") -> None:
    """Ended well or another way; ``reason`` is a code. Resolving twice is fine, a closed case is over."""
    lock_case(case)
    if case.state == CaseState.RESOLVED:
        return
    if not CaseState(case.state).is_open:
        raise CaseOver
    case.state, case.closed_at, case.closed_by = CaseState.RESOLVED, now, by
    save_change(case, "case_resolved", now=now, by=by, reason=reason)


@transaction.atomic
def take_up(case: Case, *, by: Staff, now: datetime) -> None:
    """Settled by mistake: it goes on where it was. Raises CaseOver when something has followed since."""
    lock_case(case)
    if CaseState(case.state).is_open:
        return
    reached = case.we_were_absent and case.interview.state == InterviewState.EXCUSED
    if case.interview.state == InterviewState.ABSENT or reached:
        _take_up_again(case, by=by, now=now)
    if not CaseState(case.state).is_open:
        raise CaseOver


def _lock_open(case: Case) -> None:
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
