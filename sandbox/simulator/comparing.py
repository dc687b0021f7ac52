"""Two policies side by side: the same people, so differences are taken person by person. Pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, variance

from sandbox.simulator.results import Fate

Z = 1.959964
"""Intervals are of 95 %."""


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves one direction only."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Measure:
    """A figure of each policy, and of the second against the first."""

    name: str
    first: float
    second: float
    difference: Estimate


@dataclass(frozen=True)
class Comparison:
    """``miss_ratio``: the second policy's risk of missing over the first's; None if nobody missed."""

    first: str
    second: str
    people: int
    measures: tuple[Measure, ...]
    miss_ratio: Estimate | None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


MEANS: Mapping[str, Callable[[Fate], float]] = {
    "attended": lambda one: float(one.has_come),
    "joined": lambda one: float(one.has_joined),
    "messages": lambda one: float(one.messages),
    "calls": lambda one: float(one.calls),
    "yen": lambda one: one.yen,
}
"""By application."""


def compare(first: str, a: Sequence[Fate], second: str, b: Sequence[Fate]) -> Comparison:
    """``a`` and ``b`` are of the same people in the same order."""
    if [one.person for one in a] != [one.person for one in b]:
        raise ValueError("not the same people")
    rates = _miss_rates(a, b)
    measures = tuple(_mean(name, of, a, b) for name, of in MEANS.items())
    return Comparison(first, second, len(a), (rates, *measures), _miss_ratio(a, b))


def _mean(name: str, of: Callable[[Fate], float], a: Sequence[Fate], b: Sequence[Fate]) -> Measure:
    xs, ys = [of(one) for one in a], [of(one) for one in b]
    difference = _around([y - x for x, y in zip(xs, ys, strict=True)])
    return Measure(name, fmean(xs), fmean(ys), difference)


def _miss_rates(a: Sequence[Fate], b: Sequence[Fate]) -> Measure:
    """Of the interviews at which somebody was expected; excused and cancelled ones are not among them."""
    (one, xs), (two, ys) = _ratio(a), _ratio(b)
    spread = _spread([y - x for x, y in zip(xs, ys, strict=True)])
    difference = two - one
    return Measure("missed", one, two, Estimate(difference, difference - spread, difference + spread))


def _miss_ratio(a: Sequence[Fate], b: Sequence[Fate]) -> Estimate | None:
    (one, xs), (two, ys) = _ratio(a), _ratio(b)
    if not one or not two:
        return None
    spread = _spread([y / two - x / one for x, y in zip(xs, ys, strict=True)])
    ratio = two / one
    return Estimate(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))


def _ratio(fates: Sequence[Fate]) -> tuple[float, list[float]]:
    """The share missed, and what each person adds to its error (linearised)."""
    due = fmean([one.due for one in fates]) if fates else 0.0
    if not due:
        return 0.0, [0.0] * len(fates)
    rate = fmean([one.missed for one in fates]) / due
    return rate, [(one.missed - rate * one.due) / due for one in fates]


def _around(values: Sequence[float]) -> Estimate:
    middle, spread = (fmean(values) if values else 0.0), _spread(values)
    return Estimate(middle, middle - spread, middle + spread)


def _spread(values: Sequence[float]) -> float:
    return Z * math.sqrt(variance(values) / len(values)) if len(values) > 1 else 0.0
