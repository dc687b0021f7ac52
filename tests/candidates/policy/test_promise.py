"""The first-contact clock runs in opening hours."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import first_contact_due
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
