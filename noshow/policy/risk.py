"""The risk that somebody does not come: a sum anybody can check, which only ever adds help. Pure.

Log-odds add up; shown are points, ten times the log-odds, rounded. The total of the points shown is what is
turned into per cent, so that the sum on the screen is the sum that counts.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

POINTS = 10
"""Points of one unit of log-odds."""


class Level(StrEnum):
    LOW = "low"
    MIDDLE = "mid"
    HIGH = "high"


@dataclass(frozen=True)
class Model:
    """``base`` and ``weights`` by signal are log-odds of not coming; ``middle`` and ``high`` per cent."""

    name: str
    base: float
    weights: Mapping[str, float]
    middle: int = 35
    high: int = 55


@dataclass(frozen=True)
class Part:
    """One line of the sum."""

    code: str
    points: int


@dataclass(frozen=True)
class Risk:
    """``parts`` without ``base``, the weightiest first; ``percent`` of not coming, 1 to 99."""

    parts: tuple[Part, ...]
    base: int
    points: int
    percent: int
    level: Level

    @property
    def coming(self) -> int:
        """Per cent."""
        return 100 - self.percent


STARTING = Model(
    name="evidence",
    base=math.log(0.365 / 0.635),
    weights={
        "confirmed": math.log(0.26 / 0.74) - math.log(0.365 / 0.635),
        "silent": math.log(0.49 / 0.51) - math.log(0.365 / 0.635),
        "lead": math.log(5.5),
        "absent_before": math.log(4.4),
        "spoke": math.log(0.228 / 0.772) - math.log(0.292 / 0.708),
        "unreached": -math.log(0.77),
        "came_before": -0.3,
        "calls_missed": 0.2,
        "moved": 0.2,
        "opened": -0.3,
        "chose": -0.3,
        "question": 0.3,
        "said_late": -0.3,
        "keen": -0.3,
        "elsewhere": 0.3,
        "slow": 0.3,
        "clicked": -0.2,
        "reached": -0.1,
        "monday": 0.0,
        "weekend": 0.0,
        "morning": 0.0,
        "evening": 0.0,
    },
)
"""What is known before a company has a history of its own.

Of 1,233 interviews in India (2014-16) 63.5 % came: 74 % of those who had confirmed, 51 % of those who were
unsure or silent. Lead time over four weeks against under a day: odds of missing x 5.5; an earlier miss x 4.4
(clinics). A call by a person, to high-risk people: 29.2 to 22.8 % missed. Text reminders against none: risk
x 0.77 (12 trials), so a word that reached nobody costs at least that much. The others, from ``came_before``
on, have no trial known to us: a third of a unit or less in the direction everybody expects, until the
company's own history says otherwise. Weekday and hour begin at nothing, since studies of them contradict each
other; they are there to be learned.
"""


def assess(values: Mapping[str, float], model: Model = STARTING) -> Risk:
    """The sum for one interview; ``values`` as ``signals.values_of`` gives them, a missing one is 0."""
    said = [
        Part(code, round(POINTS * weight * values.get(code, 0.0))) for code, weight in model.weights.items()
    ]
    parts = sorted((part for part in said if part.points), key=lambda part: -abs(part.points))
    base = round(POINTS * model.base)
    total = base + sum(part.points for part in parts)
    percent = percent_of(total)
    return Risk(tuple(parts), base, total, percent, _level(percent, model))


def percent_of(points: int) -> int:
    """Of not coming, by the logistic function; never 0 or 100, for nobody knows."""
    return min(99, max(1, round(100 / (1 + math.exp(-points / POINTS)))))


def gain_of_a_word(values: Mapping[str, float], model: Model = STARTING) -> int:
    """By how many per cent points a call that reaches them now makes coming likelier; 0 once one did.

    The named evidence alone: that calls in vain would count no more is left out.
    """
    if values.get("spoke"):
        return 0
    return assess({**values, "spoke": 1.0}, model).coming - assess(values, model).coming


def _level(percent: int, model: Model) -> Level:
    if percent >= model.high:
        return Level.HIGH
    return Level.MIDDLE if percent >= model.middle else Level.LOW


@dataclass(frozen=True)
class Forecast:
    """How many will have come; ``low`` and ``high`` hold four days in five."""

    expected: float
    low: int
    high: int


def forecast(arrived: int, odds: Sequence[float]) -> Forecast:
    """``arrived`` have come; ``odds`` are probabilities of coming of those still to come, each by themselves.

    The normal approximation to a sum of independent yes-or-no draws; 1.28 standard deviations hold 80 %.
    """
    expected = arrived + sum(odds)
    reach = 1.28 * math.sqrt(sum(p * (1 - p) for p in odds))
    low, high = round(expected - reach), round(expected + reach)
    return Forecast(round(expected, 1), max(arrived, low), min(arrived + len(odds), high))
