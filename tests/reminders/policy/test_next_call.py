"""When to try again by telephone, and in which order people are called."""

from datetime import datetime, time, timedelta

import pytest

from candidates.policy.reachable import read_hours
from reminders.policy.call_order import Need, Why, by_deadline_only, in_order
from reminders.policy.next_call import Next, Place, next_attempt
from tests.factories import NOW, tokyo

PLACE = Place(time(10), time(20), "Asia/Tokyo")


def suggest(
    now: datetime,
    hours: str = "",
    *,
    place: Place = PLACE,
    tried: tuple[datetime, ...] = (),
    before: datetime | None = None,
) -> Next | None:
    return next_attempt(
        now,
        place=place,
        wish=read_hours(hours),
        quiet_from=time(21),
        quiet_until=time(8),
        tried=tried,
        before=before,
    )


def test_without_a_wish_it_is_an_hour_later_at_a_full_quarter() -> None:
    assert suggest(tokyo(2026, 6, 10, 10, 7)) == Next(tokyo(2026, 6, 10, 11, 15), suits=True)


@pytest.mark.parametrize(
    ("hours", "at"),
    [
        ("17:00–20:00", tokyo(2026, 6, 10, 17)),
        ("夕方以降", tokyo(2026, 6, 10, 17)),
        ("昼 11–14時", tokyo(2026, 6, 10, 11)),
        ("土日の午後", tokyo(2026, 6, 13, 13)),
        ("水曜以外ならいつでも 18時半以降", tokyo(2026, 6, 11, 18, 30)),
        ("いつでも", tokyo(2026, 6, 10, 11)),
    ],
)
def test_it_falls_into_the_hours_they_wish_for(hours: str, at: datetime) -> None:
    assert suggest(NOW, hours) == Next(at, suits=True)


def test_at_night_it_waits_for_the_opening() -> None:
    assert suggest(tokyo(2026, 6, 10, 19, 30)) == Next(tokyo(2026, 6, 11, 10), suits=True)


def test_on_a_closed_day_nobody_is_there_to_call() -> None:
    closed = Place(time(10), time(20), "Asia/Tokyo", frozenset({3, 4}))

    assert suggest(tokyo(2026, 6, 10, 19, 30), place=closed) == Next(tokyo(2026, 6, 13, 10), suits=True)


def test_a_bar_open_past_midnight_does_not_ring_at_night() -> None:
    bar = Place(time(18), time(2), "Asia/Tokyo", frozenset({2}))

    assert suggest(tokyo(2026, 6, 9, 20, 30), place=bar) == Next(tokyo(2026, 6, 11, 18), suits=True)


def test_another_part_of_the_day_is_tried_after_one_in_vain() -> None:
    assert suggest(NOW, tried=(NOW, tokyo(2026, 6, 10, 11))) == Next(tokyo(2026, 6, 10, 14), suits=True)


def test_when_every_part_was_tried_it_is_the_first_time() -> None:
    tried = tuple(tokyo(2026, 6, 9, hour) for hour in (10, 12, 15, 18))

    assert suggest(NOW, tried=tried) == Next(tokyo(2026, 6, 10, 11), suits=True)


def test_hours_when_we_are_closed_are_said_not_to_suit() -> None:
    assert suggest(NOW, "7:00–9:00") == Next(tokyo(2026, 6, 10, 11), suits=False)


def test_after_the_interview_began_no_call_helps() -> None:
    assert suggest(NOW, before=NOW + timedelta(minutes=59)) is None
    assert suggest(NOW, "17:00–20:00", before=tokyo(2026, 6, 10, 13)) == Next(
        tokyo(2026, 6, 10, 11), suits=False
    )


def test_another_zone_keeps_its_own_hours() -> None:
    london = Place(time(10), time(20), "Europe/London")

    found = suggest(NOW, place=london)

    assert found is not None
    assert found.at == tokyo(2026, 6, 10, 18)


def need(number: int, why: Why, due: int, until: int, gain: float | None = None) -> Need:
    return Need(number, why, NOW + timedelta(minutes=due), NOW + timedelta(minutes=until), gain)


def test_an_agreed_time_comes_first_then_the_nearest_deadline_then_what_is_later() -> None:
    rows = [
        need(1, Why.FIRST, -10, 20),
        need(2, Why.BACK, 30, 700),
        need(3, Why.ABSENCE, -60, 300),
        need(4, Why.MORNING, -30, 15),
        need(5, Why.BACK, -1, 600),
        need(6, Why.BACK, 10, 800),
    ]

    assert [one.application_id for one in in_order(rows, NOW)] == [5, 4, 1, 3, 6, 2]
    assert by_deadline_only(rows)


def test_what_gains_more_comes_before_a_nearer_deadline() -> None:
    rows = [need(1, Why.FIRST, -10, 60, 0.05), need(2, Why.MORNING, -10, 200, 0.28)]

    assert [one.application_id for one in in_order(rows, NOW)] == [2, 1]
    assert not by_deadline_only(rows)


def test_what_ends_within_half_an_hour_comes_before_any_gain() -> None:
    rows = [need(2, Why.MORNING, -10, 200, 0.28), need(1, Why.FIRST, -10, 30), need(3, Why.FIRST, -10, 31)]

    assert [one.application_id for one in in_order(rows, NOW)] == [1, 2, 3]
