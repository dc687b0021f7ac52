"""Which steps of the cadence are refused, and that those which are not do go out."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from company.policy import SpeakingHours
from messaging.policy import Kind
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.checking import CONDITIONS_OF, KINDS_OF, Flaw, flaws

HOURS = SpeakingHours()
EVE = Step("eve", Kind.REMINDER_EVE, Anchor.START, days=-1, local_time=time(18))
HOURS_BEFORE = Step("directions", Kind.DIRECTIONS, Anchor.START, offset=timedelta(hours=-2))
THANKS = Step("thanks", Kind.THANKS, Anchor.APPLIED)
CHASE = Step("chase", Kind.INVITATION_CHASE, Anchor.ANSWER_BY, offset=timedelta(days=-1))
CALL = Step("call", Kind.CALL_MORNING, Anchor.START, days=0, local_time=time(9), route=Route.CALL)
FIRST = Step("first", Kind.ABSENCE_FIRST, Anchor.CASE, offset=timedelta(minutes=1))


@pytest.mark.parametrize("step", [EVE, HOURS_BEFORE, THANKS, CHASE, CALL, FIRST], ids=lambda step: step.name)
def test_a_step_that_goes_out_has_no_flaw(step: Step) -> None:
    assert flaws(step, HOURS) == ()


@pytest.mark.parametrize(
    ("step", "found"),
    [
        (replace(EVE, anchor=Anchor.APPLIED, days=1), Flaw.KIND),  # its text needs a time nobody has yet
        (replace(THANKS, kind=Kind.MANUAL), Flaw.KIND),
        (replace(THANKS, kind=Kind.BOOKED), Flaw.KIND),
        (replace(EVE, condition=Condition.UNBOOKED), Flaw.CONDITION),
        (replace(THANKS, condition=Condition.UNANSWERED), Flaw.CONDITION),
        (replace(FIRST, condition=Condition.UNANSWERED), Flaw.CONDITION),
        (replace(CALL, route=Route.EVERY), Flaw.CALL_BY_TEXT),
        (replace(EVE, route=Route.CALL), Flaw.TEXT_BY_CALL),
        (replace(EVE, local_time=None), Flaw.HALF_A_TIME),
        (replace(EVE, days=None), Flaw.HALF_A_TIME),
        (replace(EVE, offset=timedelta(hours=-1)), Flaw.TWO_TIMES),
        (replace(EVE, days=1), Flaw.TOO_LATE),
        (replace(HOURS_BEFORE, offset=timedelta(0)), Flaw.TOO_LATE),
        (replace(CHASE, offset=timedelta(minutes=1)), Flaw.TOO_LATE),
        (replace(THANKS, offset=timedelta(minutes=-1)), Flaw.TOO_EARLY),
        (replace(FIRST, offset=timedelta(0), days=-1, local_time=time(10)), Flaw.TOO_EARLY),
        (replace(EVE, local_time=time(21)), Flaw.AT_NIGHT),
        (replace(CALL, local_time=time(7, 59)), Flaw.AT_NIGHT),
        (replace(EVE, useful=timedelta(0)), Flaw.USELESS),
    ],
)
def test_a_step_that_never_goes_out_is_named_as_such(step: Step, found: Flaw) -> None:
    assert found in flaws(step, HOURS)


def test_the_companys_own_hours_count() -> None:
    narrow = SpeakingHours(opens=time(10), closes=time(18))

    assert flaws(replace(CALL, local_time=time(9)), narrow) == (Flaw.AT_NIGHT,)
    assert flaws(replace(EVE, local_time=time(17, 59)), narrow) == ()


def test_the_day_itself_may_be_before_or_after() -> None:
    assert flaws(replace(EVE, kind=Kind.DIRECTIONS, days=0, local_time=time(8)), HOURS) == ()
    assert flaws(replace(FIRST, offset=timedelta(0), days=0, local_time=time(20)), HOURS) == ()


def test_every_anchor_has_its_kinds_and_conditions() -> None:
    assert set(KINDS_OF) == set(CONDITIONS_OF) == set(Anchor)
    assert all(Condition.ALWAYS in conditions for conditions in CONDITIONS_OF.values())
