"""The first-contact clock runs in opening hours."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import OpeningHours, first_contact_due
from tests.factories import tokyo


def due(now: datetime, opens: time = time(10), closes: time = time(20), minutes: int = 30) -> datetime:
    return first_contact_due(now, minutes=minutes, opens=opens, closes=closes, zone="Asia/Tokyo")


def test_by_day_it_is_thirty_minutes() -> None:
    assert due(tokyo(2026, 6, 10, 14, 0)) == tokyo(2026, 6, 10, 14, 30)


def test_at_night_it_waits_for_the_morning() -> None:
    assert due(tokyo(2026, 6, 10, 23, 0)) == tokyo(2026, 6, 11, 10, 30)


def test_before_opening_it_is_the_same_day() -> None:
    assert due(tokyo(2026, 6, 10, 5, 0)) == tokyo(2026, 6, 10, 10, 30)


def test_what_is_left_at_closing_is_carried_over() -> None:
    assert due(tokyo(2026, 6, 10, 19, 50)) == tokyo(2026, 6, 11, 10, 20)


def test_a_bar_is_open_past_midnight() -> None:
    opens, closes = time(18), time(2)

    assert due(tokyo(2026, 6, 10, 1, 0), opens, closes) == tokyo(2026, 6, 10, 1, 30)
    assert due(tokyo(2026, 6, 10, 1, 45), opens, closes) == tokyo(2026, 6, 10, 18, 15)


def test_open_all_day_and_night_it_is_thirty_minutes() -> None:
    assert due(tokyo(2026, 6, 10, 23, 50), time(0), time(0)) == tokyo(2026, 6, 11, 0, 20)


@given(st.integers(0, 24 * 60 - 1), st.integers(0, 23), st.integers(0, 23), st.integers(0, 300))
def test_it_is_never_sooner_than_promised(minute: int, opens: int, closes: int, minutes: int) -> None:
    now = tokyo(2026, 6, 10) + timedelta(minutes=minute)

    answer = due(now, time(opens), time(closes), minutes)

    assert answer >= now + timedelta(minutes=minutes)
    assert answer <= now + timedelta(days=2 + minutes // 60)


WEDNESDAY, SUNDAY = 2, 6
TOKYO = "Asia/Tokyo"


def shut_on(*days: int) -> OpeningHours:
    return OpeningHours.of(time(10), time(20), TOKYO, days)


def test_a_closed_day_is_skipped() -> None:
    hours = shut_on(WEDNESDAY)

    assert hours.after(tokyo(2026, 6, 10, 14, 0), 30) == tokyo(2026, 6, 11, 10, 30)
    assert hours.after(tokyo(2026, 6, 9, 19, 50), 30) == tokyo(2026, 6, 11, 10, 20)


def test_several_closed_days_in_a_row_are_skipped() -> None:
    assert shut_on(5, SUNDAY, 0).after(tokyo(2026, 6, 13, 11, 0), 30) == tokyo(2026, 6, 16, 10, 30)


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    bar = OpeningHours.of(time(18), time(2), TOKYO, [WEDNESDAY])

    assert bar.after(tokyo(2026, 6, 10, 1, 0), 30) == tokyo(2026, 6, 10, 1, 30)  # still Tuesday's night
    assert bar.after(tokyo(2026, 6, 10, 19, 0), 30) == tokyo(2026, 6, 11, 18, 30)


@pytest.mark.parametrize("closed", [range(7), ["0", "1", "2", "3", "4", "5", "6"]])
def test_a_place_that_is_never_open_promises_by_its_hours_all_the_same(closed: list[object]) -> None:
    assert OpeningHours.of(time(10), time(20), TOKYO, closed).after(tokyo(2026, 6, 10, 14, 0), 30) == tokyo(
        2026, 6, 10, 14, 30
    )


def test_what_is_no_weekday_closes_nothing() -> None:
    assert OpeningHours.of(time(10), time(20), TOKYO, [9, "x", None, "2"]).closed_on == {WEDNESDAY}


def test_opening_time_between_two_moments_leaves_nights_and_closed_days_out() -> None:
    hours = shut_on(WEDNESDAY)

    assert hours.minutes_between(tokyo(2026, 6, 9, 19, 30), tokyo(2026, 6, 11, 10, 15)) == 45
    assert hours.minutes_between(tokyo(2026, 6, 10, 9, 0), tokyo(2026, 6, 10, 23, 0)) == 0
    assert hours.minutes_between(tokyo(2026, 6, 11, 12, 0), tokyo(2026, 6, 11, 11, 0)) == 0


def test_the_night_the_clocks_change_is_counted_in_real_minutes() -> None:
    night = OpeningHours.of(time(22), time(6), "Europe/Berlin", [])
    start = datetime.fromisoformat("2026-03-28T22:00:00+01:00")

    assert night.minutes_between(start, datetime.fromisoformat("2026-03-29T06:00:00+02:00")) == 7 * 60


@given(
    st.integers(0, 7 * 24 * 60 - 1),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 300),
    st.sets(st.integers(0, 6)),
)
def test_the_moment_promised_is_so_much_opening_time_away(
    minute: int, opens: int, closes: int, minutes: int, closed: set[int]
) -> None:
    now = tokyo(2026, 6, 8) + timedelta(minutes=minute)
    hours = OpeningHours.of(time(opens), time(closes), TOKYO, closed)

    answer = hours.after(now, minutes)

    assert hours.minutes_between(now, answer) == minutes
    assert answer >= now + timedelta(minutes=minutes)
