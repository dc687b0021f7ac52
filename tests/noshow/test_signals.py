"""Each signal, and the list of what may be read about a person."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from noshow.policy import SIGNALS, Facts, values_of
from tests.factories import NOW

HOUR = timedelta(hours=1)
NOTHING = Facts(now=NOW, starts_at=NOW + timedelta(hours=5), applied_at=NOW)


def test_nothing_is_read_but_what_somebody_did_and_what_we_did() -> None:
    """Neither name, age, sex, nationality nor where somebody lives; a new fact has to be written here."""
    assert {field.name for field in fields(Facts)} == {
        "now",
        "starts_at",
        "applied_at",
        "asked_at",
        "confirmed_at",
        "opened_at",
        "spoke_at",
        "calls_missed",
        "is_unreached",
        "question_since",
        "moves",
        "chose_time",
        "said_late",
        "absent_at",
        "came_at",
        "keenness",
        "other_applications",
        "usual_answer",
        "answer_took",
        "clicked_at",
        "reached_as_wished",
    }


def test_who_is_known_by_nothing_has_no_signal() -> None:
    assert set(values_of(NOTHING).values()) == {0.0}
    assert list(values_of(NOTHING)) == list(SIGNALS)


@pytest.mark.parametrize(
    ("code", "facts", "value"),
    [
        ("confirmed", {"confirmed_at": NOW}, 1.0),
        ("silent", {"asked_at": NOW}, 1.0),
        ("silent", {"asked_at": NOW, "confirmed_at": NOW}, 0.0),
        ("came_before", {"came_at": NOW}, 1.0),
        ("spoke", {"spoke_at": NOW}, 1.0),
        ("unreached", {"is_unreached": True}, 1.0),
        ("calls_missed", {"calls_missed": 1}, 1.0),
        ("calls_missed", {"calls_missed": 5}, 2.0),
        ("calls_missed", {"calls_missed": 5, "spoke_at": NOW}, 0.0),
        ("moved", {"moves": 2}, 2.0),
        ("moved", {"moves": 9}, 3.0),
        ("opened", {"opened_at": NOW}, 1.0),
        ("chose", {"chose_time": True}, 1.0),
        ("question", {"question_since": NOW}, 1.0),
        ("said_late", {"said_late": True}, 1.0),
        ("keen", {"keenness": "high"}, 1.0),
        ("keen", {"keenness": "low"}, -1.0),
        ("keen", {"keenness": "middle"}, 0.0),
        ("elsewhere", {"other_applications": 2}, 1.0),
        ("elsewhere", {"other_applications": 0}, 0.0),
        ("slow", {"usual_answer": HOUR, "answer_took": HOUR * 8}, 1.0),
        ("slow", {"usual_answer": HOUR, "answer_took": HOUR * 30}, 1.0),
        ("slow", {"usual_answer": HOUR, "answer_took": HOUR}, 0.0),
        ("slow", {"usual_answer": None, "answer_took": HOUR * 8}, 0.0),
        ("slow", {"usual_answer": timedelta(0), "answer_took": timedelta(hours=1)}, 1.0),
        ("clicked", {"clicked_at": NOW}, 1.0),
        ("reached", {"reached_as_wished": True}, 1.0),
        ("morning", {"starts_at": NOW + timedelta(minutes=59)}, 1.0),
        ("morning", {"starts_at": NOW + timedelta(minutes=60)}, 0.0),
        ("evening", {"starts_at": NOW + timedelta(hours=8)}, 1.0),
        ("evening", {"starts_at": NOW + timedelta(hours=7, minutes=59)}, 0.0),
    ],
)
def test_what_a_fact_is_worth(code: str, facts: dict[str, object], value: float) -> None:
    found = values_of(replace(NOTHING, **facts))  # type: ignore[arg-type]  # each of its own type

    assert {name: number for name, number in found.items() if number} == (
        {code: value} if value else found_by(code, facts)
    )


def found_by(code: str, facts: dict[str, object]) -> dict[str, float]:
    """What else the same facts say, where the signal in question says nothing."""
    others = {"confirmed_at": ("confirmed", 1.0), "spoke_at": ("spoke", 1.0)}
    return {others[name][0]: others[name][1] for name in facts if name in others}


@pytest.mark.parametrize(("days", "value"), [(0, 0.0), (1, 0.0), (5.3, 0.5), (28, 1.0), (90, 1.0)])
def test_a_long_wait_counts_on_a_logarithmic_scale_up_to_four_weeks(days: float, value: float) -> None:
    waited = replace(NOTHING, applied_at=NOTHING.starts_at - timedelta(days=days))

    assert values_of(waited)["lead"] == pytest.approx(value, abs=0.01)


def test_an_answer_after_thrice_the_usual_time_is_half_as_slow_as_can_be() -> None:
    facts = replace(NOTHING, usual_answer=HOUR, answer_took=HOUR * 2.83)

    assert values_of(facts)["slow"] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("days", "code"), [(3, "weekend"), (4, "weekend"), (5, "monday"), (6, None), (2, None)]
)
def test_the_day_of_the_week_is_that_of_the_place(days: int, code: str | None) -> None:
    """``NOW`` is a Wednesday."""
    found = values_of(replace(NOTHING, starts_at=NOTHING.starts_at + timedelta(days=days)))

    said = {name for name in ("monday", "weekend") if found[name]}
    assert said == ({code} if code else set())


def test_an_absence_fades_over_a_year() -> None:
    def after(days: int) -> float:
        return values_of(replace(NOTHING, absent_at=NOW - timedelta(days=days)))["absent_before"]

    assert after(0) == 1.0
    assert after(73) == pytest.approx(0.8)
    assert after(365) == 0.0
    assert after(900) == 0.0
