"""Stretches of time on plain values: which overlap, and what is left beside them."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta(0)


@dataclass(frozen=True, order=True)
class Span:
    """From ``starts_at`` up to, not including, ``ends_at``; both aware."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def widened(self, by: timedelta) -> "Span":
        return Span(self.starts_at - by, self.ends_at + by)


class Blocked:
    """Many spans, asked often: whether one more overlaps any of them."""

    def __init__(self, spans: Iterable[Span], *, margin: timedelta = NOTHING) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        for span in sorted(span.widened(margin) if margin else span for span in spans):
            if self._ends and span.starts_at <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.ends_at)
            else:
                self._starts.append(span.starts_at)
                self._ends.append(span.ends_at)

    def hits(self, span: Span) -> bool:
        before = bisect_left(self._starts, span.ends_at)  # the last that begins before it ends
        return before > 0 and self._ends[before - 1] > span.starts_at
