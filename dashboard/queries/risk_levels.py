"""How many of the interviews to come would be of low, middle and high risk under given cut-offs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from dashboard.queries.day_parts import midnight
from noshow.policy import Level, Model, assess, values_of
from noshow.services.knowing import known_of
from scheduling.models import Interview

MOST = 2000
"""The next so many are counted."""
DAYS = 7


@dataclass(frozen=True)
class Spread:
    """Interviews to come by level."""

    total: int
    low: int
    middle: int
    high: int

    @classmethod
    def of(cls, levels: Sequence[Level]) -> "Spread":
        found = Counter(levels)
        return cls(len(levels), found[Level.LOW], found[Level.MIDDLE], found[Level.HIGH])


@dataclass(frozen=True)
class Spreads:
    """``is_cut``: there are more than were counted."""

    today: Spread
    week: Spread
    is_cut: bool
    most: int = MOST


def spreads(model: Model, *, now: datetime) -> Spreads:
    """Of today's interviews still to come, and of those of seven days from today on."""
    end = midnight(_day(now) + timedelta(days=DAYS))
    coming = Interview.objects.booked().filter(starts_at__gt=now, starts_at__lt=end)
    found = list(coming.select_related("application").order_by("starts_at", "pk")[: MOST + 1])
    counted = found[:MOST]
    known = known_of(counted, now=now)
    levels = [(one, assess(values_of(known[one.pk].facts), model).level) for one in counted]
    today = [level for one, level in levels if one.starts_at and _day(one.starts_at) == _day(now)]
    return Spreads(Spread.of(today), Spread.of([level for _one, level in levels]), len(found) > MOST)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
