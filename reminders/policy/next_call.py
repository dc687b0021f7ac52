"""When to try again by telephone: inside their hours, while somebody is there to call. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from candidates.policy.reachable import Reachable

STEP = timedelta(minutes=15)
SOONEST = timedelta(hours=1)
LATEST = timedelta(days=7)
DAYPARTS = (time(11), time(14), time(17))
"""Where a day falls into morning, noon, afternoon and evening: another part is the better try."""


@dataclass(frozen=True)
class Place:
    """The store's local hours; a store that closes at or before it opens is open past midnight."""

    opens: time
    closes: time
    zone: str
    closed_weekdays: frozenset[int] = frozenset()

    def is_open(self, local: datetime) -> bool:
        clock = local.time()
        if self.opens < self.closes:
            return local.weekday() not in self.closed_weekdays and self.opens <= clock < self.closes
        evening = local.weekday() not in self.closed_weekdays and clock >= self.opens
        return evening or ((local.weekday() - 1) % 7 not in self.closed_weekdays and clock < self.closes)


@dataclass(frozen=True)
class Next:
    """``suits`` is False when no time suits both; then it is a time when we are there to call."""

    at: datetime
    suits: bool


def next_attempt(
    now: datetime,
    *,
    place: Place,
    wish: Reachable,
    quiet_from: time,
    quiet_until: time,
    tried: Collection[datetime] = (),
    before: datetime | None = None,
) -> Next | None:
    """The next quarter of an hour, at least an hour from ``now``, that suits them and us.

    Calls in vain speak against their part of the day while another part is left within two days.
    ``quiet_from`` and ``quiet_until`` bound the night, when nobody is rung. Before ``before`` (the interview,
    the end of a deadline) it still helps; None when no time is left.
    """
    zone = ZoneInfo(place.zone)
    end = min(now + LATEST, before) if before else now + LATEST
    ours = [
        at
        for at in _quarters(now + SOONEST, end)
        if place.is_open(local := at.astimezone(zone)) and quiet_until <= local.time() < quiet_from
    ]
    if not ours:
        return None
    theirs = [at for at in ours if wish.suits(at.astimezone(zone))]
    chosen = _fresh(theirs or ours, [at.astimezone(zone) for at in tried], zone)
    return Next(chosen.astimezone(zone), suits=bool(theirs))


def _quarters(start: datetime, end: datetime) -> Iterator[datetime]:
    """Every full quarter of an hour from ``start``, before ``end``."""
    over = (start - datetime.min.replace(tzinfo=start.tzinfo)) % STEP
    at = start if not over else start + STEP - over
    while at < end:
        yield at
        at += STEP


def _fresh(times: Sequence[datetime], tried: Sequence[datetime], zone: ZoneInfo) -> datetime:
    """The first in a part of the day that was not tried, if there is one within two days of the first."""
    used = {_daypart(at.time()) for at in tried}
    soon = times[0] + timedelta(days=2)
    return next(
        (at for at in times if at < soon and _daypart(at.astimezone(zone).time()) not in used), times[0]
    )


def _daypart(clock: time) -> int:
    return sum(clock >= edge for edge in DAYPARTS)
