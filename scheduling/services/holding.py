"""Keeping a seat for ten minutes while somebody reads; booking it, or another, ends the hold."""

from datetime import datetime

from django.db import IntegrityError, transaction

from scheduling.models import Interview, Slot, SlotHold
from scheduling.policy import HOLD_FOR
from scheduling.services.choosing import Chooser, MoveNotAllowed, offered_slot, refuse_change
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
from scheduling.services.seats import SlotNotOffered, SlotTaken, drop_hold, free_seat

__all__ = [
    "InterviewOver",
    "MoveNotAllowed",
    "SlotNotOffered",
    "SlotTaken",
    "StalePage",
    "hold_seat",
    "release_hold",
]


def hold_seat(interview: Interview, slot: Slot, *, now: datetime, version: int | None = None) -> SlotHold:
    """Keep a seat of ``slot`` for this candidate; what they held before is free again.

    Choosing the held slot again changes nothing, so a seat cannot be kept for ever. The interview itself
    stays as it is, and so does its version. Raises SlotTaken (SlotNotOffered), StalePage, InterviewOver,
    MoveNotAllowed.
    """
    return retried(lambda: _hold(interview, slot.pk, now=now, version=version))


@transaction.atomic
def _hold(interview: Interview, slot_id: int, *, now: datetime, version: int | None) -> SlotHold:
    application = locked_application(interview.application_id)
    slots = locked_slots([slot_id, *slots_touched(interview)])
    lock_interview(interview)
    refuse_change(interview, application, Chooser(), now=now, version=version)
    standing = SlotHold.objects.filter(interview=interview, slot=slot_id, until__gt=now).first()
    if standing is not None:
        return standing
    slot = offered_slot(slots.get(slot_id), interview, application, Chooser(), now=now)
    booked = held_booking(interview)
    if booked is not None and booked.slot_id == slot_id:
        raise SlotNotOffered
    return _take(interview, slot, now=now)


def _take(interview: Interview, slot: Slot, *, now: datetime) -> SlotHold:
    """In place of what it held before, and of what others have let run out."""
    seat = free_seat(interview, slot, now=now)
    try:
        with transaction.atomic():
            drop_hold(interview)
            SlotHold.objects.filter(slot=slot, until__lte=now).delete()
            return SlotHold.objects.create(interview=interview, slot=slot, seat=seat, until=now + HOLD_FOR)
    except IntegrityError as error:  # as in ``take_seat``
        raise SlotTaken from error


def release_hold(interview: Interview) -> None:
    """Give a held seat free; holding nothing is fine."""
    retried(lambda: _release(interview))


@transaction.atomic
def _release(interview: Interview) -> None:
    locked_application(interview.application_id)
    locked_slots(slots_touched(interview))
    drop_hold(interview)
