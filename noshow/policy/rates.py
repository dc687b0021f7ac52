"""Rates with their uncertainty: what few cases can say, and what they cannot. Pure."""

from dataclasses import dataclass
from math import sqrt

FEW = 20
"""Below so many cases a rate is shown with its interval and neither ranked nor marked."""
MUCH_MORE = 1.4
"""From so many times the whole's rate on, a rate is worth a mark, if its interval lies above the whole's."""
Z95 = 1.959964


@dataclass(frozen=True)
class Rate:
    """``hits`` of ``cases``."""

    hits: int
    cases: int

    @property
    def share(self) -> float | None:
        return self.hits / self.cases if self.cases else None

    @property
    def is_small(self) -> bool:
        return self.cases < FEW

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.cases)

    @property
    def rest(self) -> "Rate":
        """The others: who came, of how many did not."""
        return Rate(self.cases - self.hits, self.cases)


def wilson(hits: int, cases: int, z: float = Z95) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); 0 to 1 when nothing is known."""
    if not cases:
        return 0.0, 1.0
    share = hits / cases
    scale = 1 + z * z / cases
    centre = (share + z * z / (2 * cases)) / scale
    reach = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / scale
    return max(centre - reach, 0.0), min(centre + reach, 1.0)


def stands_out(part: Rate, whole: Rate) -> bool:
    """Enough cases, much more than the whole, and more than chance would do."""
    if part.is_small or whole.share is None or part.share is None or not part.hits:
        return False
    return part.share >= MUCH_MORE * whole.share and part.interval[0] > whole.share


def has_changed(now: Rate, before: Rate) -> bool:
    """Whether two rates differ by more than chance: the intervals of neither hold the other's share."""
    if now.share is None or before.share is None or now.is_small or before.is_small:
        return False
    low, high = now.interval
    earlier_low, earlier_high = before.interval
    return not (low <= before.share <= high or earlier_low <= now.share <= earlier_high)
