"""Moments as whole seconds since 1970, and as both databases read them. Quick, for there are millions."""

from datetime import UTC, datetime, timedelta
from functools import cache

MINUTE, HOUR, DAY = 60, 3600, 86_400
TOKYO = 9 * HOUR
_CLOCK = [f"{s // HOUR:02d}:{s // MINUTE % 60:02d}:{s % 60:02d}" for s in range(DAY)]


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def text(moment: int) -> str:
    """UTC, without saying so: PostgreSQL's session is in UTC, SQLite stores it like that."""
    return f"{_day(moment // DAY)} {_CLOCK[moment % DAY]}"


@cache
def _day(number: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)).date().isoformat()


def local_day(moment: int) -> int:
    """The number of the day in Japan."""
    return (moment + TOKYO) // DAY


def at_local(day: int, minutes: int) -> int:
    """So many minutes after midnight in Japan."""
    return day * DAY + minutes * MINUTE - TOKYO


def words(moment: int) -> str:
    """「6月11日(木) 13:00」, as texts say it."""
    local = datetime.fromtimestamp(moment + TOKYO, UTC)
    return f"{local.month}月{local.day}日({'月火水木金土日'[local.weekday()]}) {local:%H:%M}"
