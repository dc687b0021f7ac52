"""From somebody's calendar file to the times they are busy. What the events are about is not looked at."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, vRecur

from scheduling.models import Interview
from scheduling.policy.spans import Span
from scheduling.services.feeds_fetching import LARGEST, FeedRefused

MOST_EVENTS = 5000
MOST_SERIES = 500
MOST_TIMES = 5000
MOST_A_DAY = 24
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}


def busy_spans(file: bytes, *, start: datetime, end: datetime, zone: ZoneInfo) -> list[Span]:
    """When its owner is busy between two moments; whole days and times without a zone are in ``zone``.

    What is marked as free or cancelled does not count, nor do our own interviews that they took over from us.
    Spans that touch are one. Raises FeedRefused.
    """
    if len(file) > LARGEST:
        raise FeedRefused("too_big")
    calendars = _calendars(file)
    ours = _our_uids(event for calendar in calendars for event in calendar.walk("VEVENT"))
    found: list[Span] = []
    for calendar in calendars:
        for event in _occurrences(calendar, start, end):
            if _is_busy(event) and _uid(event) not in ours:
                found += _span(event, zone)
    merged = list(merge(span for span in found if span.starts_at < end and span.ends_at > start))
    if len(merged) > MOST_TIMES:
        raise FeedRefused("too_many")
    return merged


def _calendars(file: bytes) -> list[Calendar]:
    text = file.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text[:15].upper().startswith(b"BEGIN:VCALENDAR"):
        raise FeedRefused("not_calendar")
    try:
        read = Calendar.from_ical(text, multiple=True)
    except (
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:  # the parser's ways to stumble
        raise FeedRefused("not_calendar") from error
    calendars = [one for one in read if isinstance(one, Calendar)]
    if not calendars:  # nothing in it was ever closed: cut off on the way
        raise FeedRefused("not_calendar")
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    series = [event for event in events if "RRULE" in event]
    if len(events) > MOST_EVENTS or len(series) > MOST_SERIES or any(map(_repeats_too_often, series)):
        raise FeedRefused("too_many")
    return calendars


def _repeats_too_often(event: Component) -> bool:
    """Nobody meets hourly; such a rule would only keep us counting."""
    rules = event["RRULE"]
    return any(
        not isinstance(rule, vRecur) or _is_too_often(rule)
        for rule in (rules if isinstance(rules, list) else [rules])
    )


def _is_too_often(rule: vRecur) -> bool:
    a_day = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= len(rule.get(part, [0]))
    return bool(TOO_OFTEN & {str(word).upper() for word in rule.get("FREQ", [])}) or a_day > MOST_A_DAY


def _occurrences(calendar: Calendar, start: datetime, end: datetime) -> list[Component]:
    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise FeedRefused("not_calendar") from error
    return [event for event in found if isinstance(event, Component)]


def _is_busy(event: Component) -> bool:
    return (
        str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() != "FREE"
    )


def _uid(event: Component) -> str:
    return str(event.get("UID", "")).partition("@")[0].lower()


def _our_uids(events: Iterable[Component]) -> set[str]:
    candidates = set()
    for event in events:
        try:
            candidates.add(UUID(_uid(event)))
        except ValueError:
            continue
    return {str(uid) for uid in Interview.objects.filter(uid__in=candidates).values_list("uid", flat=True)}


def _span(event: Component, zone: ZoneInfo) -> list[Span]:
    begins = _value(event, "DTSTART")
    ends = _value(event, "DTEND") if "DTEND" in event else begins
    if not isinstance(begins, datetime) and ends == begins:
        ends = begins + timedelta(days=1)
    span = Span(_moment(begins, zone), _moment(ends, zone))
    return [span] if span.ends_at > span.starts_at else []


def _value(event: Component, name: str) -> date:
    """A day or a moment; the library's types allow for everything a calendar could hold there."""
    value = getattr(event[name], "dt", None)
    if not isinstance(value, date):
        raise FeedRefused("not_calendar")
    return value


def _moment(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def merge(spans: Iterable[Span]) -> Iterator[Span]:
    """The same stretch of time in as few spans as possible, soonest first."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.starts_at <= current.ends_at:
            current = Span(current.starts_at, max(current.ends_at, span.ends_at))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current
