"""Penalised logistic regression by Newton's method, over a table too large to be copied. Needs numpy.

The penalty draws every weight towards what was believed beforehand, more strongly the surer that was: with
little history the weights stay where they were, with much the history speaks. (As a prior: normal, with the
belief as its mean; the weights found are the mode, the inverse Hessian their covariance.)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Chunks = Callable[[], Iterator[tuple[Vector, Vector]]]
"""Gives the table in pieces, as often as it is called: columns without a base, and 0 or 1 for each row."""
CLOSE_ENOUGH = 0.002
"""Of a standard error; Newton's next step is then about the square of it."""
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Prior:
    """What was believed of the base, first, and of each column; ``spread`` as standard deviations."""

    mean: Vector
    spread: Vector


@dataclass(frozen=True)
class Fit:
    """The base stands first in both."""

    weights: Vector
    errors: Vector

    def odds_of(self, columns: Vector) -> Vector:
        """Probabilities, row by row."""
        return chance(self.weights[0] + columns @ self.weights[1:])


def chance(total: Vector) -> Vector:
    """The logistic function; totals beyond anything believable are cut, so that it neither ends nor warns."""
    found: Vector = 1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0)))
    return found


def fit(chunks: Chunks, prior: Prior, *, start: Vector | None = None) -> Fit:
    """The weights under which the table and the belief together are likeliest.

    The table is passed through once a step, and a step too far is halved: the loss is convex, so some part of
    it leads down. It ends with a step so small beside the standard errors that the next would not be seen.
    """
    weights = (prior.mean if start is None else start).copy()
    step, least = np.zeros_like(weights), np.inf
    for _ in range(MOST_ROUNDS):
        loss, slope, curve = _around(weights, chunks, prior)
        if loss > least + 1e-9 * abs(least):
            step = step / 2
            weights = weights - step
            continue
        least, inverse = loss, np.linalg.inv(curve)
        step = inverse @ slope
        weights = weights + step
        errors: Vector = np.sqrt(np.diag(inverse))
        if float(np.max(np.abs(step) / errors)) < CLOSE_ENOUGH:
            break
    return Fit(weights, errors)


def _around(weights: Vector, chunks: Chunks, prior: Prior) -> tuple[float, Vector, Vector]:
    """Loss, downhill slope and curvature at these weights."""
    tightness = 1.0 / prior.spread**2
    off = weights - prior.mean
    loss, slope, curve = float(0.5 * tightness @ off**2), -tightness * off, np.diag(tightness)
    for columns, outcome in chunks():
        found = _of_chunk(weights, columns, outcome)
        loss, slope, curve = loss + found[0], slope + found[1], curve + found[2]
    return loss, slope, curve


def _of_chunk(weights: Vector, columns: Vector, outcome: Vector) -> tuple[float, Vector, Vector]:
    total = weights[0] + columns @ weights[1:]
    odds = chance(total)
    loss = float(np.sum(np.logaddexp(0.0, total) - outcome * total))
    off, spread = outcome - odds, odds * (1.0 - odds)
    slope = np.concatenate(([off.sum()], columns.T @ off))
    curve = np.empty((len(weights), len(weights)))
    curve[0, 0] = spread.sum()
    curve[0, 1:] = curve[1:, 0] = columns.T @ spread
    rooted = columns * np.sqrt(spread)[:, None]
    curve[1:, 1:] = rooted.T @ rooted
    return loss, slope, curve
