"""Fitting the points anew, and whether they may take over. Needs numpy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from noshow.policy.fitting import Fit, Prior, Vector, chance, fit
from noshow.policy.judging import Better, Judgement, better, judge
from noshow.policy.learning import BELIEF, BELIEF_OF_BASE, MORE_THAN_LUCK, Example, own_base, parted
from noshow.policy.risk import STARTING, Model

PIECE = 20_000


@dataclass(frozen=True)
class Learned:
    """``better``: than the start with its own base, on the newest interviews, which neither had seen."""

    model: Model
    base_error: float
    errors: dict[str, float]
    judged: Judgement
    start: Judgement
    better: Better
    judged_on: int

    @property
    def is_better(self) -> bool:
        return self.better.by > MORE_THAN_LUCK * self.better.error


def relearn(examples: Sequence[Example], start: Model = STARTING) -> Learned:
    """Learn from the older, judge on the newest; the weights given back are then learned from all."""
    older, newest = parted(examples)
    codes = list(start.weights)
    columns, outcome = table_of(newest, codes)
    found = _fitted(older, codes, start).odds_of(columns)
    stood = odds_under(replace(start, base=own_base(older, start)), columns)
    whole = _fitted(examples, codes, start)
    weights = {code: float(w) for code, w in zip(codes, whole.weights[1:], strict=True)}
    return Learned(
        model=replace(start, name="learned", base=float(whole.weights[0]), weights=weights),
        base_error=float(whole.errors[0]),
        errors={code: float(error) for code, error in zip(codes, whole.errors[1:], strict=True)},
        judged=judge(found, outcome),
        start=judge(stood, outcome),
        better=better(found, stood, outcome),
        judged_on=len(newest),
    )


def odds_under(model: Model, columns: Vector) -> Vector:
    """Probabilities of not coming; the columns stand in the order of the model's weights."""
    return chance(model.base + columns @ np.array(list(model.weights.values())))


def table_of(examples: Sequence[Example], codes: Sequence[str]) -> tuple[Vector, Vector]:
    columns = np.array([[one.values.get(code, 0.0) for code in codes] for one in examples], dtype=np.float64)
    outcome = np.array([one.absent for one in examples], dtype=np.float64)
    return columns.reshape(len(examples), len(codes)), outcome


def _fitted(examples: Sequence[Example], codes: Sequence[str], start: Model) -> Fit:
    columns, outcome = table_of(examples, codes)

    def chunks() -> Iterator[tuple[Vector, Vector]]:
        for at in range(0, len(outcome), PIECE):
            yield columns[at : at + PIECE], outcome[at : at + PIECE]

    mean = np.array([start.base, *start.weights.values()])
    spread = np.array([BELIEF_OF_BASE, *([BELIEF] * len(codes))])
    return fit(chunks, Prior(mean, spread))
