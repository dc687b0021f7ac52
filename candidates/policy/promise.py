"""The first-contact promise, kept in opening hours."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")
WEEK = frozenset(range(7))


@dataclass(frozen=True)
class OpeningHours:
    """When a place is open: the same local hours on every day but ``closed_on`` (Monday is 0).

    A place that closes at or before it opens is open past midnight; such a night belongs to the day it
    began on. A place closed on all seven days is taken as open on all of them: a promise that is never
    due would be none.
    """

    opens: time
    closes: time
    zone: str
    closed_on: frozenset[int] = frozenset()

    @classmethod
    def of(cls, opens: time, closes: time, zone: str, closed_weekdays: Collection[object]) -> "OpeningHours":
        """From what a form or the administration has stored; what is no weekday is left out."""
        closed = frozenset(int(str(one)) for one in closed_weekdays if str(one).isdecimal()) & WEEK
        return cls(opens, closes, zone, frozenset() if closed == WEEK else closed)

    def after(self, now: datetime, minutes: int) -> datetime:
        """When ``minutes`` of opening time have passed since ``now`` (aware); aware, in the place's zone.

        What is left at closing time is carried over to the next opening.
        """
        left = timedelta(minutes=minutes)
        for begin, end in self._spans(now):
            if end - begin >= left:
                return (begin + left).astimezone(ZoneInfo(self.zone))
            left -= end - begin
        raise AssertionError("unreachable: a place opens at least once a week")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of opening time from ``start`` to ``end`` (both aware); 0 when it is not later."""
        open_for = timedelta(0)
        for begin, closing in self._spans(start):
            if begin >= end:
                break
            open_for += min(closing, end.astimezone(UTC)) - begin
        return int(open_for.total_seconds() // 60)

    def _spans(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the present opening, and those to come, without end; in UTC, as clocks change."""
        place, present = ZoneInfo(self.zone), now.astimezone(UTC)
        day = now.astimezone(place).date() - timedelta(days=1)
        while True:
            if day.weekday() not in self.closed_on:
                last = day if self.closes > self.opens else day + timedelta(days=1)
                start = datetime.combine(day, self.opens, tzinfo=place).astimezone(UTC)
                end = datetime.combine(last, self.closes, tzinfo=place).astimezone(UTC)
                if end > present:
                    yield max(start, present), end
            day += timedelta(days=1)


def first_contact_due(
    now: datetime,
    *,
    minutes: int,
    opens: time,
    closes: time,
    zone: str,
    closed_weekdays: Collection[object] = (),
) -> datetime:
    """When ``minutes`` of opening time have passed since ``now`` (aware); in the location's zone."""
    return OpeningHours.of(opens, closes, zone, closed_weekdays).after(now, minutes)
