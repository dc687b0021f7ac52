"""Booking a time, and moving it. Rows are locked, and the database has the last word on double bookings."""

from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application
from candidates.services.words import note_word
from company.models import Staff
from company.services.profile import the_company
from scheduling import signals
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState, MoveRefusal, MoveRule
from scheduling.services.changing import save_change
from scheduling.services.locking import (
    InterviewOver,
    StalePage,
    held_booking,
    lock_interview,
    locked_application,
    locked_slots,
    retried,
)
from scheduling.services.seats import SlotNotOffered, SlotTaken, take_seat

__all__ = [
    "InterviewOver",
    "MoveNotAllowed",
    "SlotNotOffered",
    "SlotTaken",
    "StalePage",
    "book",
    "move_refusal",
]


class MoveNotAllowed(Exception):
    """The candidate has moved often enough, or the start is too near; a person can still move it."""

    def __init__(self, reason: MoveRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


def book(
    interview: Interview, slot: Slot, *, now: datetime, version: int | None = None, by: Staff | None = None
) -> Booking:
    """Book ``slot``; when a time is booked already, move to it in one transaction.

    A failed move leaves the old time as it was. Choosing the booked slot again changes nothing. ``by`` is
    the staff member who acts; without it the candidate does, and the rule for moving binds. Raises
    SlotTaken (SlotNotOffered), StalePage, InterviewOver, MoveNotAllowed.
    """
    return retried(lambda: _book(interview, slot.pk, now=now, version=version, by=by))


def move_refusal(interview: Interview, *, now: datetime) -> MoveRefusal | None:
    """Why the candidate cannot move this booked interview by themselves, if so."""
    company = the_company()
    rule = MoveRule(company.reschedules_allowed, timedelta(minutes=company.reschedule_cutoff_minutes))
    return (
        None if interview.starts_at is None else rule.refuses(interview.own_moves, interview.starts_at, now)
    )


@transaction.atomic
def _book(
    interview: Interview, slot_id: int, *, now: datetime, version: int | None, by: Staff | None
) -> Booking:
    application = locked_application(interview.application_id)
    held = held_booking(interview)
    slots = locked_slots([slot_id] if held is None else [slot_id, held.slot_id])
    lock_interview(interview)
    if interview.is_booked and held is not None and held.slot_id == slot_id:
        return held
    _refuse_change(interview, application, now=now, version=version, by=by)
    slot = _offered(slots.get(slot_id), application, now)
    booking = take_seat(interview, slot, now=now, instead_of=held)
    _note_booking(interview, slot, now=now, by=by)
    if by is None:
        note_word(application, now=now)
    return booking


def _refuse_change(
    interview: Interview, application: Application, *, now: datetime, version: int | None, by: Staff | None
) -> None:
    if application.is_over or not InterviewState(interview.state).is_open:
        raise InterviewOver
    if version is not None and version != interview.version:
        raise StalePage
    if by is None and interview.is_booked:
        refusal = move_refusal(interview, now=now)
        if refusal is not None:
            raise MoveNotAllowed(refusal)


def _offered(slot: Slot | None, application: Application, now: datetime) -> Slot:
    if slot is None or not slot.is_open or slot.starts_at <= now:
        raise SlotNotOffered
    if slot.location_id != application.job.location_id:
        raise SlotNotOffered
    return slot


def _note_booking(interview: Interview, slot: Slot, *, now: datetime, by: Staff | None) -> None:
    """What changes on the interview. Only the candidate's own moves count towards the limit."""
    is_move = interview.booked_at is not None  # also when an undone withdrawal had lost the first time
    if is_move:
        interview.own_moves += by is None and interview.is_booked
        interview.sequence += 1
        interview.moves += 1
    interview.state = InterviewState.BOOKED
    interview.starts_at, interview.ends_at = slot.starts_at, slot.ends_at
    interview.booked_at, interview.booked_by = now, by
    interview.confirmed_at = interview.late_minutes = interview.late_noted_at = None
    action, signal = (
        ("interview_moved", signals.interview_moved)
        if is_move
        else ("interview_booked", signals.interview_booked)
    )
    save_change(interview, action, signal, now=now, by=by, slot=slot.pk)
