"""The first-contact promise, kept in opening hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def first_contact_due(now: datetime, *, minutes: int, opens: time, closes: time, zone: str) -> datetime:
    """When ``minutes`` of opening time have passed since ``now`` (aware).

    What is left at closing time is carried over to the next opening. A place that closes at or
    before it opens is open past midnight. The answer is aware, in the location's zone.
    """
    place = ZoneInfo(zone)
    left = timedelta(minutes=minutes)
    day = now.astimezone(place).date() - timedelta(days=1)
    while True:
        start = datetime.combine(day, opens, tzinfo=place)
        end = datetime.combine(day if closes > opens else day + timedelta(days=1), closes, tzinfo=place)
        begin = max(start.astimezone(ZoneInfo("UTC")), now.astimezone(ZoneInfo("UTC")))
        room = end.astimezone(ZoneInfo("UTC")) - begin
        if room >= left:
            return (begin + left).astimezone(place)
        left -= max(room, timedelta(0))
        day += timedelta(days=1)
