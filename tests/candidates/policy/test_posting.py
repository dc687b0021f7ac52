"""What a posting has to say by law, and pay in words as figures."""

from dataclasses import replace

import pytest

from candidates.policy import EmploymentType, PayUnit
from candidates.policy.posting import SHOWN, Pay, PostingFacts, missing_facts, read_pay

COMPLETE = PostingFacts(EmploymentType.PART_TIME, **dict.fromkeys(SHOWN, "…"))


def test_a_complete_posting_misses_nothing() -> None:
    assert missing_facts(COMPLETE) == []


@pytest.mark.parametrize("name", SHOWN)
def test_every_fact_of_the_law_is_missed_by_its_name(name: str) -> None:
    assert missing_facts(replace(COMPLETE, **{name: " \n"})) == [name]  # type: ignore[arg-type]  # texts


def test_what_is_missing_comes_in_the_order_of_the_page() -> None:
    assert missing_facts(PostingFacts(EmploymentType.FULL_TIME)) == list(SHOWN)


def test_contracted_work_is_no_employment() -> None:
    assert missing_facts(PostingFacts(EmploymentType.CONTRACTOR)) == [
        "duties",
        "workplace",
        "pay",
        "employer_name",
    ]


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("時給1,250円〜・交通費あり", Pay(1250, None, PayUnit.HOUR)),
        ("時給 1300〜1500円", Pay(1300, 1500, PayUnit.HOUR)),
        ("日給12000円", Pay(12_000, None, PayUnit.DAY)),
        ("月給28万円〜", Pay(280_000, None, PayUnit.MONTH)),
        ("月給25〜30万円", Pay(250_000, 300_000, PayUnit.MONTH)),
        ("月給25.5万円~30万円(試用期間も同じ)", Pay(255_000, 300_000, PayUnit.MONTH)),
        ("交通費あり、年俸400万円", Pay(4_000_000, None, PayUnit.YEAR)),
        ("\uff11\uff12\uff15\uff10円", None),
        ("時給\uff11\uff0c\uff12\uff15\uff10円", Pay(1250, None, PayUnit.HOUR)),
        ("時給1、250円", None),
        ("時給2000〜1000円", None),
        ("応相談", None),
        ("", None),
    ],
)
def test_pay_in_words_reads_as_figures(text: str, pay: Pay | None) -> None:
    assert read_pay(text) == pay
