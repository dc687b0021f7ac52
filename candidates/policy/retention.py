"""How long a person is remembered after the last decision."""

from calendar import monthrange
from datetime import datetime


def kept_since(now: datetime, *, months: int) -> datetime:
    """What was decided before this moment is ``months`` calendar months old. ``now`` is in local time.

    On a month's last day it reaches to the end of the earlier month, so that what was decided on 31 August
    is erased on 28 February and not three days later than promised.
    """
    month = now.year * 12 + now.month - 1 - months
    year, month = month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    is_last = now.day == monthrange(now.year, now.month)[1]
    return now.replace(year=year, month=month, day=last if is_last else min(now.day, last))
