"""Which open times somebody is shown, and in which order. Pure.

Soonest first; what suits them stands above what does not; and of many times the first few days are shown,
so that a page on a phone stays short.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from candidates.policy import Coming

AT_LEAST, DAYS_AT_LEAST = 5, 2
A_DAY_AT_MOST = 6
"""Of one day on the first page; the others of that day are one press away."""


@dataclass(frozen=True)
class OpenTime:
    """A slot that can be had; moments are aware, ``mode`` is how they would meet."""

    key: int
    starts_at: datetime
    ends_at: datetime
    mode: str


@dataclass(frozen=True)
class Offer:
    """``fitting`` first; ``others`` are open too, but not when or how they said they can come."""

    fitting: tuple[OpenTime, ...]
    others: tuple[OpenTime, ...]

    def is_scarce(self, at_least: int = AT_LEAST) -> bool:
        """Fewer fitting times, or on fewer days, than somebody should have to choose from."""
        days = {time.starts_at.date() for time in self.fitting}
        return len(self.fitting) < at_least or len(days) < DAYS_AT_LEAST

    def keys(self) -> tuple[int, ...]:
        return tuple(time.key for time in (*self.fitting, *self.others))


def offer(times: Iterable[OpenTime], coming: Coming, zone: str) -> Offer:
    """Put in order what is open for somebody; ``zone`` is the location's, in which their hours are meant."""
    local = ZoneInfo(zone)
    ordered = sorted(
        (
            OpenTime(one.key, one.starts_at.astimezone(local), one.ends_at.astimezone(local), one.mode)
            for one in times
        ),
        key=lambda one: (one.starts_at, one.key),
    )
    fits = [coming.suits(one.starts_at, one.ends_at) and coming.suits_way(one.mode) for one in ordered]
    return Offer(
        fitting=tuple(one for one, does in zip(ordered, fits, strict=True) if does),
        others=tuple(one for one, does in zip(ordered, fits, strict=True) if not does),
    )


def distinct(times: Iterable[OpenTime], prefer: int | None = None) -> list[OpenTime]:
    """One of each time and way, however many people could meet them then; ``prefer`` is a key."""
    chosen: dict[tuple[datetime, datetime, str], OpenTime] = {}
    for one in times:
        same = (one.starts_at, one.ends_at, one.mode)
        if same not in chosen or one.key == prefer:
            chosen[same] = one
    return list(chosen.values())


def first_days(times: Sequence[OpenTime], at_least: int = AT_LEAST) -> tuple[tuple[OpenTime, ...], ...]:
    """The soonest whole days that together hold ``at_least`` times, over two days where there are two.

    ``times`` are in order. A day counts with no more than what is shown of it at first.
    """
    shown: list[tuple[OpenTime, ...]] = []
    for day in by_day(times):
        if len(shown) >= DAYS_AT_LEAST and sum(min(len(one), A_DAY_AT_MOST) for one in shown) >= at_least:
            break
        shown.append(day)
    return tuple(shown)


def by_day(times: Iterable[OpenTime]) -> list[tuple[OpenTime, ...]]:
    """Times of each local day together."""

    def day(time: OpenTime) -> date:
        return time.starts_at.date()

    return [tuple(some) for _day, some in groupby(times, key=day)]


def spread(parts: Sequence[Sequence[OpenTime]], at_most: int = A_DAY_AT_MOST) -> frozenset[int]:
    """Keys of the times shown at first of one day: taken in turn from its parts, the soonest of each."""
    turns = max((len(part) for part in parts), default=0)
    in_turn = [part[turn].key for turn in range(turns) for part in parts if turn < len(part)]
    return frozenset(in_turn if len(in_turn) <= at_most else in_turn[:at_most])
