"""What is inside a calendar file, found in a process of its own: a file may be written to keep us counting.

``feeds_parsing`` starts this file as a program, gives it the calendar and reads the answer. It knows neither
Django nor the rest of the product, so that it starts quickly, and bounds itself: its starter may be gone.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, vRecur

MOST_EVENTS = 5000
MOST_SERIES = 500
MOST_OCCURRENCES = 20_000
MOST_A_DAY = 24
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
OUT_OF_MEMORY = 3  # how the program ends then
Busy = tuple[str, str, str]  # the event's UID if it is a UUID, and from when to when


class Refused(Exception):
    """``args[0]``: the code of the FeedRefused it becomes."""


def busy_times(file: bytes, start: datetime, end: datetime, zone: ZoneInfo) -> list[Busy]:
    found: list[Busy] = []
    for calendar in _calendars(file):
        for event in _occurrences(calendar, start, end):
            if not _is_busy(event):
                continue
            begins, ends = _times(event, zone)
            if begins < min(ends, end) and ends > start:
                found.append((_uuid(event), begins.isoformat(), ends.isoformat()))
    return found


def _calendars(file: bytes) -> list[Calendar]:
    text = file.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise Refused("not_calendar")
    calendars = [one for one in Calendar.from_ical(text, multiple=True) if isinstance(one, Calendar)]
    if not calendars:  # nothing in it was ever closed: cut off on the way
        raise Refused("not_calendar")
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    series = [event for event in events if "RRULE" in event]
    if len(events) > MOST_EVENTS or len(series) > MOST_SERIES:
        raise Refused("too_many")
    for event in series:
        for rule in _rules(event):
            _check(rule)
    return calendars


def _rules(event: Component) -> Iterator[vRecur]:
    rules = event["RRULE"]
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, vRecur):
            raise Refused("not_calendar")
        yield rule


def _check(rule: vRecur) -> None:
    """Nobody meets hourly: that only keeps us counting, and a rule that steps nowhere does so for ever."""
    a_day = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= len(rule.get(part, [0]))
    if TOO_OFTEN & {str(word).upper() for word in rule.get("FREQ", [])} or a_day > MOST_A_DAY:
        raise Refused("too_many")
    if any(int(step) < 1 for step in rule.get("INTERVAL", [1])):
        raise Refused("not_calendar")


def _occurrences(calendar: Calendar, start: datetime, end: datetime) -> list[Component]:
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    if len(found) > MOST_OCCURRENCES:
        raise Refused("too_many")
    return [event for event in found if isinstance(event, Component)]


def _is_busy(event: Component) -> bool:
    return (
        str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() != "FREE"
    )


def _uuid(event: Component) -> str:
    """Ours look like that; anybody else's is nothing to us."""
    try:
        return str(UUID(str(event.get("UID", "")).partition("@")[0]))
    except ValueError:
        return ""


def _times(event: Component, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = _value(event, "DTSTART")
    ends = _value(event, "DTEND") if "DTEND" in event else begins
    if not isinstance(begins, datetime) and ends == begins:
        ends = begins + timedelta(days=1)
    return _moment(begins, zone), _moment(ends, zone)


def _value(event: Component, name: str) -> date:
    """A day or a moment; the library's types allow for everything a calendar could hold there."""
    value = getattr(event[name], "dt", None)
    if not isinstance(value, date):
        raise Refused("not_calendar")
    return value


def _moment(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _answer(file: bytes, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    try:
        return json.dumps({"busy": busy_times(file, start, end, zone)})
    except Refused as refused:
        return json.dumps({"refused": refused.args[0]})
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # the libraries stumble over wrong calendars in every way there is
        return json.dumps({"refused": "not_calendar"})


def _bound(seconds: int, memory: int) -> None:
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        with suppress(ValueError, OSError):  # not every system counts memory this way
            resource.setrlimit(what, (most, most))


def main(start: str, end: str, zone: str, seconds: str, memory: str) -> None:
    moments, place = (datetime.fromisoformat(start), datetime.fromisoformat(end)), ZoneInfo(zone)
    file = sys.stdin.buffer.read()
    _bound(int(seconds), int(memory))
    sys.stdout.write(_answer(file, *moments, place))


if __name__ == "__main__":
    main(*sys.argv[1:])
