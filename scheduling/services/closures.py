"""Days and hours in which nobody is met. Booked interviews are shown, never cancelled by a closure."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from company.models import Staff
from company.services.trail import record
from scheduling.models import Closure, Interview, Slot
from scheduling.policy import InterviewState
from scheduling.services.lanes import lock_lanes
from scheduling.services.supplying import Supplied, lanes_of, supply_lanes


class ClosureInThePast(Exception):
    """It would be over already."""


@dataclass(frozen=True)
class Effect:
    """What a closure would do: so many open times are offered no longer, and who is booked then."""

    open_times: int
    booked: tuple[Interview, ...]


@transaction.atomic
def close(closure: Closure, *, by: Staff, now: datetime) -> Supplied:
    """Save it and take the free times of rules in it away. Raises ClosureInThePast."""
    if closure.ends_at <= now:
        raise ClosureInThePast
    lanes = lock_lanes(lanes_of(location=closure.location, interviewer=closure.interviewer))
    closure.save()
    record("closure_made", closure, now=now, by=by)
    return supply_lanes(lanes, now=now)


@transaction.atomic
def open_again(closure: Closure, *, by: Staff, now: datetime) -> Supplied:
    """Take a closure back; the rules give their times again."""
    lanes = lock_lanes(lanes_of(location=closure.location, interviewer=closure.interviewer))
    record("closure_taken_back", closure, now=now, by=by)
    closure.delete()
    return supply_lanes(lanes, now=now)


def effect_of(closure: Closure, *, now: datetime) -> Effect:
    """What it would do when saved, or gave back once it is deleted; past times do not count."""
    slots = Slot.objects.filter(
        _where(closure),
        starts_at__lt=closure.ends_at,
        ends_at__gt=max(closure.starts_at, now),
    )
    return Effect(slots.open(now).count(), tuple(booked_in(closure, now=now)))


def booked_in(closure: Closure, *, now: datetime) -> QuerySet[Interview]:
    """The interviews to come that lie in it, soonest first."""
    return (
        Interview.objects.filter(
            _where(closure, "bookings__slot__"),
            state=InterviewState.BOOKED,
            bookings__active=True,
            bookings__starts_at__lt=closure.ends_at,
            bookings__ends_at__gt=max(closure.starts_at, now),
        )
        .select_related("application__candidate", "application__job__location")
        .order_by("starts_at", "pk")
    )


def _where(closure: Closure, prefix: str = "") -> Q:
    where = Q()
    if closure.location_id is not None:
        where &= Q(**{f"{prefix}location": closure.location_id})
    if closure.interviewer_id is not None:
        where &= Q(**{f"{prefix}interviewer": closure.interviewer_id})
    return where
