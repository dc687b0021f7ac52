"""Shown and found: of those shown about 30 %, how many did not come; in words, as a table, and drawn."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboard.scope import Scope
from noshow.services.learning import judged_notes
from scheduling.policy import InterviewState

NEWEST = 5000
"""Interviews; older ones tell of points that no longer count."""
FEW = 10
"""Fewer are listed, and not drawn."""
WIDE = 10
"""Per cent in one band."""
SIDE, LEFT, TOP = 260, 44, 24
"""The drawing's square and its margins."""


@dataclass(frozen=True)
class Band:
    """People shown about ``shown`` per cent; ``least`` and ``most`` hold the true share in 80 of 100."""

    count: int
    absent: int
    shown: int

    @property
    def found(self) -> int:
        """Per cent."""
        return round(100 * self.absent / self.count)

    @property
    def is_few(self) -> bool:
        return self.count < FEW

    @property
    def least(self) -> int:
        return round(100 * max(0.0, self._middle - self._reach))

    @property
    def most(self) -> int:
        return round(100 * min(1.0, self._middle + self._reach))

    @property
    def fits(self) -> bool:
        """What was shown lies inside what was found, give or take chance."""
        return self.least <= self.shown <= self.most

    @property
    def x(self) -> int:
        return LEFT + round(SIDE * self.shown / 100)

    @property
    def y(self) -> int:
        return _down(self.found)

    @property
    def y_least(self) -> int:
        return _down(self.least)

    @property
    def y_most(self) -> int:
        return _down(self.most)

    @property
    def radius(self) -> int:
        """Its area grows with the people, up to a thousand."""
        return round(4 + 7 * math.sqrt(min(self.count, 1000) / 1000))

    @property
    def _middle(self) -> float:
        """Wilson's interval: it holds for few and for shares near 0, too."""
        return (self.absent + _Z2 / 2) / (self.count + _Z2)

    @property
    def _reach(self) -> float:
        share = self.absent / self.count
        spread = share * (1 - share) / self.count + _Z2 / (4 * self.count**2)
        return math.sqrt(_Z2 * spread) / (1 + _Z2 / self.count)


_Z2 = 1.28**2


@dataclass(frozen=True)
class Calibration:
    bands: tuple[Band, ...]

    @property
    def count(self) -> int:
        return sum(band.count for band in self.bands)

    @property
    def drawn(self) -> list[Band]:
        return [band for band in self.bands if not band.is_few]

    @property
    def told(self) -> Band | None:
        """The band to say in words: the largest in which somebody was likely to stay away."""
        return max((band for band in self.drawn if band.shown >= WIDE), key=lambda b: b.count, default=None)

    @property
    def grid(self) -> list[tuple[int, int, int]]:
        """Per cent, and where that lies across and down."""
        return [(n, LEFT + round(SIDE * n / 100), _down(n)) for n in (0, 25, 50, 75, 100)]

    left, right, top, bottom = LEFT, LEFT + SIDE, TOP, TOP + SIDE


def _down(percent: int) -> int:
    return TOP + SIDE - round(SIDE * percent / 100)


def calibration(scope: Scope, *, now: datetime) -> Calibration:
    """Of the newest interviews with a note and an outcome, at the places this person sees."""
    notes = judged_notes(now)
    if scope.location or not scope.staff.sees_everything:
        notes = notes.filter(interview__in=scope.interviews())
    rows = notes.values_list("percent", "interview__state")[:NEWEST]
    return calibrated((percent, state == InterviewState.ABSENT) for percent, state in rows)


def calibrated(rows: Iterable[tuple[int, bool]]) -> Calibration:
    """From what was shown, in per cent, and whether they stayed away."""
    bands: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for percent, absent in rows:
        bands[min(percent, 99) // WIDE].append((percent, absent))
    return Calibration(tuple(_band(found) for _number, found in sorted(bands.items())))


def _band(found: list[tuple[int, bool]]) -> Band:
    shown = round(sum(percent for percent, _absent in found) / len(found))
    return Band(len(found), sum(absent for _percent, absent in found), shown)
