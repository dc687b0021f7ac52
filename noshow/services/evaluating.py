"""How well the additive risk does on any table: fitted on some rows, judged on others. Needs numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noshow.policy.fitting import Fit, Prior, Vector, fit
from noshow.policy.judging import Better, Judgement, better, judge
from noshow.policy.risk import POINTS
from noshow.services.design import Design
from noshow.services.tables import Table

PIECE = 10_000
BELIEF, BELIEF_OF_BASE = 1.0, 5.0
"""Nothing is known of these signals beforehand: about nought, give or take one unit of log-odds."""
SEED, SKETCH = 1, 50_000
Rows = npt.NDArray[np.bool_]


class TooFew(Exception):
    """A part to learn from, or to be judged on, has outcomes of one kind alone."""


@dataclass(frozen=True)
class Reason:
    """One line of the sum: ``points`` more or fewer, and their standard error."""

    words: str
    points: float
    error: float


@dataclass(frozen=True)
class Evaluation:
    """``better``: than the share of all alone, on rows the fit had not seen."""

    rows: int
    left_out: int
    absent: int
    judged_on: int
    how: str
    judged: Judgement
    better: Better
    base: float
    base_error: float
    reasons: tuple[Reason, ...]


def evaluate(table: Table, *, folds: int = 5) -> Evaluation:
    """By time where the table has one: the newest part is judged. Else every row, by folds. Raises TooFew."""
    design = Design(table)
    whole = _fitted(design, None, _sketched(design))
    odds = np.full(len(table.outcome), np.nan)
    constant = odds.copy()
    for aside in _parts(table, folds):
        found = _fitted(design, ~aside, whole.weights)
        odds[aside] = _odds(design, aside, found)
        constant[aside] = table.outcome[~aside].mean(dtype=np.float64)
    judged = ~np.isnan(odds)
    outcome = table.outcome[judged].astype(np.float64)
    return Evaluation(
        rows=len(table.outcome),
        left_out=table.left_out,
        absent=int(table.outcome.sum(dtype=np.float64)),
        judged_on=int(judged.sum()),
        how=f"newest {100 // folds} %" if table.moments is not None else f"{folds}-fold",
        judged=judge(odds[judged], outcome),
        better=better(odds[judged], constant[judged], outcome),
        base=POINTS * float(whole.weights[0]),
        base_error=POINTS * float(whole.errors[0]),
        reasons=tuple(sorted(_reasons(design, whole), key=lambda one: -abs(one.points))),
    )


def _reasons(design: Design, found: Fit) -> Iterator[Reason]:
    for term, weight, error in zip(design.terms, found.weights[1:], found.errors[1:], strict=True):
        yield Reason(term.words, POINTS * float(weight), POINTS * float(error))


def _parts(table: Table, folds: int) -> Iterator[Rows]:
    """What is put aside, part by part."""
    count = len(table.outcome)
    if table.moments is not None:
        order = np.argsort(table.moments, kind="stable")
        aside = np.zeros(count, bool)
        aside[order[count - max(1, count // folds) :]] = True
        yield _both(table, aside)
        return
    fold = np.random.default_rng(SEED).permutation(count) % folds
    for number in range(folds):
        yield _both(table, fold == number)


def _both(table: Table, aside: Rows) -> Rows:
    older = table.outcome[~aside]
    if not aside.any() or not len(older) or older.min() == older.max():
        raise TooFew("too few rows: what is learned from must hold both outcomes")
    return aside


def _sketched(design: Design) -> Vector | None:
    """Of very many rows, what some of them say is a good place to begin: it saves passes through all."""
    count = len(design.table.outcome)
    if count <= SKETCH * 4:
        return None
    some = np.zeros(count, bool)
    some[:: count // SKETCH] = True
    return _fitted(design, some).weights


def _fitted(design: Design, rows: Rows | None, start: Vector | None = None) -> Fit:
    outcome = design.table.outcome

    def chunks() -> Iterator[tuple[Vector, Vector]]:
        for at in range(0, len(outcome), PIECE):
            end = min(at + PIECE, len(outcome))
            chosen = None if rows is None else rows[at:end]
            told = outcome[at:end] if chosen is None else outcome[at:end][chosen]
            yield design.columns(at, end, chosen), told.astype(np.float64)

    share = float((outcome if rows is None else outcome[rows]).mean(dtype=np.float64))
    mean = np.zeros(len(design.terms) + 1)
    mean[0] = np.log(share / (1 - share))
    spread = np.full(len(mean), BELIEF)
    spread[0] = BELIEF_OF_BASE
    return fit(chunks, Prior(mean, spread), start=start)


def _odds(design: Design, rows: Rows, found: Fit) -> Vector:
    pieces = []
    for at in range(0, len(rows), PIECE):
        end = min(at + PIECE, len(rows))
        pieces.append(found.odds_of(design.columns(at, end, rows[at:end])))
    return np.concatenate(pieces)
