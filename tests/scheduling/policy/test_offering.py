"""The order in which open times are shown."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import Coming, Hours
from scheduling.policy.offering import (
    A_DAY_AT_MOST,
    AT_LEAST,
    DAYS_AT_LEAST,
    OpenTime,
    by_day,
    distinct,
    first_days,
    offer,
    spread,
)
from tests.candidates.policy.test_coming import COMINGS
from tests.factories import tokyo

ZONE = "Asia/Tokyo"
MODES = ["onsite", "online", "phone"]


def a_time(key: int, starts_at: datetime, mode: str = "onsite") -> OpenTime:
    return OpenTime(key, starts_at, starts_at + timedelta(minutes=30), mode)


TIMES = st.lists(st.tuples(st.integers(0, 20 * 48), st.sampled_from(MODES)), max_size=60).map(
    lambda some: [
        a_time(key, tokyo(2026, 6, 10) + timedelta(minutes=30 * steps), mode)
        for key, (steps, mode) in enumerate(some)
    ]
)


@given(TIMES, COMINGS)
def test_nothing_that_does_not_suit_stands_above_what_does_and_nothing_is_lost(
    times: list[OpenTime], coming: Coming
) -> None:
    offered = offer(times, coming, ZONE)

    assert all(
        coming.suits(one.starts_at, one.ends_at) and coming.suits_way(one.mode) for one in offered.fitting
    )
    assert not any(
        coming.suits(one.starts_at, one.ends_at) and coming.suits_way(one.mode) for one in offered.others
    )
    assert sorted(offered.keys()) == [one.key for one in times]


@given(TIMES, COMINGS)
def test_the_soonest_comes_first(times: list[OpenTime], coming: Coming) -> None:
    offered = offer(times, coming, ZONE)

    for some in (offered.fitting, offered.others):
        assert list(some) == sorted(some, key=lambda one: one.starts_at)


@given(TIMES)
def test_at_least_five_over_at_least_two_days_are_shown_when_they_exist(times: list[OpenTime]) -> None:
    fitting = offer(times, Coming(), ZONE).fitting

    shown = first_days(fitting)

    all_days = by_day(fitting)
    count = sum(len(day) for day in shown)
    assert len(shown) >= min(DAYS_AT_LEAST, len(all_days))
    assert count >= min(AT_LEAST, len(fitting))
    assert [one for day in shown for one in day] == list(fitting[:count])


@given(TIMES)
def test_no_more_days_are_shown_at_first_than_needed(times: list[OpenTime]) -> None:
    shown = first_days(offer(times, Coming(), ZONE).fitting)

    before_the_last = shown[:-1]
    if len(before_the_last) >= DAYS_AT_LEAST:
        assert sum(min(len(day), A_DAY_AT_MOST) for day in before_the_last) < AT_LEAST


def test_hours_are_meant_in_the_zone_of_the_place() -> None:
    evening = a_time(1, datetime(2026, 6, 10, 9, tzinfo=ZoneInfo("UTC")))  # 18:00 in Tokyo

    offered = offer([evening], Coming(hours=(Hours(2, time(17), time(22)),)), ZONE)

    assert [one.key for one in offered.fitting] == [1]


def test_one_time_stands_for_all_who_could_meet_them_then() -> None:
    noon = tokyo(2026, 6, 10, 12)
    times = [a_time(1, noon), a_time(2, noon), a_time(3, noon, "online")]

    assert [one.key for one in distinct(times)] == [1, 3]
    assert [one.key for one in distinct(times, prefer=2)] == [2, 3]


def test_of_a_long_day_every_part_is_shown_at_first() -> None:
    morning = [a_time(n, tokyo(2026, 6, 10, 9) + timedelta(minutes=15 * n)) for n in range(10)]
    evening = [a_time(20 + n, tokyo(2026, 6, 10, 18) + timedelta(minutes=15 * n)) for n in range(2)]

    shown = spread([morning, [], evening])

    assert shown == {0, 1, 2, 3, 20, 21}
    assert len(shown) == A_DAY_AT_MOST


def test_few_times_or_a_single_day_are_scarce() -> None:
    one_day = offer([a_time(n, tokyo(2026, 6, 10, 9 + n)) for n in range(6)], Coming(), ZONE)
    two_days = offer([a_time(n, tokyo(2026, 6, 10 + n % 2, 9 + n)) for n in range(6)], Coming(), ZONE)

    assert one_day.is_scarce()
    assert not two_days.is_scarce()
    assert two_days.is_scarce(at_least=7)
