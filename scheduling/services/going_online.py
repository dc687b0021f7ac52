"""A slot at the place becomes a meeting on the web: whoever sits there keeps their time and need not come."""

from datetime import datetime

from django.db import IntegrityError, transaction

from candidates.services.locking import lock_person
from company.models import Staff
from company.services.trail import record
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import Mode
from scheduling.services.locking import locked_slots
from scheduling.services.slot_changes import SlotChanged, SlotPast, tell_seated
from scheduling.services.slots import MeetingLinkMissing, SlotExists
from scheduling.services.supplying import take_out_of_rule

__all__ = ["MeetingLinkMissing", "SlotChanged", "SlotExists", "SlotPast", "hold_at_the_place", "hold_online"]


def hold_online(slot: Slot, online_url: str, *, by: Staff, now: datetime) -> list[Interview]:
    """Returns whom it concerns. Nothing changes for a slot that is online already.

    Raises SlotPast, MeetingLinkMissing, SlotChanged, SlotExists when they offer an online time then already.
    """
    if not online_url:
        raise MeetingLinkMissing
    return _change(slot.pk, Mode.ONLINE, online_url, by=by, now=now)


def hold_at_the_place(slot: Slot, *, by: Staff, now: datetime) -> list[Interview]:
    """The way back. Raises SlotPast, SlotExists, SlotChanged."""
    return _change(slot.pk, Mode.ONSITE, "", by=by, now=now)


@transaction.atomic
def _change(slot_id: int, mode: Mode, online_url: str, *, by: Staff, now: datetime) -> list[Interview]:
    people = _people(slot_id)
    for candidate_id in sorted(people):
        lock_person(candidate_id)
    slot = locked_slots([slot_id])[slot_id]
    if _people(slot_id) != people:
        raise SlotChanged
    if slot.mode == mode:
        return []
    if slot.starts_at <= now:
        raise SlotPast
    _save(slot, mode, online_url, by=by, now=now)
    return tell_seated(slot, by=by, now=now)


def _people(slot_id: int) -> set[int]:
    seats = Booking.objects.filter(slot=slot_id, active=True)
    return set(seats.values_list("interview__application__candidate", flat=True))


def _save(slot: Slot, mode: Mode, online_url: str, *, by: Staff, now: datetime) -> None:
    same = Slot.objects.filter(interviewer=slot.interviewer_id, location=slot.location_id, mode=mode)
    same = same.filter(starts_at=slot.starts_at).exclude(pk=slot.pk)
    if slot.interviewer_id is not None and same.filter(bookings__active=True).exists():
        raise SlotExists
    if slot.interviewer_id is not None and same.exists():
        if same.filter(bookings__isnull=False).exists():
            raise SlotExists  # what it was stays on record
        same.delete()
    was, slot.mode, slot.online_url = slot.mode, mode, online_url
    try:
        with transaction.atomic():
            slot.save(update_fields=["mode", "online_url"])
            take_out_of_rule(slot, former_id=slot.interviewer_id, now=now)
    except IntegrityError as error:
        raise SlotExists from error
    record("slot_changed", slot, now=now, by=by, fields=["mode"], was=str(was))
