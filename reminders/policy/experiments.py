"""Experiments: who is told which way, what a step says to them, and how many people it takes to know. Pure.

Everybody who books while an experiment runs belongs to one variant for good, drawn by a hash of the
experiment's salt and the application's number: no order, clock or person can lean on it, and drawn again it
is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum
from hashlib import sha256
from math import ceil, sqrt
from statistics import NormalDist

from messaging.policy import Kind
from noshow.policy.rates import Rate, wilson
from reminders.policy.cadence import Anchor, Route, Step

CONTROL = "a"
"""The first variant: as it is."""
KEYS = "abcd"
HARMLESS = frozenset({Kind.NURTURE, Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD})
"""What may be left out to see whether it helps. Questions, the way and words after an absence never are."""
POWER = 0.8
SURE = 0.05
"""The usual figures of trials: a difference that is there is found four times in five, one that is not is
believed once in twenty, shared among the comparisons (Bonferroni)."""


class Varies(StrEnum):
    TEXT = "text"
    TIME = "time"
    ROUTE = "route"
    HOLD_OUT = "hold_out"


@dataclass(frozen=True)
class Variant:
    """``texts``: subject and body by channel, for one language; what is not set stays as the step has it."""

    key: str
    days: int | None = None
    local_time: time | None = None
    route: Route | None = None
    is_hold_out: bool = False
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """``step`` is the name of the cadence step; ``salt`` belongs to this experiment alone."""

    id: int
    salt: str
    step: str
    variants: tuple[Variant, ...]
    started_at: datetime

    def code(self, variant: Variant) -> str:
        """How messages name it: ``experiment-3b``."""
        return f"experiment-{self.id}{variant.key}"


def variant_for(experiment: Experiment, application_id: int) -> Variant:
    digest = sha256(f"{experiment.salt}:{application_id}".encode()).digest()
    return experiment.variants[int.from_bytes(digest[:8], "big") % len(experiment.variants)]


def may_vary(step: Step, varies: Varies) -> bool:
    """Steps about an interview to come, since its attendance is the outcome; calls have no text, no route."""
    if step.anchor != Anchor.START or step.route == Route.CALL:
        return False
    return varies != Varies.HOLD_OUT or step.kind in HARMLESS


def with_variant(cadence: Sequence[Step], experiment: Experiment, variant: Variant) -> tuple[Step, ...]:
    """The cadence as this variant has it. The control changes nothing but that the message says so."""
    return tuple(
        _varied(step, experiment, variant) if step.name == experiment.step else step
        for step in cadence
        if not (step.name == experiment.step and variant.is_hold_out)
    )


def _varied(step: Step, experiment: Experiment, variant: Variant) -> Step:
    timed = {"days": variant.days, "local_time": variant.local_time} if variant.local_time else {}
    return replace(
        step,
        **timed,  # type: ignore[arg-type]  # the two belong together
        route=variant.route or step.route,
        variant=experiment.code(variant),
        texts=tuple((channel, *words) for channel, words in sorted(variant.texts.items())),
    )


@dataclass(frozen=True)
class Difference:
    """Of the share that came, a variant against the control; ``low`` to ``high`` is the interval."""

    points: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """The interval leaves zero out."""
        return self.low > 0 or self.high < 0


def difference(control: Rate, variant: Rate, *, comparisons: int = 1) -> Difference | None:
    """Newcombe's interval of the difference of two shares (1998, method 10), from two Wilson intervals.

    ``comparisons`` share the 5 % (Bonferroni). None while one of them has nobody.
    """
    if control.share is None or variant.share is None:
        return None
    z = _z(comparisons)
    (low_a, high_a), (low_b, high_b) = _interval(control, z), _interval(variant, z)
    points = variant.share - control.share
    below = sqrt((variant.share - low_b) ** 2 + (high_a - control.share) ** 2)
    above = sqrt((high_b - variant.share) ** 2 + (control.share - low_a) ** 2)
    return Difference(points, points - below, points + above)


def _interval(rate: Rate, z: float) -> tuple[float, float]:
    return wilson(rate.hits, rate.cases, z)


def _z(comparisons: int) -> float:
    return NormalDist().inv_cdf(1 - SURE / comparisons / 2)


def people_needed(expected: float, smallest: float, *, variants: int = 2) -> int:
    """How many outcomes each variant needs to find a difference of ``smallest`` from the share ``expected``.

    Both are shares, 0 to 1. The textbook's size for two proportions (Fleiss, Levin and Paik 2003, 4.14).
    Raises ValueError where such a difference cannot be.
    """
    other = expected + smallest if expected + smallest < 1 else expected - smallest
    if not (0 < expected < 1 and smallest > 0 and 0 < other < 1):
        raise ValueError("no such difference")
    middle = (expected + other) / 2
    apart = _z(variants - 1) * sqrt(2 * middle * (1 - middle))
    spread = NormalDist().inv_cdf(POWER) * sqrt(expected * (1 - expected) + other * (1 - other))
    return ceil(((apart + spread) / smallest) ** 2)


def may_be_read(rates: Sequence[Rate], needed: int, now: datetime, until: datetime) -> bool:
    """The rule stated beforehand: every variant has its number of outcomes, or the last day is over."""
    return now >= until or all(rate.cases >= needed for rate in rates)
