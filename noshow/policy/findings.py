"""What the figures say should be done, by stated rules; the heaviest first. Pure.

A finding's weight is how many people it is about: those missed above what the whole would lead one to expect.
Nothing is found in few cases, and where nothing is found nothing is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from noshow.policy.rates import Rate, stands_out

TOLD_AT_LEAST, TOLD_SHARE = 3, 0.05
MISSED_AT_LEAST, MISSED_SHARE = 5, 0.05
UNKNOWN_AT_LEAST = 3
SLOW_SHARE = 0.3


class About(StrEnum):
    UNCONFIRMED = "unconfirmed"  # who has not confirmed stays away more often
    LONG_WAIT = "long_wait"  # so do those who wait long for their interview
    SOURCE = "source"
    SLOW_STORE = "slow_store"  # first contact is late there
    SLOW = "slow"  # first contact is late everywhere
    TOLD = "told"  # 話が違う, job by job
    UNREACHED = "unreached"  # messages that do not arrive, channel by channel
    UNKNOWN = "unknown"  # nobody recorded how interviews went
    OURS = "ours"  # they came, and nobody was there


@dataclass(frozen=True)
class Found:
    """``key``: the place, title, source, channel or span of days that it is about."""

    about: About
    key: str
    rate: Rate
    whole: Rate
    weight: float


@dataclass(frozen=True)
class Seen:
    """What the rules look at: absences of known outcomes by property, and what went before them."""

    absences: Rate
    confirmed: Mapping[str, Rate] = field(default_factory=dict)
    lead: Mapping[str, Rate] = field(default_factory=dict)
    sources: Mapping[str, Rate] = field(default_factory=dict)
    late: Rate = Rate(0, 0)  # noqa: RUF009  never changed
    late_by_place: Mapping[str, Rate] = field(default_factory=dict)
    told_by_title: Mapping[str, Rate] = field(default_factory=dict)
    missed_by_channel: Mapping[str, Rate] = field(default_factory=dict)
    unknown: Rate = Rate(0, 0)  # noqa: RUF009  never changed
    ours_by_place: Mapping[str, Rate] = field(default_factory=dict)


def findings(seen: Seen) -> list[Found]:
    """The heaviest first; of one kind only the heaviest, so that three of them are three things to do."""
    heaviest: dict[About, Found] = {}
    for one in (*_absences(seen), *_contacts(seen), *_others(seen)):
        known = heaviest.get(one.about)
        if known is None or one.weight > known.weight:
            heaviest[one.about] = one
    return sorted(heaviest.values(), key=lambda one: (-one.weight, one.about))


def _absences(seen: Seen) -> Iterator[Found]:
    groups = (
        (About.UNCONFIRMED, {key: rate for key, rate in seen.confirmed.items() if key == "no"}),
        (About.LONG_WAIT, {key: rate for key, rate in seen.lead.items() if key in {"5-7", "8-"}}),
        (About.SOURCE, seen.sources),
    )
    for about, rates in groups:
        for key, rate in rates.items():
            if stands_out(rate, seen.absences):
                yield Found(about, key, rate, seen.absences, _excess(rate, seen.absences))


def _contacts(seen: Seen) -> Iterator[Found]:
    for place, rate in seen.late_by_place.items():
        if stands_out(rate, seen.late):
            yield Found(About.SLOW_STORE, place, rate, seen.late, _excess(rate, seen.late))
    if not seen.late.is_small and (seen.late.share or 0) >= SLOW_SHARE:
        yield Found(About.SLOW, "", seen.late, seen.late, seen.late.hits - SLOW_SHARE * seen.late.cases)


def _others(seen: Seen) -> Iterator[Found]:
    for title, rate in seen.told_by_title.items():
        if rate.hits >= TOLD_AT_LEAST and (rate.share or 0) >= TOLD_SHARE:
            yield Found(About.TOLD, title, rate, rate, rate.hits)
    for channel, rate in seen.missed_by_channel.items():
        if rate.hits >= MISSED_AT_LEAST and (rate.share or 0) >= MISSED_SHARE:
            yield Found(About.UNREACHED, channel, rate, rate, rate.hits - MISSED_SHARE * rate.cases)
    if seen.unknown.hits >= UNKNOWN_AT_LEAST:
        yield Found(About.UNKNOWN, "", seen.unknown, seen.unknown, seen.unknown.hits)
    for place, rate in seen.ours_by_place.items():
        if rate.hits:
            yield Found(About.OURS, place, rate, rate, 2.0 * rate.hits)


def _excess(part: Rate, whole: Rate) -> float:
    return part.hits - (whole.share or 0) * part.cases
