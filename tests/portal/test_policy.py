"""What a job page makes of a job's few lines."""

import pytest

from portal.policy import Pay, split_paragraphs, split_pay, split_points


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("時給1,250円〜・交通費あり・まかない無料", Pay("1,250", "円〜", "時給・交通費あり・まかない無料")),
        ("時給 1,300円", Pay("1,300", "円", "時給")),
        ("1,250円〜(深夜25%増)", Pay("1,250", "円〜", "深夜25%増")),
        ("時給1,250円〜1,500円", Pay("1,250円〜1,500", "円", "時給")),
        ("月給25万円", Pay("25", "万円", "月給")),
        ("応相談", Pay("", "", "応相談")),
        ("", Pay("", "", "")),
    ],
)
def test_pay_is_a_figure_its_unit_and_the_rest(text: str, pay: Pay) -> None:
    assert split_pay(text) == pay


def test_points_are_short() -> None:
    long = "シフトは毎月二回、ご希望をうかがってから決めていますのでご安心ください"

    assert split_points("週2日から、3時間から\n" + long) == ["週2日から", "3時間から", "シフトは毎月二回"]
    assert split_points("") == []


def test_paragraphs_lose_their_bullets() -> None:
    assert split_paragraphs("・ご案内\n\n ・配膳 ") == ["ご案内", "配膳"]
