"""A table as numbers to fit: scaled, skewed columns on a logarithm, categories one by one. Needs numpy.

Missing is said by a column of its own, so that it may weigh what it weighs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any  # numbers or truth values; both become numbers

import numpy as np
import numpy.typing as npt

from noshow.policy.fitting import Vector
from noshow.services.tables import Column, Floats, Holds, Table

RARE = 0.01
"""Categories of fewer rows than this share stand together as the others."""
MOST_SHOWN = 20
SKEWED = 2.0
OFTEN = 0.05
"""Where so many are exactly 0, that is a fact of its own: no wait, no earlier visit."""


@dataclass(frozen=True)
class Term:
    """One column to fit. ``category``: the place of the one it is about; -1 the others, None: by value."""

    column: int
    words: str
    is_missing: bool = False
    category: int | None = None
    is_zero: bool = False
    is_log: bool = False
    centre: float = 0.0
    scale: float = 1.0
    has_missing: bool = False


def terms_of(table: Table) -> list[Term]:
    """Columns in which all rows are alike are left out: they tell nothing."""
    return [term for at, column in enumerate(table.columns) for term in _terms(at, column)]


def _terms(at: int, column: Column) -> Iterator[Term]:
    values = column.values
    missing = np.isnan(values)
    share = float(missing.mean())
    if share < 1.0:
        if column.holds == Holds.CATEGORIES:
            yield from _category_terms(at, column, values[~missing])
        else:
            yield from _number_terms(at, column, values[~missing], has_missing=share > 0)
    if 0.0 < share < 1.0:
        yield Term(at, f"{column.name}: unknown", is_missing=True)


def _number_terms(at: int, column: Column, known: Floats, *, has_missing: bool) -> Iterator[Term]:
    if known.min() == known.max():
        return
    if column.holds == Holds.YES_NO or (known.min() == 0 and known.max() == 1 and _is_whole(known)):
        yield Term(at, column.name, has_missing=has_missing)
        return
    is_log = float(known.min()) >= 0 and _skew(known) > SKEWED
    seen = np.log1p(known) if is_log else known
    centre, scale = float(np.mean(seen, dtype=np.float64)), float(np.std(seen, dtype=np.float64))
    words = f"{column.name} (log, " if is_log else f"{column.name} ("
    words = f"{words}a standard deviation)"
    yield Term(at, words, is_log=is_log, centre=centre, scale=scale or 1.0, has_missing=has_missing)
    if OFTEN < float(np.mean(known == 0)) < 1 - OFTEN:
        yield Term(at, f"{column.name} is 0", is_zero=True)


def _is_whole(known: Floats) -> bool:
    return bool(np.all((known == 0) | (known == 1)))


def _skew(known: Floats) -> float:
    off = known - np.mean(known, dtype=np.float64)
    spread = float(np.std(off))
    return float(np.mean((off / spread) ** 3)) if spread else 0.0


def _category_terms(at: int, column: Column, known: Floats) -> Iterator[Term]:
    """Against the most frequent one."""
    counts = np.bincount(known.astype(np.int64), minlength=len(column.categories))
    names = list(column.categories)
    order = [int(n) for n in np.argsort(-counts, kind="stable")]
    frequent = [n for n in order if counts[n] >= max(2, RARE * len(known))][:MOST_SHOWN]
    if not frequent or len(order) < 2:
        return
    first = names[frequent[0]]
    for n in frequent[1:]:
        yield Term(at, f"{column.name} = {names[n]} (not {first})", category=n)
    if len(frequent) < len(order):
        yield Term(at, f"{column.name} = another (not {first})", category=-1)


class Design:
    """The table as numbers, made piece by piece: all of it at once would take eight times its memory."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.terms = terms_of(table)
        self._named = {at: self._named_of(at) for at in range(len(table.columns))}

    def columns(self, start: int, end: int, rows: npt.NDArray[np.bool_] | None = None) -> Vector:
        """Some rows, in the order of the terms; of ``start`` to ``end`` those that ``rows`` says."""
        found = np.empty((end - start if rows is None else int(rows.sum()), len(self.terms)), order="F")
        cells: Floats = np.empty(0, np.float32)
        column = -1
        for at, term in enumerate(self.terms):
            if term.column != column:
                column, values = term.column, self.table.columns[term.column].values[start:end]
                cells = values if rows is None else values[rows]
            found[:, at] = _cells(term, cells, self._named[column])
        return found

    def _named_of(self, at: int) -> list[int]:
        """The categories of a column that are not among the others."""
        column = self.table.columns[at]
        if column.holds != Holds.CATEGORIES:
            return []
        known = column.values[~np.isnan(column.values)].astype(np.int64)
        told = [term.category for term in self.terms if term.column == at and term.category is not None]
        return [*told, int(np.bincount(known).argmax())] if len(known) else told


def _cells(term: Term, cells: Floats, named: list[int]) -> npt.NDArray[Any]:
    found: npt.NDArray[Any]
    if term.is_missing:
        return np.isnan(cells)
    if term.is_zero:
        found = cells == 0
        return found
    if term.category == -1:
        return ~np.isnan(cells) & ~np.isin(cells, named)
    if term.category is not None:
        found = cells == term.category
        return found
    seen = np.log1p(np.maximum(cells, 0)) if term.is_log else cells
    found = (seen - np.float32(term.centre)) * np.float32(1 / term.scale)
    if term.has_missing:
        found[np.isnan(found)] = 0.0
    return found
