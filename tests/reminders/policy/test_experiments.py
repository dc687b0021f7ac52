"""Who is told which way, what a step says to them, and how sure a difference is."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from messaging.policy import ChannelName, Kind
from noshow.policy.rates import Rate
from reminders.policy.cadence import Anchor, Route, Step
from reminders.policy.experiments import (
    Experiment,
    Variant,
    Varies,
    difference,
    may_be_read,
    may_vary,
    people_needed,
    variant_for,
    with_variant,
)
from reminders.policy.planning import plan
from tests.reminders.policy.test_planning import CADENCE, booked, facts, said

THEN = datetime(2026, 6, 1, tzinfo=UTC)
A = Variant("a")
B = Variant("b", texts={"sms": ("", "別の言い方です。{link}")})
EVE = "evening-before"


def an_experiment(*variants: Variant, salt: str = "salt", step: str = EVE) -> Experiment:
    return Experiment(3, salt, step, (A, *variants), THEN)


def test_a_person_is_drawn_the_same_way_each_time() -> None:
    drawn = [variant_for(an_experiment(B), number).key for number in range(200)]

    assert drawn == [variant_for(an_experiment(B), number).key for number in range(200)]


@pytest.mark.parametrize("others", [1, 2, 3])
def test_people_are_drawn_evenly(others: int) -> None:
    variants = tuple(replace(B, key=key) for key in "bcd"[:others])

    drawn = Counter(variant_for(an_experiment(*variants), number).key for number in range(12_000))

    assert len(drawn) == others + 1
    expected = 12_000 / (others + 1)
    assert all(abs(count - expected) < 4 * expected**0.5 for count in drawn.values())


def test_two_experiments_do_not_draw_the_same_people() -> None:
    one, other = an_experiment(B), an_experiment(B, salt="pepper")

    together = Counter(
        (variant_for(one, number).key, variant_for(other, number).key) for number in range(8_000)
    )

    assert all(1_800 < count < 2_200 for count in together.values())


def test_a_variant_says_its_own_words_on_its_channel_and_the_usual_ones_elsewhere() -> None:
    cadence = with_variant([replace(step, route=Route.EVERY) for step in CADENCE], an_experiment(B), B)

    told = {
        one.channel: (one.variant, one.words)
        for one in plan(facts(interview=booked()), cadence)
        if one.step == EVE
    }

    assert told == {
        ChannelName.SMS: ("experiment-3b", ("", "別の言い方です。{link}")),
        ChannelName.EMAIL: ("experiment-3b", None),
    }


def test_the_control_is_told_as_before_and_bears_its_name() -> None:
    as_before = plan(facts(interview=booked()), CADENCE)

    control = plan(facts(interview=booked()), with_variant(CADENCE, an_experiment(B), A))

    assert [replace(one, variant="") for one in control] == list(as_before)
    assert {one.variant for one in control if one.step == EVE} == {"experiment-3a"}
    assert {one.variant for one in control if one.step != EVE} == {""}


def test_another_time_is_kept_and_the_other_steps_stay_where_they_are() -> None:
    earlier = Variant("b", days=-1, local_time=time(12))
    told = plan(facts(interview=booked()), with_variant(CADENCE, an_experiment(earlier), earlier))
    usual = plan(facts(interview=booked()), CADENCE)

    (before,) = said(usual, Kind.REMINDER_EVE)
    (after,) = said(told, Kind.REMINDER_EVE)
    assert before[1] - after[1] == timedelta(hours=6)
    assert said(told, Kind.DIRECTIONS) == said(usual, Kind.DIRECTIONS)


def test_whoever_is_held_out_is_told_everything_else() -> None:
    nothing = Variant("b", is_hold_out=True)
    experiment = an_experiment(nothing, step="days-before")

    left = with_variant(CADENCE, experiment, nothing)

    assert [step.name for step in CADENCE if step not in left] == ["days-before"]


def a_step(kind: Kind, anchor: Anchor = Anchor.START, route: Route = Route.PREFERRED) -> Step:
    return Step("one", kind, anchor, route=route)


def test_what_people_cannot_do_without_is_never_left_out() -> None:
    harmless = {kind for kind in Kind if may_vary(a_step(kind), Varies.HOLD_OUT)}

    assert harmless == {Kind.NURTURE, Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD}


@pytest.mark.parametrize("anchor", [anchor for anchor in Anchor if anchor != Anchor.START])
@pytest.mark.parametrize("varies", Varies)
def test_only_words_about_a_coming_interview_are_compared(anchor: Anchor, varies: Varies) -> None:
    assert not may_vary(a_step(Kind.REMINDER_DAYS, anchor), varies)


def test_a_call_is_no_experiment() -> None:
    assert not may_vary(a_step(Kind.CALL_MORNING, route=Route.CALL), Varies.TIME)


def test_the_interval_is_newcombes() -> None:
    """His own example (1998, table II a): 56 of 70 against 48 of 80."""
    found = difference(Rate(48, 80), Rate(56, 70))

    assert found is not None
    assert (found.points, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=0.0001)
    assert found.is_clear


def test_the_more_is_compared_the_surer_it_must_be() -> None:
    one, three = (difference(Rate(48, 80), Rate(54, 70), comparisons=n) for n in (1, 3))

    assert one is not None
    assert three is not None
    assert (one.is_clear, three.is_clear) == (True, False)
    assert three.high > one.high


def test_nobody_yet_is_no_difference() -> None:
    assert difference(Rate(0, 0), Rate(3, 4)) is None


def test_how_many_people_it_takes_is_the_textbooks_figure() -> None:
    assert people_needed(0.8, 0.1) == 199
    assert people_needed(0.5, 0.05) == 1565
    assert people_needed(0.8, 0.1, variants=4) > people_needed(0.8, 0.1)


@pytest.mark.parametrize(("expected", "smallest"), [(0.0, 0.1), (1.0, 0.1), (0.5, 0.0), (0.5, 0.5)])
def test_a_difference_that_cannot_be_is_refused(expected: float, smallest: float) -> None:
    with pytest.raises(ValueError, match="no such difference"):
        people_needed(expected, smallest)


def test_it_is_read_when_all_have_their_number_or_the_last_day_is_over() -> None:
    until = THEN + timedelta(days=30)

    assert not may_be_read([Rate(9, 10), Rate(5, 9)], 10, THEN, until)
    assert may_be_read([Rate(9, 10), Rate(5, 10)], 10, THEN, until)
    assert may_be_read([Rate(0, 0), Rate(0, 0)], 10, until, until)
