"""Lives of made-up people: repeatable, and true to every promise at every step."""

import random

import pytest
from django.db import transaction

from sandbox.simulator.assumptions import Assumptions
from sandbox.simulator.life import Life, Plan
from sandbox.simulator.policies import named
from sandbox.simulator.results import Fate, fates

pytestmark = pytest.mark.django_db


def lived(plan: Plan, policy: str, *, is_checked: bool = False) -> tuple[list[str], list[Fate]]:
    """A life that leaves nothing behind; its log and fates."""
    random.seed(plan.seed)
    with transaction.atomic():
        life = Life(plan, named(policy), is_checked=is_checked)
        world = life.live()
        found = fates(world)
        transaction.set_rollback(True)
    return world.log, found


def test_the_same_seed_gives_the_same_log_byte_for_byte() -> None:
    plan = Plan(days=3, applications=6, seed=3, habits=Assumptions())

    once, again = (lived(plan, "default")[0] for _ in range(2))

    assert "\n".join(once).encode() == "\n".join(again).encode()
    assert {"applies", "is-sent", "books", "is-recorded"} <= {line.split()[2] for line in once}


def test_another_seed_gives_other_people() -> None:
    one, other = (
        lived(Plan(days=2, applications=2, seed=seed, habits=Assumptions()), "none")[0] for seed in (1, 2)
    )

    assert one != other


def test_every_policy_meets_the_same_people() -> None:
    plan = Plan(days=3, applications=5, seed=7, habits=Assumptions())

    without, usual = (lived(plan, policy)[0] for policy in ("none", "default"))

    for acts in ("applies", "is-invited"):
        assert [line for line in without if acts in line] == [line for line in usual if acts in line]
    assert any("reminder_eve" in line for line in usual)
    assert not any("reminder_eve" in line for line in without)
