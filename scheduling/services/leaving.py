"""辞退: leaving is as easy as staying, and can be undone for a quarter of an hour."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from candidates.services.words import note_word
from company.models import AuditEvent, Staff
from company.policy import Actor
from company.services.trail import record
from scheduling import signals
from scheduling.models import Interview
from scheduling.policy import UNDO_WITHDRAWAL_FOR, InterviewState
from scheduling.services.changing import save_change
from scheduling.services.inviting import give_time
from scheduling.services.locking import (
    InterviewOver,
    StalePage,
    lock_interview,
    locked_application,
    locked_slots,
    retried,
)
from scheduling.services.recording import Said, write_down
from scheduling.services.releasing import end, lock_with_seat
from scheduling.services.seats import SlotTaken, take_seat

__all__ = ["InterviewOver", "StalePage", "UndoTooLate", "undo_withdrawal", "withdraw"]

OPEN = [InterviewState.INVITED, InterviewState.BOOKED]


class UndoTooLate(Exception):
    """The quarter of an hour is over, or something else ended the application."""


def withdraw(
    application: Application,
    *,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    by: Staff | None = None,
) -> None:
    """End the application at the candidate's wish and free the seat at once. Withdrawing twice is fine.

    ``by`` is whoever of ours enters it for them; without, they do it themselves, which is a word of theirs.
    ``version`` is the interview's, as the page showed it. Raises StalePage, and InterviewOver when the
    application ended another way.
    """
    retried(lambda: _withdraw(application, now=now, version=version, reason=reason, by=by))


@transaction.atomic
def _withdraw(
    application: Application, *, now: datetime, version: int | None, reason: str, by: Staff | None
) -> None:
    current = locked_application(application.pk)
    if current.stage == Stage.WITHDRAWN:
        return
    if current.is_over:
        raise InterviewOver
    interview = current.interviews.filter(state__in=OPEN).first()
    if interview is not None:
        _cancel(interview, now=now, version=version, reason=reason, by=by)
    actor = _who(by)
    record(
        "application_withdrawn",
        current,
        now=now,
        by=by,
        actor=actor,
        application_id=current.pk,
        stage=current.stage,
        reason=reason,
        interview=interview.pk if interview else None,
    )
    if by is None:
        note_word(current, now=now)
    move_stage(current, Stage.WITHDRAWN, now=now, by=by, actor=actor, reason=reason)


def _who(by: Staff | None) -> Actor:
    return Actor.STAFF if by else Actor.CANDIDATE


def _cancel(
    interview: Interview, *, now: datetime, version: int | None, reason: str, by: Staff | None
) -> None:
    held = lock_with_seat(interview, version=version)
    end(
        interview,
        InterviewState.CANCELLED_BY_CANDIDATE,
        "interview_cancelled",
        signals.interview_cancelled,
        held=held,
        now=now,
        reason=reason,
        by=by,
    )


def undo_withdrawal(application: Application, *, now: datetime, by: Staff | None = None) -> Interview | None:
    """Take a withdrawal of the last 15 minutes back; returns the interview, if there was one.

    The same time is booked again if it is still free and to come, otherwise a new choice is open.
    ``by`` is whoever of ours does it. Raises UndoTooLate.
    """
    return retried(lambda: _undo(application, now=now, by=by))


@transaction.atomic
def _undo(application: Application, *, now: datetime, by: Staff | None) -> Interview | None:
    current = locked_application(application.pk)
    withdrawn = AuditEvent.objects.about(current).filter(action="application_withdrawn").first()
    if current.stage != Stage.WITHDRAWN or withdrawn is None or now > withdrawn.at + UNDO_WITHDRAWAL_FOR:
        raise UndoTooLate
    actor = _who(by)
    record("withdrawal_undone", current, now=now, by=by, actor=actor, application_id=current.pk)
    if by is None:
        note_word(current, now=now)
    move_stage(current, Stage(withdrawn.details["stage"]), now=now, by=by, actor=actor)
    if withdrawn.details["interview"] is None:
        return None
    interview = current.interviews.get(pk=withdrawn.details["interview"])
    _reopen(interview, now=now, by=by)
    return interview


def _reopen(interview: Interview, *, now: datetime, by: Staff | None) -> None:
    """Back to the booked time if its seat can be had, otherwise to the invitation."""
    last = interview.bookings.order_by("-pk").first()
    slot = locked_slots([last.slot_id])[last.slot_id] if last else None
    lock_interview(interview)
    interview.cancelled_at, interview.cancel_reason = None, ""
    interview.state = InterviewState.INVITED
    if slot is not None and slot.is_open and slot.starts_at > now:
        try:
            take_seat(interview, slot, now=now)
        except SlotTaken:
            pass
        else:
            interview.state = InterviewState.BOOKED
            interview.starts_at, interview.ends_at = slot.starts_at, slot.ends_at
            interview.sequence += 1
    if not interview.is_booked:
        give_time(interview, now=now)
        interview.confirmed_at = interview.late_minutes = interview.late_noted_at = interview.lost_at = None
    if interview.is_booked:
        write_down(interview, now=now, by=by, said=Said())
    signal = signals.interview_booked if interview.is_booked else signals.interview_invited
    save_change(interview, "interview_reopened", signal, now=now, by=by)
