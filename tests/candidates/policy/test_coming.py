"""When somebody can come: boxes, hours, お迎え, ways, and the JSON they are kept as."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import (
    WEEKDAYS,
    BadHours,
    Coming,
    DayPart,
    Hours,
    hours_of,
    read_coming,
    read_spans,
    write_spans,
)
from tests.factories import tokyo

WEDNESDAY_EVENING = tokyo(2026, 6, 10, 18)
HALF_AN_HOUR = timedelta(minutes=30)
CELLS = st.frozensets(st.tuples(st.sampled_from(WEEKDAYS), st.sampled_from(DayPart)))
COMINGS = st.builds(
    Coming,
    hours=CELLS.map(hours_of),
    leave_by=st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    online_only=st.booleans(),
    phone_ok=st.booleans(),
    words=st.text(max_size=50).map(str.strip),
)


def test_nothing_said_suits_everything() -> None:
    nothing = Coming()

    assert nothing.suits(WEDNESDAY_EVENING, WEDNESDAY_EVENING + HALF_AN_HOUR)
    assert nothing.suits_way("onsite")
    assert not nothing.narrows
    assert nothing.as_json() == {}


def test_an_hour_of_another_weekday_does_not_suit() -> None:
    tuesdays = Coming(hours=(Hours(1, time(17), time(22)),))

    assert not tuesdays.suits(WEDNESDAY_EVENING, WEDNESDAY_EVENING + HALF_AN_HOUR)
    assert tuesdays.suits(tokyo(2026, 6, 9, 18), tokyo(2026, 6, 9, 18, 30))


def test_who_fetches_a_child_has_to_be_free_by_then_and_may_stay_to_the_minute() -> None:
    school = Coming(leave_by=time(15))

    assert school.suits(tokyo(2026, 6, 10, 14, 30), tokyo(2026, 6, 10, 15))
    assert not school.suits(tokyo(2026, 6, 10, 14, 45), tokyo(2026, 6, 10, 15, 15))


def test_an_interview_past_midnight_suits_nobody_who_has_to_be_free_in_the_evening() -> None:
    assert not Coming(leave_by=time(23)).suits(tokyo(2026, 6, 10, 23, 45), tokyo(2026, 6, 11, 0, 15))


@pytest.mark.parametrize(
    ("phone_ok", "way", "suits"),
    [(False, "online", True), (False, "onsite", False), (False, "phone", False), (True, "phone", True)],
)
def test_online_only_leaves_out_the_place_and_the_telephone_unless_that_is_fine(
    phone_ok: bool, way: str, suits: bool
) -> None:
    assert Coming(online_only=True, phone_ok=phone_ok).suits_way(way) is suits


def test_parts_of_a_day_that_follow_each_other_become_one_span() -> None:
    cells = [(0, DayPart.MORNING), (0, DayPart.DAYTIME), (2, DayPart.EVENING)]

    assert hours_of(cells) == (Hours(0, time(6), time(17)), Hours(2, time(17), time(23)))


def test_boxes_left_as_they_are_keep_the_exact_hours_behind_them() -> None:
    exact = Coming(hours=(Hours(0, time(9), time(11, 30)),))

    assert exact.cells == {(0, DayPart.MORNING)}
    assert exact.with_cells([(0, DayPart.MORNING)]) == exact
    assert exact.with_cells([(1, DayPart.MORNING)]).hours == (Hours(1, time(6), time(12)),)


@given(COMINGS)
def test_what_is_kept_is_what_is_read(coming: Coming) -> None:
    assert read_coming(coming.as_json()) == coming


@given(CELLS)
def test_ticked_boxes_come_back_ticked(cells: frozenset[tuple[int, DayPart]]) -> None:
    assert Coming(hours=hours_of(cells)).cells == cells


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "x",
        {"hours": [[9, "10:00", "11:00"], [0, "11:00", "10:00"], [0], "x"]},
        {"leave_by": "noon"},
    ],
)
def test_what_cannot_be_read_counts_as_not_said(broken: object) -> None:
    assert read_coming(broken) == Coming()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9-15", "9:00〜15:00"),
        ("9〜15、18:30〜21", "9:00〜15:00、18:30〜21:00"),
        ("9時から15時", "9:00〜15:00"),
        ("17:00–20:00 / 9-10", "9:00〜10:00、17:00〜20:00"),
        ("18-24", "18:00〜23:59"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: str) -> None:
    assert write_spans(read_spans(3, text)) == spans


@pytest.mark.parametrize("text", ["朝", "15-9", "25-26", "9-15 except lunch", "10"])
def test_hours_nobody_can_make_sense_of_are_asked_about(text: str) -> None:
    with pytest.raises(BadHours):
        read_spans(0, text)
