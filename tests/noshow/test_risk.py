"""The risk as a sum: what it adds up to, and that it leads to nothing but help."""

import ast
import math
from dataclasses import replace
from pathlib import Path

import pytest

from noshow.policy import SIGNALS, STARTING, Level, assess, forecast, gain_of_a_word
from noshow.policy.risk import percent_of

ROOT = Path(__file__).parents[2]


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    assert set(STARTING.weights) == set(SIGNALS)


def test_the_starting_weights_give_the_shares_of_the_study_they_come_from() -> None:
    """63.5 % of all came, 74 % of those who confirmed, 51 % of the silent; points are rounded."""
    assert assess({}).coming == pytest.approx(63.5, abs=1.5)
    assert assess({"confirmed": 1.0}).coming == pytest.approx(74, abs=1.5)
    assert assess({"silent": 1.0}).coming == pytest.approx(51, abs=2.5)


def test_the_points_shown_add_up_to_the_total_that_is_turned_into_per_cent() -> None:
    risk = assess({"silent": 1.0, "lead": 0.66, "calls_missed": 2.0, "chose": 1.0})

    assert [(part.code, part.points) for part in risk.parts] == [
        ("lead", 11),
        ("silent", 5),
        ("calls_missed", 4),
        ("chose", -3),
    ]
    assert risk.base == -6
    assert risk.points == -6 + 11 + 5 + 4 - 3
    assert risk.percent == round(100 / (1 + math.exp(-1.1)))
    assert risk.coming == 100 - risk.percent
    assert risk.level is Level.HIGH


@pytest.mark.parametrize(
    ("points", "percent", "level"),
    [(-7, 33, Level.LOW), (-6, 35, Level.MIDDLE), (1, 52, Level.MIDDLE), (2, 55, Level.HIGH)],
)
def test_the_levels_begin_where_the_model_says(points: int, percent: int, level: Level) -> None:
    by_points = replace(STARTING, base=0.0, weights={"one": 0.1}, middle=35, high=55)

    risk = assess({"one": float(points)}, by_points)

    assert (risk.points, risk.percent, risk.level) == (points, percent, level)


def test_nobody_is_certain_in_either_direction() -> None:
    assert percent_of(500) == 99
    assert percent_of(-500) == 1


def test_a_call_helps_by_the_trial_s_own_figures_and_only_once() -> None:
    """29.2 to 22.8 % missed: 3 points, whatever else is known."""
    silent = {"silent": 1.0, "lead": 0.66}

    gain = gain_of_a_word(silent)

    assert gain == percent_of(assess(silent).points) - percent_of(assess(silent).points - 3)
    assert gain > 0
    assert gain_of_a_word({**silent, "calls_missed": 2.0}) == pytest.approx(gain, abs=2)
    assert gain_of_a_word({**silent, "spoke": 1.0}) == 0


def test_the_forecast_is_the_sum_with_its_interval() -> None:
    day = forecast(2, [0.9, 0.5, 0.5])

    assert day.expected == 3.9
    assert (day.low, day.high) == (3, 5)
    sure = forecast(3, [])
    assert (sure.expected, sure.low, sure.high) == (3.0, 3, 3)


HELPS = {
    "reminders/services/facts.py",  # since when it was noted as high
    "reminders/services/following.py",  # whose plan a note may change
    "sandbox/services/settling.py",  # the sandbox's clock takes notes on its way
    "sandbox/sample/risk.py",  # what the sample noted before its story
    "sandbox/services/filling.py",
}


def test_plans_know_of_a_risk_only_where_it_adds_a_step() -> None:
    readers = set()
    for path in ROOT.glob("*/**/*.py"):
        where = path.relative_to(ROOT).as_posix()
        if not where.startswith(("tests/", ".venv", "bench/")) and "doubtful_at" in path.read_text():
            readers.add(where)

    assert readers == {
        "reminders/policy/facts.py",
        "reminders/policy/planning.py",
        "reminders/services/facts.py",
    }


def test_nothing_that_rejects_or_offers_times_can_see_a_risk() -> None:
    """It only ever adds help: whoever imports it, or what is kept of it, is on this list."""
    names = {"assess", "forecast", "gain_of_a_word", "Risk", "Level", "Forecast", "STARTING", "values_of"}
    kept = {"RiskModel", "RiskNote", "RiskSettings"}
    whole = {
        *("noshow.policy.risk", "noshow.policy.learning", "noshow.policy.relearning", "noshow.models.risk"),
        *("noshow.services.levels", "noshow.services.learning", "noshow.services.noting"),
    }
    seen = set()
    for path in ROOT.glob("*/**/*.py"):
        where = path.relative_to(ROOT).as_posix()
        if where.startswith(("tests/", ".venv", "bench/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("noshow."):
                taken = {one.name for one in node.names}
                of_policy = node.module == "noshow.policy" and taken & names
                seen |= {where} if of_policy or taken & kept or node.module in whole else set()

    assert {where for where in seen if not where.startswith("noshow/")} == {
        "dashboard/queries/calibration.py",
        "dashboard/queries/calls.py",
        "dashboard/queries/day_parts.py",
        "dashboard/queries/day_row.py",
        "dashboard/queries/personal_kinds.py",  # what is stored about somebody, for themselves
        "dashboard/queries/risk_levels.py",
        "dashboard/queries/risk_points.py",
        "dashboard/queries/risk_words.py",
        "dashboard/queries/today.py",
        "dashboard/views/risk.py",
        *HELPS,
    }
    assert {where for where in seen if where.startswith("noshow/")} == {
        "noshow/management/commands/risk_evaluate.py",  # tables from outside
        "noshow/models/__init__.py",
        "noshow/models/risk.py",
        "noshow/policy/__init__.py",
        "noshow/policy/learning.py",
        "noshow/policy/relearning.py",
        "noshow/receivers.py",  # erasing alone
        "noshow/services/evaluating.py",
        "noshow/services/learning.py",
        "noshow/services/levels.py",
        "noshow/services/noting.py",
        "noshow/tasks.py",
    }
