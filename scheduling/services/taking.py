"""The candidate takes one of the times they were shown."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from scheduling.models import Booking, Interview, Slot, SlotHold
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.holding import hold_seat
from scheduling.services.inviting import take_up
from scheduling.services.locking import StalePage, lock_interview, locked_application, retried
from scheduling.services.seats import SlotTaken

T = TypeVar("T")


def take_time(
    interview: Interview, slot: Slot, *, now: datetime, version: int | None, reason: str = ""
) -> Booking:
    """Book it, or the same time with a colleague when this seat was lost. Raises what ``book`` raises.

    After the deadline of an invitation a time can still be chosen: the invitation stands again.
    """
    if interview.state == InterviewState.LAPSED:
        return retried(lambda: _take_late(interview, slot, now=now, version=version))

    def take(one: Slot) -> Booking:
        return book(interview, one, now=now, version=version, reason=reason)

    return _first_free(interview, slot, take, now=now)


def keep_time(interview: Interview, slot: Slot, *, now: datetime, version: int | None) -> SlotHold:
    """Keep it for them while they read on, or the same time with a colleague. Raises what holding raises."""

    def keep(one: Slot) -> SlotHold:
        return hold_seat(interview, one, now=now, version=version)

    return _first_free(interview, slot, keep, now=now)


def _first_free(interview: Interview, slot: Slot, take: Callable[[Slot], T], *, now: datetime) -> T:
    """This slot, else the others of the same time, place and way: they are shown as one time."""
    try:
        return take(slot)
    except SlotTaken:
        same = Slot.objects.open(now, for_interview=interview).filter(
            location=slot.location_id, mode=slot.mode, starts_at=slot.starts_at, ends_at=slot.ends_at
        )
        for other in same.exclude(pk=slot.pk):
            with suppress(SlotTaken):
                return take(other)
        raise


@transaction.atomic
def _take_late(interview: Interview, slot: Slot, *, now: datetime, version: int | None) -> Booking:
    interview.application = locked_application(interview.application_id)
    lock_interview(interview)
    if version is not None and version != interview.version:
        raise StalePage
    if interview.state == InterviewState.LAPSED:
        take_up(interview, now=now)
    return take_time(interview, slot, now=now, version=interview.version)
