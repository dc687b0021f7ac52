"""Rates and lengths: what few cases can say."""

from datetime import timedelta

import pytest

from noshow.policy.rates import Rate, has_changed, stands_out, wilson
from noshow.policy.spans import Span, middle, span_from, span_of, under


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (12, 42, 0.1717, 0.4357), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_wilsons(hits: int, cases: int, low: float, high: float) -> None:
    assert wilson(hits, cases) == pytest.approx((low, high), abs=1e-3)


def test_nothing_known_may_be_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Rate(0, 0).share is None


def test_few_cases_are_never_marked_however_high() -> None:
    assert not stands_out(Rate(19, 19), Rate(100, 1000))
    assert stands_out(Rate(15, 20), Rate(100, 1000))


def test_more_than_the_whole_is_marked_only_when_it_is_much_and_no_chance() -> None:
    whole = Rate(110, 1000)
    assert not stands_out(Rate(14, 100), whole)  # not much more
    assert not stands_out(Rate(4, 22), whole)  # much more, by chance
    assert stands_out(Rate(40, 140), whole)


def test_a_change_is_one_when_neither_interval_holds_the_other() -> None:
    assert has_changed(Rate(30, 100), Rate(10, 100))
    assert not has_changed(Rate(14, 100), Rate(10, 100))
    assert not has_changed(Rate(9, 10), Rate(1, 10))


@pytest.mark.parametrize(
    ("length", "code"),
    [
        (timedelta(seconds=-5), "m0"),
        (timedelta(seconds=59), "m0"),
        (timedelta(minutes=179, seconds=59), "m179"),
        (timedelta(minutes=180), "h3"),
        (timedelta(hours=71, minutes=59), "h71"),
        (timedelta(hours=72), "d3"),
        (timedelta(days=40), "d40"),
    ],
)
def test_a_length_is_told_as_precisely_as_people_would(length: timedelta, code: str) -> None:
    assert span_of(length).code == code
    assert span_from(code).code == code


def test_the_middle_of_counted_lengths() -> None:
    assert middle({}) is None
    assert middle({"m5": 1}) == Span("m", 5)
    assert middle({"d4": 1, "m5": 2, "h3": 2}) == Span("h", 3)
    assert middle({"m5": 2, "d4": 2}) == Span("m", 5)  # the lower one of two


def test_lengths_under_a_limit() -> None:
    counts = {"m4": 1, "m5": 2, "m29": 4, "m30": 8, "h3": 16, "d9": 32}
    assert under(counts, 30) == 7
    assert under(counts, 180, at_least=30) == 8
    assert under(counts, 10**9, at_least=180) == 48
