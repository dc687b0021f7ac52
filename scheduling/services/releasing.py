"""Ending an open interview and giving its seat back. Callers hold the candidate's lock."""

from datetime import datetime

from django.dispatch import Signal

from company.models import Staff
from company.policy import Actor
from scheduling.models import Booking, Interview
from scheduling.policy import By, InterviewState
from scheduling.services.changing import save_change
from scheduling.services.locking import held_booking, lock_interview, locked_slots, slots_touched
from scheduling.services.recording import Said, write_down
from scheduling.services.seats import drop_hold, give_back

CANCELLED = {InterviewState.CANCELLED_BY_US, InterviewState.CANCELLED_BY_CANDIDATE}


def lock_with_seat(interview: Interview, *, version: int | None = None) -> Booking | None:
    """Lock the slots it has a seat on, then the interview; returns the booked seat."""
    locked_slots(slots_touched(interview))
    held = held_booking(interview)
    lock_interview(interview, version=version)
    return held


def end(
    interview: Interview,
    state: InterviewState,
    action: str,
    signal: Signal,
    *,
    held: Booking | None,
    now: datetime,
    reason: str = "",
    by: Staff | None = None,
    actor: Actor | None = None,
) -> None:
    """Cancel in one way or another: the seat is free at once, and the calendar entry's SEQUENCE grows."""
    if held is not None:
        give_back(held, now=now)
        interview.sequence += 1
    drop_hold(interview)
    interview.state = state
    interview.cancelled_at = now
    interview.cancel_reason = reason
    if interview.starts_at is not None and state in CANCELLED:
        write_down(interview, now=now, by=by, said=Said(_way(by, actor)))
    save_change(interview, action, signal, now=now, by=by, actor=actor, reason=reason)


def _way(by: Staff | None, actor: Actor | None) -> By:
    if by is not None:
        return By.DESK
    return By.SYSTEM if actor is Actor.SYSTEM else By.CANDIDATE
