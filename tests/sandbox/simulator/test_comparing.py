"""Draws without a sequence, and figures of the same people under two policies."""

import json
from pathlib import Path
from statistics import median

import pytest

from sandbox.simulator.assumptions import Assumptions, UnknownAssumption, assume, parameters, read_assumptions
from sandbox.simulator.comparing import compare
from sandbox.simulator.draws import Draws
from sandbox.simulator.policies import UnknownPolicy, from_file
from sandbox.simulator.results import Fate


def fate(person: int, *, missed: int = 0, messages: int = 4) -> Fate:
    return Fate(person, True, 1, missed, not missed, False, False, False, messages, 0, 0.0)


def test_a_draw_is_the_same_whatever_was_drawn_before() -> None:
    draws = Draws(1, 5)
    alone = draws.share("forgets", 2)

    for purpose in ("reads", "answers"):
        draws.share(purpose)

    assert draws.share("forgets", 2) == alone
    assert len({alone, Draws(2, 5).share("forgets", 2), Draws(1, 6).share("forgets", 2)}) == 3


def test_draws_have_the_shares_and_medians_they_are_asked_for() -> None:
    people = [Draws(1, number) for number in range(4000)]

    assert sum(one.happens(0.3, "x") for one in people) / 4000 == pytest.approx(0.3, abs=0.03)
    assert median(one.minutes(20, "y") for one in people) == pytest.approx(20, rel=0.1)
    assert sum(one.until(0.1, "z") <= 1 for one in people) / 4000 == pytest.approx(0.1, abs=0.02)


def test_differences_are_taken_person_by_person() -> None:
    """A quarter missed without, half of those are won: the interval is far narrower than of strangers."""
    without = [fate(n, missed=int(n % 4 == 0)) for n in range(400)]
    text = [fate(n, missed=int(n % 8 == 0), messages=5) for n in range(400)]

    found = compare("none", without, "text", text)
    missed = found.measures[0]

    assert (missed.first, missed.second) == (0.25, 0.125)
    assert missed.difference.value == pytest.approx(-0.125)
    assert missed.difference.is_clear
    assert missed.difference.high - missed.difference.low == pytest.approx(
        2 * 1.96 * (0.125 * 0.875 / 400) ** 0.5, rel=0.01
    )
    assert found.miss_ratio is not None
    assert found.miss_ratio.value == 0.5
    assert {one.name: one.difference.value for one in found.measures}["messages"] == 1


def test_other_people_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same people"):
        compare("none", [fate(1)], "text", [fate(2)])


def test_every_assumption_has_words_and_a_source() -> None:
    assert all(one.metadata["words"] and one.metadata["source"] for one in parameters())


@pytest.mark.parametrize(
    "changes", [{"hope": 0.5}, {"reads_sms": 1.5}, {"reads_sms": "most"}, {"forgets": -1}]
)
def test_what_is_no_assumption_is_refused_by_name(changes: dict[str, object]) -> None:
    with pytest.raises(UnknownAssumption, match=next(iter(changes))):
        assume(changes)


def test_assumptions_come_from_a_toml_or_json_file(tmp_path: Path) -> None:
    (toml := tmp_path / "ours.toml").write_text("reads_email = 0.3\n")
    (as_json := tmp_path / "ours.json").write_text(json.dumps({"reads_email": 0.3}))

    assert (
        read_assumptions(toml) == read_assumptions(as_json) == assume({"reads_email": 0.3}) != Assumptions()
    )


def test_a_policy_file_with_unknown_names_is_refused(tmp_path: Path) -> None:
    (path := tmp_path / "mine.json").write_text(json.dumps({"rule": {"mercy": 1}}))

    with pytest.raises(UnknownPolicy, match="mercy"):
        from_file(path)
