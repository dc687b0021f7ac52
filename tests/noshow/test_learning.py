"""When a company's own interviews may change the points, in plain numbers."""

import math
import random

import pytest

from bench.histories import history
from noshow.policy import STARTING
from noshow.policy.learning import (
    may_learn,
    may_set_base,
    new_before_looking_again,
    own_base,
    parted,
    says_another_base,
    total_of,
)


@pytest.mark.parametrize(
    ("outcomes", "absent", "base", "points"),
    [
        (49, 20, False, False),
        (50, 5, True, False),
        (50, 4, False, False),
        (50, 46, False, False),
        (399, 100, True, False),
        (400, 50, True, True),
        (400, 49, True, False),
        (400, 351, True, False),
    ],
)
def test_there_must_be_enough_of_both_kinds(outcomes: int, absent: int, base: bool, points: bool) -> None:
    assert may_set_base(outcomes, absent) is base
    assert may_learn(outcomes, absent) is points


def test_it_looks_again_after_fifty_or_a_tenth_more() -> None:
    assert [new_before_looking_again(n) for n in (0, 400, 500, 5000)] == [50, 50, 50, 500]


def test_the_newest_quarter_is_kept_aside() -> None:
    past = history(random.Random(0), 41, STARTING.weights)

    older, newest = parted(past[::-1])

    assert (len(older), len(newest)) == (30, 11)
    assert max(one.starts_at for one in older) < min(one.starts_at for one in newest)


def test_under_the_own_base_as_many_are_expected_to_stay_away_as_did() -> None:
    past = history(random.Random(3), 200, STARTING.weights, base=-2.0)

    base = own_base(past)

    odds = [1 / (1 + math.exp(-(base + total_of(one.values, STARTING.weights)))) for one in past]
    assert sum(odds) == pytest.approx(sum(one.absent for one in past))
    assert base == pytest.approx(-2.0, abs=0.5)


def test_another_base_is_one_that_is_shown_as_another() -> None:
    assert not says_another_base(-0.55, -0.56)
    assert says_another_base(-0.54, -0.56)
