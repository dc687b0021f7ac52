"""The table says each thing once and in its column; targets are judged as they are meant."""

import json

from bench.figures import Figure
from bench.report import HEAD, Report, Row, Target, table


def test_a_figure_is_the_middle_of_its_runs_and_how_far_they_lie_apart() -> None:
    assert Figure.of([3.0, 1.0, 2.0]) == Figure(2.0, 1.0, 3.0)


def test_the_table_names_a_group_once_and_leaves_empty_what_was_not_measured() -> None:
    fast = Row("SMS", "one", rate=Figure(120.4, 100.0, 140.0), cpu_ms=Figure(0.5, 0.4, 0.6))
    safe = Row("SMS", "another", twice=0, lost=3, note="looked at")

    head, rule, first, second = table([fast, safe]).splitlines()

    assert " ".join(head.split()) == " ".join(HEAD)
    assert set(rule) == {"-", " "}
    assert first.split() == ["SMS", "one", "120", "(100–140)", "0.50", "(0.40–0.60)"]
    assert second.split() == ["another", "0", "3", "looked", "at"]
    assert len({line.index(word) for line, word in ((first, "one"), (second, "another"), (head, "who"))}) == 1


def test_a_target_is_met_from_its_own_side() -> None:
    assert Target("speed", 2.0, 2.0, at_least=True).is_met
    assert not Target("speed", 1.9, 2.0, at_least=True).is_met
    assert Target("cost", 2.0, 2.0, at_least=False).is_met
    assert not Target("cost", 2.1, 2.0, at_least=False).is_met


def test_the_file_holds_rows_and_judged_targets() -> None:
    report = Report(
        {"machine": "2 cores"}, [Row("SMS", "one", lost=1)], [Target("lost", 1, 0, at_least=False)]
    )

    told = json.loads(json.dumps(report.as_json()))

    assert told["machine"] == {"machine": "2 cores"}
    assert told["rows"][0]["lost"] == 1
    assert told["targets"][0]["is_met"] is False
    assert "MISSED  lost: 1.00 (target ≤ 0)" in report.words()
