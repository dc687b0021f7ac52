"""Properties of the times a rule wants: any rule, any zone, any day of the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.policy import Holidays, Span, SupplyRule, is_national_holiday, spans_of_day, wanted_spans
from tests.factories import tokyo

ZONES = ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
TURNS = [  # clock changes, month ends and year ends, a leap day, holidays and their substitutes
    datetime(2026, 3, 28, 20, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
    datetime(2026, 11, 1, 4, tzinfo=UTC),
    datetime(2026, 12, 30, 15, tzinfo=UTC),
    datetime(2028, 2, 27, 23, tzinfo=UTC),
    datetime(2026, 5, 2, 0, tzinfo=UTC),
    datetime(2026, 9, 20, 0, tzinfo=UTC),
]
moments = st.one_of(
    st.sampled_from(TURNS),
    st.integers(0, 10 * 366 * 1440).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)),
)


@st.composite
def rules(draw: st.DrawFn) -> SupplyRule:
    opens, closes = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    first = draw(st.none() | st.dates(date(2024, 1, 1), date(2034, 1, 1)))
    return SupplyRule(
        zone=draw(st.sampled_from(ZONES)),
        weekdays=draw(st.frozensets(st.integers(0, 6))),
        opens=opens.replace(second=0, microsecond=0),
        closes=closes.replace(second=0, microsecond=0),
        length=timedelta(minutes=draw(st.sampled_from([5, 15, 30, 45, 60, 90]))),
        buffer=timedelta(minutes=draw(st.sampled_from([0, 5, 10, 30]))),
        from_on=first,
        until_on=draw(st.none() | st.dates(date(2024, 1, 1), date(2034, 12, 31))),
        daily_cap=draw(st.none() | st.integers(0, 6)),
        notice=timedelta(minutes=draw(st.integers(0, 3000))),
        horizon_days=draw(st.integers(0, 20)),
        holidays=draw(st.sampled_from(list(Holidays))),
    )


@st.composite
def spans(draw: st.DrawFn, now: datetime) -> list[Span]:
    found = []
    for _ in range(draw(st.integers(0, 8))):
        start = now + timedelta(minutes=draw(st.integers(-600, 20 * 1440)))
        found.append(Span(start, start + timedelta(minutes=draw(st.integers(1, 2000)))))
    return found


def leaves(rule: SupplyRule, span: Span, now: datetime) -> bool:
    """Whether a span is anywhere the rule does not allow."""
    zone = ZoneInfo(rule.zone)
    start, end = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    today = now.astimezone(zone).date()
    is_holiday = is_national_holiday(start.date())
    return (
        start.date().weekday() not in rule.weekdays
        or start.time() < rule.opens
        or end.date() != start.date()
        or end.time() > rule.closes
        or bool(rule.from_on and start.date() < rule.from_on)
        or bool(rule.until_on and start.date() > rule.until_on)
        or start.date() > today + timedelta(days=rule.horizon_days)
        or span.starts_at < now + rule.notice
        or span.ends_at - span.starts_at != rule.length
        or (rule.holidays is Holidays.CLOSED and is_holiday)
        or (rule.holidays is Holidays.ONLY and not is_holiday)
    )


@settings(max_examples=150, deadline=None)
@given(rule=rules(), now=moments, data=st.data())
def test_no_time_leaves_its_rule_or_meets_what_stands_there(
    rule: SupplyRule, now: datetime, data: st.DataObject
) -> None:
    blocked, meetings = data.draw(spans(now)), data.draw(spans(now))

    wanted = wanted_spans(
        rule, now=now, is_holiday=is_national_holiday, blocked=blocked, meetings=meetings, booked={}
    )

    assert wanted == sorted(wanted)
    assert not [span for span in wanted if leaves(rule, span, now)]
    for one, other in pairwise(wanted):
        assert one.ends_at + rule.buffer <= other.starts_at
    for span in wanted:
        assert not any(span.overlaps(other) for other in blocked)
        assert not any(span.overlaps(other.widened(rule.buffer)) for other in meetings)
    zone = ZoneInfo(rule.zone)
    days = [span.starts_at.astimezone(zone).date() for span in wanted]
    assert rule.daily_cap is None or all(days.count(day) <= rule.daily_cap for day in set(days))


@settings(max_examples=150, deadline=None)
@given(rule=rules(), now=moments, later=st.integers(0, 10 * 1440), data=st.data())
def test_computed_again_it_is_the_same_and_later_keeps_what_is_still_to_be_had(
    rule: SupplyRule, now: datetime, later: int, data: st.DataObject
) -> None:
    blocked, meetings = data.draw(spans(now)), data.draw(spans(now))
    then = now + timedelta(minutes=later)

    def at(moment: datetime) -> list[Span]:
        return wanted_spans(
            rule, now=moment, is_holiday=is_national_holiday, blocked=blocked, meetings=meetings
        )

    assert at(now) == at(now)
    still = [span for span in at(now) if span.starts_at > then and span.starts_at >= then + rule.notice]
    assert set(still) <= set(at(then))


@settings(max_examples=150, deadline=None)
@given(rule=rules(), now=moments, data=st.data())
def test_a_booking_takes_nothing_but_its_own_time(
    rule: SupplyRule, now: datetime, data: st.DataObject
) -> None:
    before = wanted_spans(rule, now=now, is_holiday=is_national_holiday)
    if not before:
        return
    taken = data.draw(st.sampled_from(before))
    day = taken.starts_at.astimezone(ZoneInfo(rule.zone)).date()

    after = wanted_spans(rule, now=now, is_holiday=is_national_holiday, meetings=[taken], booked={day: 1})

    assert after == [span for span in before if span != taken]


def a_rule(**values: object) -> SupplyRule:
    known: dict[str, object] = {
        "zone": "Asia/Tokyo",
        "weekdays": frozenset(range(7)),
        "opens": time(10),
        "closes": time(12),
        "length": timedelta(minutes=30),
    }
    return SupplyRule(**known | values)  # type: ignore[arg-type]  # a dict of all kinds of values


def hours(spans: list[Span], zone: str = "Asia/Tokyo") -> list[str]:
    return [f"{span.starts_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for span in spans]


def test_the_pause_lies_between_and_the_last_one_still_ends_in_time() -> None:
    rule = a_rule(buffer=timedelta(minutes=15), horizon_days=0)

    found = wanted_spans(rule, now=tokyo(2026, 6, 10, 8), is_holiday=is_national_holiday)

    assert hours(found) == ["06-10 10:00", "06-10 10:45", "06-10 11:30"]


def test_a_substitute_holiday_is_one_and_the_new_year_is_a_day_like_any_other() -> None:
    closed = a_rule(holidays=Holidays.CLOSED, opens=time(10), closes=time(10, 30), horizon_days=4)

    golden = wanted_spans(closed, now=tokyo(2026, 5, 2, 8), is_holiday=is_national_holiday)
    new_year = wanted_spans(closed, now=tokyo(2026, 12, 30, 8), is_holiday=is_national_holiday)

    assert hours(golden) == ["05-02 10:00"]  # 3, 4, 5 are holidays, 6 stands in for the Sunday
    assert hours(new_year) == ["12-30 10:00", "12-31 10:00", "01-02 10:00", "01-03 10:00"]


def test_only_on_holidays_leaves_out_every_other_day() -> None:
    rule = a_rule(holidays=Holidays.ONLY, closes=time(10, 30), horizon_days=30)

    found = wanted_spans(rule, now=tokyo(2026, 11, 1, 8), is_holiday=is_national_holiday)

    assert hours(found) == ["11-03 10:00", "11-23 10:00"]


def test_of_a_day_with_a_cap_the_earliest_are_offered_and_bookings_count() -> None:
    rule = a_rule(daily_cap=3, horizon_days=0)
    booked = Span(tokyo(2026, 6, 10, 11), tokyo(2026, 6, 10, 11, 30))

    found = wanted_spans(
        rule,
        now=tokyo(2026, 6, 10, 8),
        is_holiday=is_national_holiday,
        meetings=[booked],
        booked={date(2026, 6, 10): 1},
    )

    assert hours(found) == ["06-10 10:00", "06-10 10:30"]


def test_times_the_clock_jumps_over_are_left_out_and_none_overlap() -> None:
    berlin = a_rule(zone="Europe/Berlin", opens=time(1), closes=time(4), length=timedelta(minutes=45))

    spring = list(spans_of_day(berlin, date(2026, 3, 29)))
    autumn = list(spans_of_day(berlin, date(2026, 10, 25)))

    assert hours(spring, "Europe/Berlin") == ["03-29 01:00", "03-29 01:45"]
    assert hours(autumn, "Europe/Berlin") == ["10-25 01:00", "10-25 01:45", "10-25 02:30", "10-25 03:15"]
    for day in (spring, autumn):
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(day))
