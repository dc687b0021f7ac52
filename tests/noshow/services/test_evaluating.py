"""The engine on other people's tables: it finds what is there, and says how well."""

import json
import math
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from noshow.management.commands import risk_evaluate

HEAD = "day,absent,lead,told,by,noise\n"


def invented(count: int = 4000, *, told: float = 1.0, seed: int = 1) -> str:
    """Ten points less for who told us, five more by e-mail, a lead whose logarithm counts."""
    draw = random.Random(seed)
    lines = []
    for number in range(count):
        lead, says = draw.expovariate(0.1), draw.choice(("yes", "no", "unknown"))
        by = draw.choices(("sms", "email", "line"), (60, 30, 10))[0]
        total = -1.0 - told * (says == "yes") + 0.5 * (by == "email") + 0.4 * math.log1p(lead)
        absent = draw.random() < 1 / (1 + math.exp(-total))
        cells = (number, int(absent), f"{lead:.2f}", says, by, f"{draw.random():.3f}")
        lines.append(",".join(map(str, cells)))
    return HEAD + "\n".join(lines) + "\n"


def said(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("risk_evaluate", "--csv", str(path), "--outcome", "absent", *more, stdout=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(invented())
    return path


def test_the_truth_of_a_table_is_found_within_its_errors(table: Path) -> None:
    found = json.loads(said(table, "--without", "day", "--json"))

    points = {one["words"]: one for one in found["reasons"]}
    for words, truth in (("told", -10.0), ("told: unknown", 0.0), ("by = email (not sms)", 5.0)):
        assert points[words]["points"] == pytest.approx(truth, abs=2.5 * points[words]["error"])
    assert abs(points["noise (a standard deviation)"]["points"]) < 1
    assert found["rows"] == found["judged_on"] == 4000
    assert 0.6 < found["judged"]["auc"] < 0.8
    assert found["better"]["by"] > 5 * found["better"]["error"]
    assert sum(one["count"] for one in found["judged"]["bins"]) == 4000


def test_by_time_the_newest_part_is_judged_and_the_column_is_no_reason(table: Path) -> None:
    told = said(table, "--time", "day", "--folds", "4")

    assert "Judged on 1,000 rows it had not seen (newest 25 %)" in told
    assert "day" not in told


def test_where_there_is_nothing_to_find_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    draw = random.Random(3)
    path.write_text(
        "absent,a,b\n"
        + "".join(f"{draw.randrange(2)},{draw.random()},{draw.random()}\n" for _ in range(2000))
    )

    found = json.loads(said(path, "--json"))

    assert found["judged"]["auc"] == pytest.approx(0.5, abs=0.04)
    assert found["better"]["by"] < 2 * found["better"]["error"]


def test_the_page_of_text_holds_every_figure(table: Path) -> None:
    told = said(table, "--without", "day")

    for words in (
        "4,000 rows,",
        "AUC 0.",
        "Brier 0.",
        "log loss 0.",
        "Calibration",
        "what every row begins with",
    ):
        assert words in told
    assert "told" in told


@pytest.mark.parametrize(
    ("text", "more", "words"),
    [
        ("absent,lead\n1,x\n0,2\n", ("--category", "tell"), "no column “tell”"),
        ("absent,lead\n1,1\n0,2\n", ("--folds", "1"), "--folds must lie between 2 and 50"),
        ("absent,lead\n1,1\n0,2\n", (), "too few rows"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_sentence(
    tmp_path: Path, text: str, more: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)

    with pytest.raises(CommandError, match=words):
        said(path, *more)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        said(tmp_path / "missing.csv")


def test_without_numpy_it_says_what_to_install(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk_evaluate, "can_learn", lambda: False)

    with pytest.raises(CommandError, match=r"pip install --require-hashes -r requirements-learning\.txt"):
        said(table)


def test_bytes_that_are_no_text_are_told_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "sjis.csv"
    path.write_bytes("absent,lead\n1,はい\n".encode("cp932"))

    with pytest.raises(CommandError, match="the file is not UTF-8"):
        said(path)
