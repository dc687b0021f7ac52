"""Whom to offer a time that opened: those waiting longest, seldom, and only where it helps them. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from company.policy import SpeakingHours
from scheduling.policy.vocabulary import Mode

WORTH_A_MESSAGE = timedelta(days=1)
"""So much earlier at least. Each day less counts; a few hours less are not worth a message and a doubt."""

MOST_OFFERS = 3  # for one application
ONE_OFFER_IN = timedelta(hours=24)  # for one person
ASKED_AT_ONCE = 3
"""One alone would often be asleep, at work or content; more than three would mostly be told no."""

TO_GET_THERE = timedelta(hours=2)  # between the end of the offer and the time itself
TO_READ_IT = timedelta(minutes=10)  # of speaking hours, so that the message leaves before the night
ABOUT_THAT_HOUR = timedelta(hours=2)
A_DAY = timedelta(days=1)
DAYS_AHEAD = 21
"""As far as rules open times by default."""


@dataclass(frozen=True)
class Opening:
    """A time with a free seat. ``opened_at``: made, or given back; who booked before has not seen it."""

    slot_id: int
    location_id: int
    mode: Mode
    starts_at: datetime
    opened_at: datetime


@dataclass(frozen=True)
class Standing:
    """A time that can be had all along; ``since`` None: for as long as anybody knows."""

    starts_at: datetime
    since: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """Somebody with a booked interview. ``since``: they applied. ``left``: a time before it they gave up."""

    interview_id: int
    application_id: int
    candidate_id: int
    location_id: int
    mode: Mode
    starts_at: datetime
    booked_at: datetime
    since: datetime
    offers: int = 0
    last_offer_at: datetime | None = None
    is_asked: bool = False
    asked_about: frozenset[int] = frozenset()
    left: datetime | None = None
    wants_none: bool = False


def whom_to_ask(
    time: Opening,
    waiting: Sequence[Waiting],
    *,
    now: datetime,
    standing: Sequence[Standing] = (),
    fits: Callable[[Waiting, Opening], bool] = lambda one, time: True,
) -> tuple[Waiting, ...]:
    """Up to three people to whom ``time`` is offered at once, who waited longest first; each person once.

    ``fits`` asks what the people themselves said about when they can come; ``standing`` are the other times
    to be had in the same way at the same place.
    """
    chosen: dict[int, Waiting] = {}
    for one in sorted(waiting, key=lambda one: (one.since, one.interview_id)):
        if one.candidate_id in chosen or not may_be_asked(one, time, now):
            continue
        if not _passed_over(one, time, standing) and fits(one, time):
            chosen[one.candidate_id] = one
        if len(chosen) == ASKED_AT_ONCE:
            break
    return tuple(chosen.values())


def may_be_asked(one: Waiting, time: Opening, now: datetime) -> bool:
    return _helps(one, time) and is_seldom(one, now) and time.slot_id not in one.asked_about


def _helps(one: Waiting, time: Opening) -> bool:
    """Clearly earlier, in the same way at the same place, and not there to be chosen when they booked."""
    return (
        (one.location_id, one.mode) == (time.location_id, time.mode)
        and time.starts_at + WORTH_A_MESSAGE <= one.starts_at
        and time.opened_at > one.booked_at
        and (one.left is None or time.starts_at > one.left)
    )


def _passed_over(one: Waiting, time: Opening, standing: Sequence[Standing]) -> bool:
    """A time like it stood free when they chose, and does still: they know of it, and chose otherwise."""
    return any(
        other.starts_at <= time.starts_at + A_DAY
        and (other.since is None or other.since <= one.booked_at)
        and other.starts_at + WORTH_A_MESSAGE <= one.starts_at
        and _hours_apart(other.starts_at, time.starts_at) <= ABOUT_THAT_HOUR
        for other in standing
    )


def _hours_apart(one: datetime, other: datetime) -> timedelta:
    """By the clock, whatever the day."""
    apart = (one - other) % A_DAY
    return min(apart, A_DAY - apart)


def is_seldom(one: Waiting, now: datetime) -> bool:
    """Whether they may be asked at all just now: not too often, none to answer, not against their wish."""
    rested = one.last_offer_at is None or now - one.last_offer_at >= ONE_OFFER_IN
    return not one.wants_none and not one.is_asked and one.offers < MOST_OFFERS and rested


def kept_until(starts_at: datetime, *, minutes: int, hours: SpeakingHours, now: datetime) -> datetime | None:
    """Until when a time is kept for those asked now, counting speaking hours alone.

    None when it could not be answered: nobody may be written to, or it starts too soon after.
    """
    if not hours.allows(now) or not hours.allows(now + TO_READ_IT):
        return None
    until, left = now, timedelta(minutes=max(minutes, 1))
    while until + left > hours.closing_after(until):
        left -= hours.closing_after(until) - until
        until = hours.next_allowed(hours.closing_after(until))
    until += left
    return until if until + TO_GET_THERE <= starts_at else None
