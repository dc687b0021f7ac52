"""Names and texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import clean_kana, clean_line, clean_name, clean_text
from candidates.policy.text import folded
from tests.candidates import hostile


@pytest.mark.parametrize("name", hostile.NAMES)
def test_hostile_names_survive(name: str) -> None:
    assert clean_name(name) == name


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean_name("森\x00田\u200b\u202e\ufeff") == "森田"
    assert clean_name("森田\r\nBcc: all@example.jp") == "森田 Bcc: all@example.jp"
    assert clean_name("\u2028 　 \t") == ""


def test_spaces_are_single_and_not_at_the_ends() -> None:
    assert clean_name("　森田　　悠斗 ") == "森田 悠斗"


def test_decomposed_kana_are_composed() -> None:
    assert clean_name("か\u3099") == "が"


def test_half_width_kana_are_widened() -> None:
    assert clean_kana("ﾓﾘﾀ ﾕｳﾄ") == "モリタ ユウト"


def test_a_text_keeps_its_lines_and_at_most_one_empty_one() -> None:
    assert clean_text("一\r\n二\n\n\n\n三  \x00") == "一\n二\n\n三"


def test_for_comparing_width_case_kana_and_spaces_are_equal() -> None:
    assert folded("モリタ　ユウト") == folded("もりた ゆうと") == folded("ﾓﾘﾀﾕｳﾄ")
    assert folded("Ｍｏｒｉｔａ") == folded("morita")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
