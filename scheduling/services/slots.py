"""Making times to be met, singly and as a repeated series, and withdrawing them."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from company.models import Location, Staff
from company.services.trail import record
from scheduling.models import Booking, Slot
from scheduling.policy import LONGEST_SERIES, Mode, series_starts


class SlotRefused(Exception):
    """The slot cannot be made like this; ``code`` says why."""

    code = ""


class SlotInThePast(SlotRefused):
    code = "past"


class SlotExists(SlotRefused):
    """The same time, place, way and interviewer are offered already."""

    code = "exists"


class MeetingLinkMissing(SlotRefused):
    """An online interview needs its link before anybody is invited to it."""

    code = "no_link"


class SeriesTooLong(SlotRefused):
    code = "too_many"


class SlotBooked(Exception):
    """Somebody is booked on it: move or cancel their interview first."""


def create_slot(
    *,
    location: Location,
    starts_at: datetime,
    now: datetime,
    minutes: int = 30,
    mode: Mode = Mode.ONSITE,
    interviewer: Staff | None = None,
    online_url: str = "",
    capacity: int = 1,
    by: Staff | None = None,
    series: UUID | None = None,
) -> Slot:
    """Offer a time; one that was withdrawn is offered again. Raises a SlotRefused."""
    if starts_at <= now:
        raise SlotInThePast
    if mode == Mode.ONLINE and not online_url:
        raise MeetingLinkMissing
    wanted = Slot(
        location=location,
        interviewer=interviewer,
        mode=mode,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        online_url=online_url if mode == Mode.ONLINE else "",
        capacity=capacity,
        series=series,
        made_at=now,
    )
    with transaction.atomic():
        slot = _offer(wanted)
        record("slot_created", slot, now=now, by=by)
    return slot


def _offer(wanted: Slot) -> Slot:
    """Save it, in place of a withdrawn one. The database cannot tell slots without an interviewer apart,
    so we look first."""
    standing = (
        Slot.objects.select_for_update(no_key=True)
        .filter(location=wanted.location, interviewer=wanted.interviewer)
        .filter(mode=wanted.mode, starts_at=wanted.starts_at)
        .first()
    )
    if standing is not None:
        if standing.is_open:
            raise SlotExists
        standing.holds.all().delete()  # of the time as it was before it was withdrawn
        wanted.pk = standing.pk
        wanted.save(force_update=True)
        return wanted
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        raise SlotExists from error
    return wanted


def create_series(
    first: datetime,
    weekdays: Collection[int],
    until: date,
    *,
    location: Location,
    now: datetime,
    minutes: int = 30,
    day_ends: time | None = None,
    mode: Mode = Mode.ONSITE,
    interviewer: Staff | None = None,
    online_url: str = "",
    capacity: int = 1,
    by: Staff | None = None,
) -> list[Slot]:
    """Offer the same local times on every chosen weekday (Monday is 0) through ``until``.

    With ``day_ends`` slots follow back to back (``scheduling.policy.series_starts``).

    Times past or offered already are left out. Raises SeriesTooLong beyond 400, MeetingLinkMissing.
    """
    zone = location.zone
    starts = series_starts(first, weekdays, until, minutes=minutes, day_ends=day_ends, zone=zone)
    if len(starts) > LONGEST_SERIES:
        raise SeriesTooLong
    made: list[Slot] = []
    series = uuid4()
    with transaction.atomic():
        for starts_at in starts:
            try:
                slot = create_slot(
                    location=location, starts_at=starts_at, now=now, minutes=minutes, mode=mode, by=by,
                    interviewer=interviewer, online_url=online_url, capacity=capacity, series=series,
                )  # fmt: skip
            except (SlotInThePast, SlotExists):
                continue
            made.append(slot)
    return made


@transaction.atomic
def withdraw_slot(slot: Slot, *, by: Staff, now: datetime) -> None:
    """Offer it no longer; withdrawing twice is fine. Raises SlotBooked."""
    held = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if Booking.objects.filter(slot=held, active=True).exists():
        raise SlotBooked
    slot.is_open = False
    if held.is_open:
        slot.save(update_fields=["is_open"])
        record("slot_withdrawn", held, now=now, by=by)


@transaction.atomic
def reopen_slot(slot: Slot, *, by: Staff, now: datetime) -> None:
    """Offer a withdrawn time again as it was, its rule's still. Raises SlotInThePast, SlotExists."""
    held = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if held.starts_at <= now:
        raise SlotInThePast
    if held.is_open:
        raise SlotExists
    held.holds.all().delete()  # of the time as it was before it was withdrawn
    slot.is_open, slot.made_at = True, now
    slot.save(update_fields=["is_open", "made_at"])
    record("slot_reopened", held, now=now, by=by)
