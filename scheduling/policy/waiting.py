"""How long people would wait for the first free time, beside what the company wants at most. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Wait:
    """In local days: ``days`` from today to the first free time, ``in_all`` from the day it began.

    ``limit`` is what the company wants at most.
    """

    days: int
    in_all: int
    limit: int

    @property
    def is_too_long(self) -> bool:
        """More times are needed; a long wait behind us alone is not mended by them."""
        return self.days > self.limit

    @property
    def began_before(self) -> bool:
        return self.in_all > self.days


def wait_until(first: datetime, *, since: datetime, now: datetime, limit: int, zone: str) -> Wait:
    """The wait for ``first``, the first free time that fits; ``since`` is the application or invitation."""
    local = ZoneInfo(zone)
    day = first.astimezone(local).date()
    days = (day - now.astimezone(local).date()).days
    in_all = (day - since.astimezone(local).date()).days
    return Wait(days=days, in_all=max(in_all, days), limit=limit)
