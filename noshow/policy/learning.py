"""When a company's own interviews may change the points, and what must be shown before they do. Plain Python.

Fitting itself stands in ``fitting`` and needs numpy; everything here does not.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noshow.policy.risk import POINTS, STARTING, Model

ENOUGH_FOR_BASE, FEWEST_FOR_BASE = 50, 5
"""Interviews, and of them of each outcome. At a fifth absent, 50 tell the base to within 3 or 4 points."""
ENOUGH_TO_LEARN, FEWEST_TO_LEARN = 400, 50
"""So that the newest quarter holds a hundred: with fewer, better cannot be told from lucky."""
NEWEST = 0.25
"""The share that is kept aside, and judged on."""
MORE_THAN_LUCK = 1.64
"""Standard errors by which it must be better: chance alone reaches that once in twenty."""
BELIEF = 0.5
"""How sure the starting weights are, as a standard deviation in log-odds: five points."""
BELIEF_OF_BASE = 2.0
"""Hardly sure at all: how many come depends most on the company."""
LOOK_AGAIN_AFTER, GROWN_BY = 50, 0.1
"""New outcomes before looking again: so many, and a tenth of what was known at the last look."""


@dataclass(frozen=True)
class Example:
    """One interview: what was known before, and whether they stayed away."""

    values: Mapping[str, float]
    absent: bool
    starts_at: datetime


def may_set_base(outcomes: int, absent: int) -> bool:
    return outcomes >= ENOUGH_FOR_BASE and FEWEST_FOR_BASE <= absent <= outcomes - FEWEST_FOR_BASE


def may_learn(outcomes: int, absent: int) -> bool:
    return outcomes >= ENOUGH_TO_LEARN and FEWEST_TO_LEARN <= absent <= outcomes - FEWEST_TO_LEARN


def new_before_looking_again(known: int) -> int:
    """Outcomes, after so many were known at the last look."""
    return max(LOOK_AGAIN_AFTER, math.ceil(GROWN_BY * known))


def parted(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The older, to learn from, and the newest, to be judged on: the future is never learned from."""
    ordered = sorted(examples, key=lambda one: one.starts_at)
    cut = len(ordered) - math.ceil(NEWEST * len(ordered))
    return ordered[:cut], ordered[cut:]


def total_of(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Log-odds without the base."""
    return sum(weight * values.get(code, 0.0) for code, weight in weights.items())


def own_base(examples: Sequence[Example], model: Model = STARTING) -> float:
    """The base under which as many are expected to stay away as did; the weights stay. Newton's method.

    Outcomes of both kinds are needed, else there is none.
    """
    totals = [total_of(one.values, model.weights) for one in examples]
    absent = sum(one.absent for one in examples)
    base = math.log(absent / (len(examples) - absent))
    for _ in range(60):
        odds = [1 / (1 + math.exp(-max(-30.0, min(30.0, base + total)))) for total in totals]
        step = (absent - sum(odds)) / max(sum(p * (1 - p) for p in odds), 1e-9)
        base += max(-2.0, min(2.0, step))
        if abs(step) < 1e-9:
            break
    return base


def says_another_base(found: float, standing: float) -> bool:
    """A whole point apart, as it is shown."""
    return round(POINTS * found) != round(POINTS * standing)
