"""Lengths of time as codes that can be counted, and the middle one of many. Pure.

Under three hours a length is told in minutes, under three days in hours, else in days: as precisely as
anybody would say it. Codes keep the order of the lengths: the middle of the codes is the code of the middle.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

MINUTES_UNDER, HOURS_UNDER = 180, 72


class Span(NamedTuple):
    """``unit`` is m, h or d."""

    unit: str
    length: int

    @property
    def code(self) -> str:
        return f"{self.unit}{self.length}"

    @property
    def minutes(self) -> int:
        return self.length * {"m": 1, "h": 60, "d": 1440}[self.unit]


def span_of(length: timedelta) -> Span:
    """Whole units that have passed; what lies before the start counts as nothing."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < MINUTES_UNDER:
        return Span("m", minutes)
    if minutes < HOURS_UNDER * 60:
        return Span("h", minutes // 60)
    return Span("d", minutes // 1440)


def span_from(code: str) -> Span:
    return Span(code[0], int(code[1:]))


def middle(counts: Mapping[str, int]) -> Span | None:
    """The median of the lengths behind ``counts`` (the lower one of two), or None when there is none."""
    total = sum(counts.values())
    passed = 0
    for span in sorted(map(span_from, counts), key=lambda one: one.minutes):
        passed += counts[span.code]
        if passed * 2 >= total:
            return span
    return None


def under(counts: Mapping[str, int], minutes: int, *, at_least: int = 0) -> int:
    """How many lengths lie in ``at_least`` ≤ length < ``minutes``; both fall on the codes' own edges."""
    return sum(n for code, n in counts.items() if at_least <= span_from(code).minutes < minutes)
