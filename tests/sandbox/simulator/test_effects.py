"""What was assumed of reminders comes out again, by messages that were sent, delivered and read."""

import random
from collections.abc import Mapping

import pytest
from django.db import transaction

from sandbox.simulator.assumptions import assume
from sandbox.simulator.comparing import Comparison, compare
from sandbox.simulator.life import Life, Plan
from sandbox.simulator.policies import named
from sandbox.simulator.results import Fate, fates

pytestmark = pytest.mark.django_db
PUBLISHED = 0.77
"""Risk of missing with a text reminder over that without, in twelve trials."""

LONG_WAITS = {"takes_soonest": 0.02, "provider_is_busy": 0.0}
"""As in the trials: a reminder is asked for only by times that are more than a day or two away."""

POWERLESS = {"reminder_leaves": 1.0, "tells_asked": 0.0, "tells_no_heart": 0.0, "directions_leave": 1.0}


def lived(policy: str, applications: int, habits: Mapping[str, object]) -> list[Fate]:
    plan = Plan(max(applications // 8, 1), applications, 11, assume(habits))
    random.seed(plan.seed)
    with transaction.atomic():
        found = fates(Life(plan, named(policy)).live())
        transaction.set_rollback(True)
    return found


def compared(applications: int, habits: Mapping[str, object]) -> Comparison:
    without, text = (lived(policy, applications, habits) for policy in ("none", "text"))
    return compare("none", without, "text", text)


def test_a_text_reminder_has_about_the_published_effect() -> None:
    found = compared(80, LONG_WAITS).miss_ratio

    assert found is not None
    assert found.value < 1
    assert found.low <= PUBLISHED <= found.high
    assert found.low > PUBLISHED / 2, "the interval says something"


def test_without_a_way_to_work_reminders_change_nothing() -> None:
    """Nobody's attendance hangs on the policy itself."""
    found = compared(16, {**LONG_WAITS, **POWERLESS})

    measures = {one.name: one for one in found.measures}
    assert measures["missed"].first == measures["missed"].second
    assert measures["attended"].difference.value == 0
    assert measures["messages"].difference.value > 0
