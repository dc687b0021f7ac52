"""Points fitted to own interviews find the truth, never do worse, and stay where there is nothing new."""

import random
from collections.abc import Mapping
from dataclasses import replace
from statistics import mean

import numpy as np
import pytest

from bench.histories import history, other_truth
from noshow.policy import STARTING
from noshow.policy.judging import auc, better, judge
from noshow.policy.learning import own_base
from noshow.policy.relearning import odds_under, relearn, table_of

SEEDS = range(6)


def test_a_refit_finds_the_weights_within_their_standard_errors() -> None:
    """As many of the true weights lie within one and two errors as should: 68 and 95 in 100."""
    off = []
    for seed in SEEDS:
        draw = random.Random(seed)
        truth = other_truth(draw)
        learned = relearn(history(draw, 3000, truth))
        off += [abs(learned.model.weights[code] - truth[code]) / learned.errors[code] for code in truth]

    assert mean(one < 1 for one in off) == pytest.approx(0.68, abs=0.1)
    assert mean(one < 1.96 for one in off) == pytest.approx(0.95, abs=0.05)


def test_a_refit_that_is_kept_does_better_on_interviews_that_came_later() -> None:
    for seed in SEEDS:
        draw = random.Random(seed)
        truth = other_truth(draw)
        past = history(draw, 3000, truth)
        learned = relearn(past)
        columns, outcome = table_of(history(draw, 4000, truth), list(STARTING.weights))

        stood = replace(STARTING, base=own_base(past))
        found = better(odds_under(learned.model, columns), odds_under(stood, columns), outcome)

        assert learned.is_better
        assert found.by > 0


def test_where_the_published_points_are_the_truth_they_stay() -> None:
    for seed in SEEDS:
        learned = relearn(history(random.Random(seed), 1200, STARTING.weights))

        assert not learned.is_better


def test_little_history_moves_the_points_little_and_much_moves_them_far() -> None:
    truth = {**STARTING.weights, "confirmed": STARTING.weights["confirmed"] - 1.5}

    few, many = (relearn(history(random.Random(1), count, truth)) for count in (60, 4000))

    def moved(weights: Mapping[str, float]) -> float:
        return STARTING.weights["confirmed"] - weights["confirmed"]

    assert 0 < moved(few.model.weights) < 1.0
    assert moved(many.model.weights) == pytest.approx(1.5, abs=0.3)
    assert many.errors["confirmed"] < few.errors["confirmed"]


def test_what_never_occurred_keeps_its_points_and_their_doubt() -> None:
    past = history(random.Random(2), 600, STARTING.weights)
    silent = [replace(one, values={**one.values, "question": 0.0}) for one in past]

    learned = relearn(silent)

    assert learned.model.weights["question"] == pytest.approx(STARTING.weights["question"])
    assert learned.errors["question"] == pytest.approx(0.5)


def test_the_share_of_pairs_told_apart_counts_ties_as_half() -> None:
    outcome = np.array([0.0, 0.0, 1.0, 1.0])

    assert auc(np.array([0.1, 0.2, 0.3, 0.4]), outcome) == 1.0
    assert auc(np.array([0.4, 0.3, 0.2, 0.1]), outcome) == 0.0
    assert auc(np.array([0.5, 0.5, 0.5, 0.5]), outcome) == 0.5
    assert auc(np.array([0.1, 0.3, 0.3, 0.4]), outcome) == 0.875
    assert auc(np.array([0.1, 0.2]), np.array([0.0, 0.0])) == 0.5


def test_a_judgement_says_what_was_shown_and_what_was_found() -> None:
    odds = np.array([0.1] * 10 + [0.6] * 10)
    outcome = np.array([1.0] + [0.0] * 9 + [1.0] * 6 + [0.0] * 4)

    judged = judge(odds, outcome, bins=2)

    assert [(one.count, one.absent, round(one.expected, 2)) for one in judged.bins] == [
        (10, 1, 0.1),
        (10, 6, 0.6),
    ]
    assert judged.brier == pytest.approx((0.81 + 9 * 0.01 + 6 * 0.16 + 4 * 0.36) / 20)
    assert judged.log_loss == pytest.approx(
        -(np.log(0.1) + 9 * np.log(0.9) + 6 * np.log(0.6) + 4 * np.log(0.4)) / 20
    )
