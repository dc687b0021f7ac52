"""Any table of named signals and an outcome, read from CSV in pieces. Needs numpy.

What a column holds is found in the first rows: numbers, yes and no, or categories. Cells may be missing. What
does not fit is an error that names line and column.
"""

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

import numpy as np
import numpy.typing as npt

PIECE = 20_000
"""Rows read at once; the first piece decides what each column holds."""
MOST_CATEGORIES = 1000
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "unknown", "?", "不明"})
YES = frozenset({"yes", "y", "true", "t", "はい", "○"})
NO = frozenset({"no", "n", "false", "f", "いいえ", "×"})
ABSENT = YES | {"1", "1.0", "absent", "no-show", "no_show", "noshow", "missed"}
CAME = NO | {"0", "0.0", "came", "present", "show", "attended"}
Floats = npt.NDArray[np.float32]


class BadTable(Exception):
    """What is wrong with the file, in one sentence that names line and column."""


class Holds(StrEnum):
    NUMBERS = "number"
    YES_NO = "yes/no"
    CATEGORIES = "category"


@dataclass
class Column:
    """``values``: the number, 1 or 0, or the category's place in ``categories``; NaN where it is missing."""

    name: str
    holds: Holds
    pieces: list[Floats] = field(default_factory=list)
    categories: dict[str, int] = field(default_factory=dict)

    @property
    def values(self) -> Floats:
        if len(self.pieces) != 1:
            self.pieces = [np.concatenate(self.pieces) if self.pieces else np.empty(0, np.float32)]
        return self.pieces[0]


@dataclass
class Table:
    """``outcome``: 1 where they did not come. ``moments``: the time column in seconds, if there is one."""

    columns: list[Column]
    outcome: npt.NDArray[np.float32]
    moments: npt.NDArray[np.float64] | None
    left_out: int
    """Rows whose outcome is missing."""


@dataclass(frozen=True)
class Wanted:
    outcome: str
    time: str = ""
    without: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    """Columns that are categories even where they look like numbers."""


def read_table(lines: Iterable[str], wanted: Wanted) -> Table:
    """Raises BadTable."""
    reader = csv.reader(lines, strict=True)
    try:
        return _read(reader, wanted)
    except csv.Error as problem:
        raise BadTable(f"line {reader.line_num}: {problem}") from problem
    except UnicodeDecodeError as problem:
        raise BadTable(f"line {reader.line_num + 1}: the file is not UTF-8") from problem


@dataclass(frozen=True)
class _Place:
    """Where the columns stand in a row."""

    names: Sequence[str]
    outcome: int
    time: int | None
    signals: Sequence[int]


def _read(reader: "csv._reader", wanted: Wanted) -> Table:  # type: ignore[name-defined]  # typeshed's name
    place = _places(next(reader, None), wanted)
    columns: list[Column] = []
    outcomes: list[Floats] = []
    moments: list[npt.NDArray[np.float64]] = []
    left_out = 0
    for rows, lines in _pieces(reader, len(place.names)):
        cells: list[tuple[str, ...]] = list(zip(*rows, strict=True))
        if not columns:
            columns = [_opened(place.names[at], cells[at], wanted) for at in place.signals]
        ended = _outcomes(cells[place.outcome], lines, wanted.outcome)
        known = ~np.isnan(ended)
        outcomes.append(ended[known])
        left_out += int(len(ended) - known.sum())
        for column, at in zip(columns, place.signals, strict=True):
            column.pieces.append(_values(column, cells[at], lines)[known])
        if place.time is not None:
            moments.append(_moments(cells[place.time], lines, wanted.time)[known])
    outcome = np.concatenate(outcomes) if outcomes else np.empty(0, np.float32)
    if not len(outcome):
        raise BadTable(f"there is no row with an outcome in column “{wanted.outcome}”")
    if outcome.min() == outcome.max():
        raise BadTable(f"every outcome in column “{wanted.outcome}” is the same: nothing can be told apart")
    return Table(columns, outcome, np.concatenate(moments) if moments else None, left_out)


def _places(names: list[str] | None, wanted: Wanted) -> _Place:
    if not names:
        raise BadTable("line 1: the file is empty; the first line names the columns")
    names = [name.removeprefix("\ufeff").strip() for name in names]
    twice = {name for name in names if names.count(name) > 1}
    if twice or "" in names:
        raise BadTable(
            f"line 1: column names must be given, and each once: {sorted(twice) or 'one is empty'}"
        )
    asked = {name for name in (wanted.outcome, wanted.time) if name} | wanted.without | wanted.categories
    if missing := asked - set(names):
        raise BadTable(f"line 1: no column “{min(missing)}”; there are: {', '.join(names)}")
    others = wanted.without | {wanted.outcome, wanted.time}
    signals = [at for at, name in enumerate(names) if name not in others]
    if not signals:
        raise BadTable("line 1: there is no column beside the outcome")
    time = names.index(wanted.time) if wanted.time else None
    return _Place(names, names.index(wanted.outcome), time, signals)


def _pieces(reader: Iterator[list[str]], width: int) -> Iterator[tuple[list[list[str]], list[int]]]:
    """Rows with the number of the line each ends on; empty lines are passed over."""

    def numbered() -> Iterator[tuple[list[str], int]]:
        for row in reader:
            if len(row) == width:
                yield row, reader.line_num  # type: ignore[attr-defined]  # csv's own
            elif row:
                found = f"{len(row)} cells, and the first line names {width} columns"
                raise BadTable(f"line {reader.line_num}: {found}")  # type: ignore[attr-defined]  # csv's own

    rows = numbered()
    while piece := list(islice(rows, PIECE)):
        yield [row for row, _line in piece], [line for _row, line in piece]


def _opened(name: str, cells: Sequence[str], wanted: Wanted) -> Column:
    """What the column holds, by its first rows."""
    said = {cell.strip().casefold() for cell in cells} - MISSING
    if name in wanted.categories:
        return Column(name, Holds.CATEGORIES)
    if said and said <= YES | NO:
        return Column(name, Holds.YES_NO)
    if all(_number(cell) is not None for cell in said):
        return Column(name, Holds.NUMBERS)
    return Column(name, Holds.CATEGORIES)


def _values(column: Column, cells: Sequence[str], lines: Sequence[int]) -> Floats:
    if column.holds == Holds.NUMBERS:
        return _numbers(column.name, cells, lines)
    if column.holds == Holds.YES_NO:
        return _told(column.name, cells, lines, YES, NO, "neither yes nor no")
    return _categories(column, cells, lines)


def _numbers(name: str, cells: Sequence[str], lines: Sequence[int]) -> Floats:
    try:
        quick: Floats = np.array(cells, dtype=np.float32)
    except ValueError:
        pass
    else:
        if np.isfinite(quick).all():
            return quick
    found = np.empty(len(cells), np.float32)
    for at, cell in enumerate(cells):
        number = math.nan if cell.strip().casefold() in MISSING else _number(cell)
        if number is None:
            hint = f"not a number; --category {name} takes it as categories, --without {name} leaves it out"
            raise BadTable(f"line {lines[at]}, column “{name}”: “{cell[:40]}” is {hint}")
        found[at] = number
    return found


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e30 else None


def _told(
    name: str,
    cells: Sequence[str],
    lines: Sequence[int],
    yes: frozenset[str],
    no: frozenset[str],
    otherwise: str,
) -> Floats:
    known = {**dict.fromkeys(yes, 1.0), **dict.fromkeys(no, 0.0), **dict.fromkeys(MISSING, math.nan)}
    read: dict[str, float] = {}
    for cell in set(cells):
        value = known.get(cell.strip().casefold())
        if value is None:
            line = lines[cells.index(cell)]
            raise BadTable(f"line {line}, column “{name}”: “{cell[:40]}” is {otherwise}")
        read[cell] = value
    return np.fromiter((read[cell] for cell in cells), np.float32, len(cells))


def _outcomes(cells: Sequence[str], lines: Sequence[int], name: str) -> Floats:
    otherwise = "no outcome: write 1, yes or absent for who did not come, 0, no or came for who did"
    return _told(name, cells, lines, ABSENT, CAME, otherwise)


def _categories(column: Column, cells: Sequence[str], lines: Sequence[int]) -> Floats:
    read: dict[str, float] = {}
    for cell in dict.fromkeys(cells):
        said = cell.strip()
        missing = said.casefold() in MISSING
        read[cell] = math.nan if missing else column.categories.setdefault(said, len(column.categories))
        if len(column.categories) > MOST_CATEGORIES:
            line = lines[cells.index(cell)]
            hint = f"more than {MOST_CATEGORIES} different values; --without {column.name} leaves it out"
            raise BadTable(f"line {line}, column “{column.name}”: {hint}")
    return np.fromiter((read[cell] for cell in cells), np.float32, len(cells))


def _moments(cells: Sequence[str], lines: Sequence[int], name: str) -> npt.NDArray[np.float64]:
    found = np.empty(len(cells), np.float64)
    for at, cell in enumerate(cells):
        moment = _moment(cell.strip())
        if moment is None:
            hint = "no time: write 2026-06-10, 2026-06-10T13:00 or a number"
            raise BadTable(f"line {lines[at]}, column “{name}”: “{cell[:40]}” is {hint}")
        found[at] = moment
    return found


def _moment(cell: str) -> float | None:
    number = _number(cell)
    if number is not None:
        return number
    try:
        read = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
