"""Risk only ever adds help: steps where coming is doubtful, and nothing taken away from anybody."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.policy import Kind
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.facts import InterviewFacts, Spoken
from reminders.policy.planning import plan
from tests.reminders.policy.test_planning import CADENCE, PHONE, SMS, booked, facts, said, tokyo

ASKING = Step(
    "risk-asking",
    Kind.REMINDER_AHEAD,
    Anchor.START,
    days=-2,
    local_time=time(12),
    condition=Condition.AT_RISK,
    useful=timedelta(hours=8),
)
CALL = Step(
    "risk-call",
    Kind.CALL_AHEAD,
    Anchor.START,
    days=-1,
    local_time=time(14),
    condition=Condition.AT_RISK,
    route=Route.CALL,
    useful=timedelta(hours=6),
)
NURTURE = Step(
    "while-waiting", Kind.NURTURE, Anchor.START, days=-7, local_time=time(18), condition=Condition.WAITED
)
HELPING = (
    *(
        replace(step, condition=Condition.SILENT_OR_AT_RISK)
        if step.route == Route.CALL and step.anchor == Anchor.START
        else step
        for step in CADENCE
    ),
    *(ASKING, CALL, NURTURE),
)
"""As a company starts: the ladder, with help where coming is doubtful and the wait is long."""
NOTED = tokyo(10, 7)
KINDS = [Kind.REMINDER_AHEAD, Kind.CALL_AHEAD]


def to_meet(**changes: object) -> InterviewFacts:
    return booked(**{"booked_at": tokyo(8, 12), "starts_at": tokyo(12, 13), **changes})


def planned(**interview: object) -> list[Kind]:
    wanted = plan(facts(interview=to_meet(**interview)), HELPING)
    return [one.kind for one in wanted if one.kind in KINDS]


def test_nobody_whose_coming_is_not_doubtful_is_asked_more() -> None:
    assert planned() == []


def test_who_may_not_come_is_asked_two_days_before_and_called_the_day_before() -> None:
    wanted = plan(facts(interview=to_meet(doubtful_at=NOTED)), HELPING)

    assert said(wanted, Kind.REMINDER_AHEAD) == [(SMS, tokyo(10, 12))]
    assert said(wanted, Kind.CALL_AHEAD) == [(PHONE, tokyo(11, 14))]


def test_a_note_taken_later_does_not_reach_back() -> None:
    assert planned(doubtful_at=tokyo(10, 18)) == [Kind.CALL_AHEAD]
    assert planned(doubtful_at=tokyo(11, 18)) == []


def test_a_later_note_takes_back_no_help_that_an_earlier_one_asked_for() -> None:
    assert planned(doubtful_at=tokyo(11, 18), doubtful_since=NOTED) == KINDS
    assert planned(doubtful_at=tokyo(11, 18), doubtful_since=NOTED, confirmed_at=tokyo(11, 15)) == []


def test_a_yes_after_the_note_ends_the_extra_help() -> None:
    assert planned(doubtful_at=NOTED, confirmed_at=tokyo(10, 9)) == []


def test_a_yes_before_a_note_that_is_doubtful_all_the_same_does_not() -> None:
    assert planned(doubtful_at=NOTED, confirmed_at=tokyo(9, 9)) == KINDS


def test_a_word_of_theirs_ends_the_asking_and_a_talk_ends_the_call_too() -> None:
    interview = to_meet(doubtful_at=NOTED)

    wrote = plan(facts(interview=interview, wrote_at=tokyo(10, 10)), HELPING)
    talked = plan(facts(interview=interview, spoken_with_at=tokyo(10, 10)), HELPING)

    assert [one.kind for one in wrote if one.kind in KINDS] == [Kind.CALL_AHEAD]
    assert [one.kind for one in talked if one.kind in KINDS] == []


def test_who_said_yes_and_is_doubtful_all_the_same_is_called_in_the_morning() -> None:
    sure = plan(facts(interview=to_meet(confirmed_at=tokyo(11, 19))), HELPING)
    doubtful = plan(facts(interview=to_meet(confirmed_at=tokyo(11, 19), doubtful_at=tokyo(12, 7))), HELPING)

    assert said(sure, Kind.CALL_MORNING) == []
    assert said(doubtful, Kind.CALL_MORNING) == [(PHONE, tokyo(12, 9))]


def test_a_long_wait_has_a_word_in_between_and_a_short_one_has_not() -> None:
    long = plan(facts(interview=to_meet(starts_at=tokyo(20, 13))), HELPING)

    assert said(long, Kind.NURTURE) == [(SMS, tokyo(13, 18))]
    assert said(plan(facts(interview=to_meet()), HELPING), Kind.NURTURE) == []


def test_a_word_in_between_does_not_come_on_the_heels_of_the_booking() -> None:
    soon = to_meet(starts_at=tokyo(20, 13), booked_at=tokyo(11, 13))

    assert said(plan(facts(interview=soon), HELPING), Kind.NURTURE) == []


MOMENTS = st.datetimes(tokyo(8, 0).replace(tzinfo=None), tokyo(12, 13).replace(tzinfo=None)).map(
    lambda naive: naive.replace(tzinfo=tokyo(8, 0).tzinfo)
)


@given(
    noted=MOMENTS,
    answered=st.none() | MOMENTS,
    wrote=st.none() | MOMENTS,
    talked=st.none() | MOMENTS,
    moves=st.integers(0, 3),
    missed=st.booleans(),
)
def test_whatever_stands_without_the_risk_stands_with_it(
    noted: datetime,
    answered: datetime | None,
    wrote: datetime | None,
    talked: datetime | None,
    moves: int,
    missed: bool,
) -> None:
    """No message, call or time is lost, later or elsewhere because somebody's coming is doubtful."""
    interview = to_meet(confirmed_at=answered, moves=moves)
    spoken = (
        (Spoken(Kind.REMINDER_EVE, interview.about, "evening-before", SMS, missed=True),) if missed else ()
    )
    known = facts(interview=interview, wrote_at=wrote, spoken_with_at=talked, spoken=spoken)
    at_risk = replace(known, interview=replace(interview, doubtful_at=noted))

    without, with_risk = plan(known, HELPING), plan(at_risk, HELPING)

    assert set(map(repr, without)) <= set(map(repr, with_risk))
    added = {one.kind for one in with_risk if one not in without}
    assert added <= {Kind.REMINDER_AHEAD, Kind.CALL_AHEAD, Kind.CALL_MORNING}


@pytest.mark.parametrize("ended_by_us", [True, False])
def test_an_application_that_is_over_is_told_the_same_whatever_the_risk(ended_by_us: bool) -> None:
    over = facts(is_over=True, ended_by_us=ended_by_us, interview=to_meet())
    at_risk = replace(over, interview=to_meet(doubtful_at=NOTED))

    assert plan(over, HELPING) == plan(at_risk, HELPING)
