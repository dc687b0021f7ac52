"""Taking and giving back a seat of a slot. Callers hold the locks of ``locking`` and are in a transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction

from scheduling.models import Booking, Interview, Slot


class SlotTaken(Exception):
    """No seat is left, or the interviewer meets somebody else then."""


class SlotNotOffered(SlotTaken):
    """The slot is past, withdrawn, or of another place than the job."""


def take_seat(
    interview: Interview, slot: Slot, *, now: datetime, instead_of: Booking | None = None
) -> Booking:
    """Book the lowest free seat; ``instead_of`` is given back in the same breath, or kept if this fails."""
    try:
        with transaction.atomic():
            if instead_of is not None:
                give_back(instead_of, now=now)
            _refuse_overlap(slot)
            return Booking.objects.create(
                interview=interview,
                slot=slot,
                seat=_free_seat(slot),
                interviewer_id=slot.interviewer_id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                booked_at=now,
            )
    except IntegrityError as error:  # the database's own word, should a lock have been passed by
        raise SlotTaken from error


def give_back(booking: Booking, *, now: datetime) -> None:
    booking.active = False
    booking.released_at = now
    booking.save(update_fields=["active", "released_at"])


def _free_seat(slot: Slot) -> int:
    taken = set(Booking.objects.filter(slot=slot, active=True).values_list("seat", flat=True))
    free = next((seat for seat in range(1, slot.capacity + 1) if seat not in taken), None)
    if free is None:
        raise SlotTaken
    return free


def _refuse_overlap(slot: Slot) -> None:
    """An interviewer meets one slot at a time; one slot may hold several people (group sessions)."""
    if slot.interviewer_id is None:
        return
    elsewhere = Booking.objects.filter(
        active=True, interviewer=slot.interviewer_id, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    ).exclude(slot=slot)
    if elsewhere.exists():
        raise SlotTaken
