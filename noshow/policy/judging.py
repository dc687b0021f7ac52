"""How good probabilities were, once the outcomes are known. Needs numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noshow.policy.fitting import Vector

SURE = 1e-9
"""Nobody is surer than this; else one surprise would cost infinitely much."""


@dataclass(frozen=True)
class Bin:
    """``count`` of like probability: they were given ``expected`` on average, and ``absent`` did not come."""

    count: int
    absent: int
    expected: float

    @property
    def found(self) -> float:
        return self.absent / self.count


@dataclass(frozen=True)
class Better:
    """By how much the mean log loss is lower than another's, with the standard error of that difference."""

    by: float
    error: float


@dataclass(frozen=True)
class Judgement:
    """``auc``: how often somebody who did not come was given more than somebody who did."""

    auc: float
    brier: float
    log_loss: float
    bins: tuple[Bin, ...]


def judge(odds: Vector, outcome: Vector, *, bins: int = 10) -> Judgement:
    return Judgement(
        auc(odds, outcome),
        float(np.mean((odds - outcome) ** 2)),
        float(np.mean(losses(odds, outcome))),
        tuple(_bins(odds, outcome, bins)),
    )


def losses(odds: Vector, outcome: Vector) -> Vector:
    """Log loss, row by row."""
    sure = np.clip(odds, SURE, 1 - SURE)
    found: Vector = -(outcome * np.log(sure) + (1 - outcome) * np.log1p(-sure))
    return found


def better(odds: Vector, than: Vector, outcome: Vector) -> Better:
    """Compared row by row: the same people under both."""
    gained = losses(than, outcome) - losses(odds, outcome)
    error = float(np.std(gained, ddof=1) / np.sqrt(len(gained))) if len(gained) > 1 else 0.0
    return Better(float(np.mean(gained)), error)


def auc(odds: Vector, outcome: Vector) -> float:
    """By ranks, ties sharing theirs; 0.5 where all ended alike."""
    absent = outcome > 0.5
    many = int(absent.sum())
    others = len(outcome) - many
    if not many or not others:
        return 0.5
    ordered = np.sort(odds)
    of_absent = odds[absent]
    below: npt.NDArray[np.intp] = np.searchsorted(ordered, of_absent, side="left")
    up_to: npt.NDArray[np.intp] = np.searchsorted(ordered, of_absent, side="right")
    ranks = float(np.sum((below + up_to + 1) / 2.0))
    return (ranks - many * (many + 1) / 2.0) / (many * others)


def _bins(odds: Vector, outcome: Vector, count: int) -> Iterator[Bin]:
    """Of like size, by rising probability; equal probabilities may be parted."""
    order = np.argsort(odds, kind="stable")
    for part in np.array_split(order, min(count, len(order))):
        if len(part):
            yield Bin(len(part), int(outcome[part].sum()), float(odds[part].mean()))
