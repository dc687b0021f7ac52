"""From a weekly rule to the times it wants offered: plain values in, plain values out.

A rule gives every day the same local times, back to back from ``opens``: a fixed grid. Closures, busy times,
bookings and other slots only take times off it, so nothing moves when one of them comes or goes, and what is
still wanted later is what was wanted before.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.policy.spans import Blocked, Span
from scheduling.policy.vocabulary import Holidays

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SupplyRule:
    """When somebody can be met, in local times of ``zone``. ``weekdays`` are numbers, Monday is 0.

    ``until_on`` is the last day, ``horizon_days`` counts from today, ``buffer`` is the pause after each.
    """

    zone: str
    weekdays: frozenset[int]
    opens: time
    closes: time
    length: timedelta
    buffer: timedelta = timedelta(0)
    from_on: date | None = None
    until_on: date | None = None
    daily_cap: int | None = None
    notice: timedelta = timedelta(0)
    horizon_days: int = 21
    holidays: Holidays = Holidays.AS_USUAL

    def is_on(self, day: date, is_holiday: Callable[[date], bool]) -> bool:
        """Whether it gives times on this local day. On holidays only: still only on its weekdays."""
        if day.weekday() not in self.weekdays:
            return False
        if self.holidays is Holidays.AS_USUAL:
            return True
        return is_holiday(day) is (self.holidays is Holidays.ONLY)

    def days(self, now: datetime) -> Iterator[date]:
        """The local days it looks at: from today to the horizon, within its own first and last day."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        day = max(today, self.from_on or today)
        last = today + timedelta(days=self.horizon_days)
        last = min(last, self.until_on or last)
        while day <= last:
            yield day
            day += ONE_DAY


def wanted_spans(
    rule: SupplyRule,
    *,
    now: datetime,
    is_holiday: Callable[[date], bool],
    blocked: Iterable[Span] = (),
    meetings: Collection[Span] = (),
    booked: Mapping[date, int] | None = None,
) -> list[Span]:
    """The times the rule wants offered as of ``now`` (aware), soonest first, in UTC.

    ``blocked`` (closures, an interviewer's own calendar) are only kept clear of; from ``meetings`` (bookings,
    other slots of the interviewer) the pause is kept as well. ``booked`` counts those that the rule's daily
    cap has been used up by, by local day; of the rest the earliest are wanted.
    """
    away, met = Blocked(blocked), Blocked(meetings, margin=rule.buffer)
    first = now + rule.notice
    wanted: list[Span] = []
    for day in rule.days(now):
        if not rule.is_on(day, is_holiday):
            continue
        free = [
            span
            for span in spans_of_day(rule, day)
            if span.starts_at >= first and span.starts_at > now and not away.hits(span) and not met.hits(span)
        ]
        if rule.daily_cap is not None:
            free = free[: max(0, rule.daily_cap - (booked or {}).get(day, 0))]
        wanted += free
    return wanted


def spans_of_day(rule: SupplyRule, day: date) -> Iterator[Span]:
    """The grid of one local day, in UTC: what lies wholly within the opening, clock changes included.

    Local times that the clock jumps over do not exist and are left out; a length is always a true length.
    """
    zone = ZoneInfo(rule.zone)
    begins = _minutes(rule.opens)
    closes = datetime.combine(day, rule.closes)
    step = (rule.length + rule.buffer) // timedelta(minutes=1)
    free_from: datetime | None = None
    for at in range(begins, _minutes(rule.closes), step):
        local = datetime.combine(day, time(at // 60, at % 60), zone)
        start = local.astimezone(UTC)
        if start.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            continue
        end = start + rule.length
        if end.astimezone(zone).replace(tzinfo=None) > closes:
            continue
        if free_from is None or start >= free_from:
            free_from = end + rule.buffer
            yield Span(start, end)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
