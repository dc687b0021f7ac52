"""Synthetic histories of known truth: who comes is drawn from weights somebody chose."""

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from noshow.policy import STARTING
from noshow.policy.learning import Example, total_of

ENDS_AT = datetime(2026, 6, 10, 1, tzinfo=UTC)
HOW_OFTEN = {
    "came_before": 0.15,
    "spoke": 0.2,
    "unreached": 0.05,
    "opened": 0.6,
    "chose": 0.7,
    "question": 0.05,
    "said_late": 0.05,
    "elsewhere": 0.4,
    "clicked": 0.3,
    "reached": 0.85,
    "monday": 0.17,
    "weekend": 0.25,
    "morning": 0.2,
    "evening": 0.2,
}


def signals(draw: random.Random) -> dict[str, float]:
    """Of one invented person; none of them is sure to be there."""
    found: dict[str, float] = {code: float(draw.random() < often) for code, often in HOW_OFTEN.items()}
    said = draw.random()
    found |= {"confirmed": float(said < 0.6), "silent": float(0.6 <= said < 0.9)}
    found["lead"] = draw.betavariate(2, 2)
    found["absent_before"] = draw.random() if draw.random() < 0.08 else 0.0
    found["slow"] = draw.random() if draw.random() < 0.2 else 0.0
    found["calls_missed"], found["moved"] = (float(draw.choices((0, 1, 2), (80, 15, 5))[0]) for _ in range(2))
    found["keen"] = float(draw.choices((-1, 0, 1), (15, 50, 35))[0])
    return found


def other_truth(draw: random.Random, spread: float = 0.5) -> dict[str, float]:
    """As far from the published weights as those may well be wrong."""
    return {code: weight + draw.gauss(0.0, spread) for code, weight in STARTING.weights.items()}


def history(
    draw: random.Random, count: int, weights: Mapping[str, float], base: float = -1.2
) -> list[Example]:
    """One interview an hour, the last of them before ``ENDS_AT``."""
    found = []
    for number in range(count):
        values = signals(draw)
        odds = 1 / (1 + math.exp(-(base + total_of(values, weights))))
        found.append(Example(values, draw.random() < odds, ENDS_AT - timedelta(hours=count - number)))
    return found
