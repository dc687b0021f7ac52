"""The rules of booking on plain values."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduling.policy import (
    InterviewState,
    MoveRefusal,
    MoveRule,
    answer_by,
    is_the_day,
    may_be_late,
    outcome_opens_at,
    series_starts,
)
from tests.factories import tokyo

START = tokyo(2026, 6, 11, 13)


@pytest.mark.parametrize(
    ("moves", "before", "refusal"),
    [
        (0, timedelta(minutes=60), None),
        (2, timedelta(days=2), None),
        (3, timedelta(days=2), MoveRefusal.TOO_MANY),
        (0, timedelta(minutes=59, seconds=59), MoveRefusal.TOO_LATE),
        (9, timedelta(0), MoveRefusal.TOO_LATE),
    ],
)
def test_moving_has_a_number_and_a_cutoff(moves: int, before: timedelta, refusal: MoveRefusal | None) -> None:
    rule = MoveRule(allowed=3, cutoff=timedelta(minutes=60))

    assert rule.refuses(moves, START, START - before) is refusal


@pytest.mark.parametrize(
    ("offset", "allowed"),
    [
        (timedelta(days=-2, seconds=-1), False),
        (timedelta(days=-2), True),
        (timedelta(hours=2), True),
        (timedelta(hours=2, seconds=1), False),
    ],
)
def test_running_late_can_be_said_from_two_days_before_to_two_hours_after(
    offset: timedelta, allowed: bool
) -> None:
    assert may_be_late(START, START + offset) is allowed


def test_the_day_is_the_locations_own_and_lasts() -> None:
    assert not is_the_day(START, datetime(2026, 6, 10, 14, 59, tzinfo=UTC), "Asia/Tokyo")
    assert is_the_day(START, datetime(2026, 6, 10, 15, 0, tzinfo=UTC), "Asia/Tokyo")
    assert is_the_day(START, START + timedelta(days=3), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("invited_at", "days", "deadline"),
    [
        (tokyo(2026, 6, 10, 10), 3, tokyo(2026, 6, 13, 20)),
        (tokyo(2026, 6, 10, 23, 30), 1, tokyo(2026, 6, 12, 20)),  # under 24 hours: the day after
        (tokyo(2026, 6, 10, 10), 0, tokyo(2026, 6, 11, 20)),
        (tokyo(2026, 6, 10, 20), 1, tokyo(2026, 6, 11, 20)),
    ],
)
def test_an_invitation_gives_a_day_at_least_and_ends_at_closing_time(
    invited_at: datetime, days: int, deadline: datetime
) -> None:
    assert answer_by(invited_at, days, time(20), "Asia/Tokyo") == deadline


def test_nobody_is_absent_before_the_start_and_people_may_come_an_hour_early() -> None:
    assert outcome_opens_at(InterviewState.ABSENT, START) == START
    assert outcome_opens_at(InterviewState.CAME, START) == START - timedelta(hours=1)
    assert outcome_opens_at(InterviewState.EXCUSED, START) is None


def test_a_series_takes_the_chosen_weekdays_back_to_back_within_the_day() -> None:
    starts = series_starts(
        tokyo(2026, 6, 13, 10),
        {5, 6},
        date(2026, 6, 20),
        minutes=30,
        day_ends=time(11, 15),
        zone="Asia/Tokyo",
    )

    assert starts == [tokyo(2026, 6, day, 10, minute) for day in (13, 14, 20) for minute in (0, 30)]


def test_a_series_without_an_end_of_day_has_one_slot_a_day() -> None:
    starts = series_starts(
        tokyo(2026, 6, 10, 18), {2}, date(2026, 6, 24), minutes=45, day_ends=None, zone="Asia/Tokyo"
    )

    assert starts == [tokyo(2026, 6, day, 18) for day in (10, 17, 24)]


def test_local_times_stay_across_a_clock_change() -> None:
    first = datetime(2026, 3, 27, 8, tzinfo=UTC)  # 9:00 in Berlin, a Friday; clocks go forward on the 29th

    starts = series_starts(first, {4, 0}, date(2026, 3, 30), minutes=30, day_ends=None, zone="Europe/Berlin")

    assert [moment.astimezone(UTC) for moment in starts] == [first, datetime(2026, 3, 30, 7, tzinfo=UTC)]


def test_outcomes_and_open_states_are_told_apart() -> None:
    assert {state for state in InterviewState if state.is_open} == {
        InterviewState.INVITED,
        InterviewState.BOOKED,
    }
    assert {state for state in InterviewState if state.is_outcome} == {
        InterviewState.CAME,
        InterviewState.CAME_LATE,
        InterviewState.EXCUSED,
        InterviewState.ABSENT,
    }
