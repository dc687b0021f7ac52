"""Booking a time, and moving it. Rows are locked, and the database has the last word on double bookings."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.posting import conditions_of
from candidates.services.words import note_word
from company.models import Staff
from company.services.profile import the_company
from scheduling import signals
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState
from scheduling.services.changing import save_change
from scheduling.services.choosing import (
    Chooser,
    MoveNotAllowed,
    move_refusal,
    offered_slot,
    refuse_change,
    refuse_without_reason,
)
from scheduling.services.locking import (
    InterviewOver,
    StalePage,
    held_booking,
    lock_interview,
    locked_application,
    locked_slots,
    retried,
    slots_touched,
)
from scheduling.services.seats import InterviewerElsewhere, SlotHeld, SlotNotOffered, SlotTaken, take_seat
from scheduling.services.telling import FactsMissing, require_facts

__all__ = [
    "FactsMissing",
    "InterviewOver",
    "InterviewerElsewhere",
    "MoveNotAllowed",
    "SlotHeld",
    "SlotNotOffered",
    "SlotTaken",
    "StalePage",
    "book",
    "move_refusal",
]


def book(
    interview: Interview,
    slot: Slot,
    *,
    now: datetime,
    version: int | None = None,
    by: Staff | None = None,
    reason: str = "",
    is_offer: bool = False,
) -> Booking:
    """Book ``slot``; when a time is booked already, move to it in one transaction.

    A failed move leaves the old time as it was. Choosing the booked slot again changes nothing. ``by`` is
    the staff member who acts; without it the candidate does, and what is offered to them binds, as do the
    rules for moving unless it ``is_offer``, a time we asked them to take. ``reason`` is a MovingReason.
    Raises SlotTaken (SlotNotOffered, SlotHeld, InterviewerElsewhere), StalePage, InterviewOver,
    MoveNotAllowed, and FactsMissing when staff book what its candidate could not be told all about.
    """
    chooser = Chooser(by, reason, is_offer)
    return retried(lambda: _book(interview, slot.pk, chooser, now=now, version=version))


@transaction.atomic
def _book(
    interview: Interview, slot_id: int, chooser: Chooser, *, now: datetime, version: int | None
) -> Booking:
    application = locked_application(interview.application_id)
    slots = locked_slots([slot_id, *slots_touched(interview)])
    held = held_booking(interview)
    lock_interview(interview)
    if interview.is_booked and held is not None and held.slot_id == slot_id:
        return held
    refuse_change(interview, application, chooser, now=now, version=version)
    refuse_without_reason(interview, chooser)
    slot = offered_slot(slots.get(slot_id), interview, application, chooser, now=now)
    reason = chooser.reason if held is not None else ""
    if chooser.is_staff:
        require_facts(application, now=now, slot=slot)
    booking = take_seat(interview, slot, now=now, instead_of=held, reason=reason)
    _note_booking(interview, application, booking, chooser, now=now)
    if not chooser.is_staff:
        note_word(application, now=now)
    return booking


def _note_booking(
    interview: Interview, application: Application, booking: Booking, chooser: Chooser, *, now: datetime
) -> None:
    """What changes on the interview. Only moves the candidate makes of themselves count towards the limit."""
    is_move = interview.booked_at is not None  # also when an undone withdrawal had lost the first time
    if is_move:
        interview.own_moves += chooser.is_bound and interview.is_booked
        interview.sequence += 1
        interview.moves += 1
    interview.state = InterviewState.BOOKED
    interview.starts_at, interview.ends_at = booking.starts_at, booking.ends_at
    interview.booked_at, interview.booked_by = now, chooser.by
    interview.conditions, interview.conditions_at = conditions_of(application.job, the_company()), now
    interview.confirmed_at = interview.late_minutes = interview.late_noted_at = interview.lost_at = None
    _save(interview, booking, is_move=is_move, now=now, by=chooser.by)


def _save(interview: Interview, booking: Booking, *, is_move: bool, now: datetime, by: Staff | None) -> None:
    slot, reason = booking.slot_id, booking.reason
    if is_move:
        save_change(
            interview, "interview_moved", signals.interview_moved, now=now, by=by, slot=slot, reason=reason
        )
    else:
        save_change(interview, "interview_booked", signals.interview_booked, now=now, by=by, slot=slot)
