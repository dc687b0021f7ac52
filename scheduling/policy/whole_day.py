"""When a place's whole day changes for reasons of ours: a storm, an illness. Plain Python."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TAKEN_BACK_WITHIN = timedelta(minutes=1)
"""Nobody is told before: until then the change of a day can be taken back as if it had not been."""


class DayReason(StrEnum):
    """Why; kept with each interview it concerned, and said to its person in a few words."""

    WEATHER = "day_weather"
    ILLNESS = "day_illness"
    CLOSED = "day_closed"
    TROUBLE = "day_trouble"
    OTHER = "day_other"


def same_hour_on(moment: datetime, day: date, zone: str) -> datetime:
    """The same local time on another day, whatever the clocks did between; aware, in ``zone``."""
    local = moment.astimezone(ZoneInfo(zone))
    return datetime.combine(day, local.time(), tzinfo=ZoneInfo(zone))


def bounds_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a local day, and of the next."""
    start = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(zone))
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(zone))
    return start, end
