"""Tables of signals and an outcome: what columns hold, and what is wrong, by line and column."""

import math

import numpy as np
import pytest

from noshow.services import tables
from noshow.services.tables import BadTable, Holds, Table, Wanted, read_table

HEAD = "absent,lead,told,by"


def read(text: str, **wanted: object) -> Table:
    return read_table(text.splitlines(keepends=True), Wanted(**{"outcome": "absent"} | wanted))  # type: ignore[arg-type]  # each named


def rows(*lines: str) -> str:
    return "\n".join([HEAD, *lines]) + "\n"


def test_columns_hold_numbers_yes_or_no_or_categories_and_may_be_missing() -> None:
    table = read(rows("1,3,yes,sms", "0,,unknown,line", "no,2.5,No,", "absent,NA,,sms"))

    lead, told, by = table.columns
    assert [one.holds for one in table.columns] == [Holds.NUMBERS, Holds.YES_NO, Holds.CATEGORIES]
    assert np.array_equal(lead.values, [3, math.nan, 2.5, math.nan], equal_nan=True)
    assert np.array_equal(told.values, [1, math.nan, 0, math.nan], equal_nan=True)
    assert np.array_equal(by.values, [0, 1, math.nan, 0], equal_nan=True)
    assert list(by.categories) == ["sms", "line"]
    assert list(table.outcome) == [1, 0, 0, 1]


def test_rows_without_an_outcome_are_left_out_and_counted() -> None:
    table = read(rows("1,3,yes,sms", ",4,no,sms", "unknown,5,no,sms", "0,6,no,sms"))

    assert table.left_out == 2
    assert list(table.columns[0].values) == [3, 6]


def test_a_time_column_is_no_signal() -> None:
    table = read("absent,on,lead\n1,2026-06-10,1\n0,2026-06-10T00:00:01,2\n0,1781049602,3\n", time="on")

    assert [one.name for one in table.columns] == ["lead"]
    assert table.moments is not None
    assert list(table.moments - table.moments[0]) == [0, 1, 2]


def test_numbers_that_are_names_of_things_can_be_told_so() -> None:
    table = read("absent,store\n1,7\n0,12\n", categories=frozenset({"store"}))

    assert list(table.columns[0].categories) == ["7", "12"]


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        ("", {}, "line 1: the file is empty"),
        ("absent,lead\n", {}, "no row with an outcome in column “absent”"),
        ("absent,lead\n1,2\n1,3\n", {}, "every outcome in column “absent” is the same"),
        ("outcome,lead\n1,2\n", {}, "line 1: no column “absent”; there are: outcome, lead"),
        ("absent\n1\n", {}, "line 1: there is no column beside the outcome"),
        ("absent,lead,lead\n1,2,3\n", {}, "line 1: column names must be given, and each once: ['lead']"),
        ("absent,lead\n1,2\n0\n", {}, "line 3: 1 cells, and the first line names 2 columns"),
        ("absent,lead\n1,2\n7,3\n", {}, "line 3, column “absent”: “7” is no outcome"),
        ('absent,lead\n1,"2\n', {}, "line 2: unexpected end of data"),
        ("absent,on\n1,2\n", {"time": "day"}, "line 1: no column “day”"),
        ("absent,lead,on\n1,2,June\n", {"time": "on"}, "line 2, column “on”: “June” is no time"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(text: str, wanted: dict[str, object], said: str) -> None:
    with pytest.raises(BadTable) as problem:
        read(text, **wanted)

    assert said in str(problem.value)


def test_what_stands_far_below_and_does_not_fit_is_found_by_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PIECE", 2)
    good = ("1,3,yes,sms", "0,4,no,line")

    with pytest.raises(BadTable, match="line 5, column “lead”: “soon” is not a number"):
        read(rows(*good, "0,5,no,sms", "1,soon,no,sms"))
    with pytest.raises(BadTable, match="line 4, column “told”: “perhaps” is neither yes nor no"):
        read(rows(*good, "0,5,perhaps,sms"))
    with pytest.raises(BadTable, match="line 4, column “lead”: “inf”"):
        read(rows(*good, "0,inf,no,sms"))


def test_a_column_in_which_hardly_two_rows_are_alike_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_CATEGORIES", 3)
    text = "absent,name\n" + "".join(f"{n % 2},person {n}\n" for n in range(5))

    with pytest.raises(BadTable, match="column “name”: more than 3 different values; --without name"):
        read(text)
