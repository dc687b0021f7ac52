"""No name, note or address becomes a formula in somebody's spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy.spreadsheets import safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "＝HYPERLINK()", "＋1", "－1", "＠x", "−1", "|cmd",
        " =1", "　=1", "\u200b=1", "\ufeff=1", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_could_be_calculated_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "佐々木 蓮", "090-1234-5678", "a=b", "ren@example.jp", "1-2", "(仮)"])
def test_what_could_not_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["+81 90-1234-5678", "+81(0)3-1234", "＋81-90", "-1"])
def test_a_file_that_comes_back_keeps_its_numbers(text: str) -> None:
    assert safe_cell(text, keeps_numbers=True) == text


@pytest.mark.parametrize("text", [" =1+1", "|calc", "\u200b=1+1", "−1+1", "+A1", "-1+cmd", "+", "+1\n=1"])
def test_among_numbers_a_formula_is_no_number(text: str) -> None:
    assert safe_cell(text, keeps_numbers=True) == f"'{text}"


@given(st.text())
def test_nothing_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert safe_cell(text).endswith(text)
