"""Taking and giving back a seat of a slot. Callers hold the locks of ``locking`` and are in a transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from scheduling.models import Booking, Interview, Slot, SlotHold


class SlotTaken(Exception):
    """No seat is left, or the interviewer meets somebody else then."""


class SlotNotOffered(SlotTaken):
    """The slot is past, withdrawn, of another place than the job, or not offered to this candidate now."""


class InterviewerElsewhere(SlotTaken):
    """The interviewer meets somebody else at that time."""


class SlotHeld(SlotTaken):
    """Somebody else is choosing it just now; it may be free again ``until`` then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def take_seat(
    interview: Interview, slot: Slot, *, now: datetime, instead_of: Booking | None = None, reason: str = ""
) -> Booking:
    """Book the seat it holds, else the lowest free one; a hold has then done its work.

    ``instead_of`` is given back in the same breath, or kept if this fails. Raises SlotTaken.
    """
    try:
        with transaction.atomic():
            if instead_of is not None:
                give_back(instead_of, now=now)
            booking = Booking.objects.create(
                interview=interview,
                slot=slot,
                seat=free_seat(interview, slot, now=now),
                interviewer_id=slot.interviewer_id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                booked_at=now,
                reason=reason,
            )
    except IntegrityError as error:  # the database's own word, should a lock have been passed by
        raise SlotTaken from error
    drop_hold(interview)
    return booking


def give_back(booking: Booking, *, now: datetime) -> None:
    booking.active = False
    booking.released_at = now
    booking.save(update_fields=["active", "released_at"])


def drop_hold(interview: Interview) -> None:
    SlotHold.objects.filter(interview=interview).delete()


def free_seat(interview: Interview, slot: Slot, *, now: datetime) -> int:
    """The seat it holds, else the lowest that nobody has or holds. Raises SlotTaken."""
    _refuse_overlap(interview, slot, now=now)
    taken = set(Booking.objects.filter(slot=slot, active=True).values_list("seat", flat=True))
    holds = SlotHold.objects.filter(slot=slot, until__gt=now)
    held = dict(holds.exclude(interview=interview).values_list("seat", "until"))
    own = list(holds.filter(interview=interview, seat__lte=slot.capacity).values_list("seat", flat=True))
    free = (seat for seat in [*own, *range(1, slot.capacity + 1)] if seat not in taken and seat not in held)
    seat: int | None = next(free, None)
    if seat is None:
        raise SlotHeld(min(held.values())) if held else SlotTaken
    return seat


def _refuse_overlap(interview: Interview, slot: Slot, *, now: datetime) -> None:
    """An interviewer meets one slot at a time; one slot may hold several people (group sessions)."""
    if slot.interviewer_id is None:
        return
    booked = Booking.objects.filter(
        active=True, interviewer=slot.interviewer_id, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )
    if booked.exclude(slot=slot).exclude(interview=interview).exists():
        raise InterviewerElsewhere
    held = SlotHold.objects.filter(
        until__gt=now,
        slot__interviewer=slot.interviewer_id,
        slot__starts_at__lt=slot.ends_at,
        slot__ends_at__gt=slot.starts_at,
    )
    until = held.exclude(slot=slot).exclude(interview=interview).aggregate(last=Max("until"))["last"]
    if until is not None:
        raise SlotHeld(until)
