"""The risk: its cost an interview, a fit to a large table, and whether refits find the truth."""

import math
import os
import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

from bench.histories import history, other_truth
from bench.options import Options
from bench.place import Place
from bench.processes import PYTHON, ROOT
from bench.report import Report, Row, Target
from noshow.policy import STARTING, Facts, assess, values_of
from noshow.policy.learning import own_base

INTERVIEWS, OUTCOMES, LATER = 20_000, 2000, 4000
MOST_MS, MOST_SECONDS, MOST_MB = 0.1, 120.0, 500.0


def risk(place: Place, options: Options, report: Report) -> None:
    each = _milliseconds_each()
    report.rows.append(Row("the risk of one interview", "Yakusoku", note=f"{each:.4f} ms of CPU"))
    report.targets.append(Target("CPU ms of one interview's risk", each, MOST_MS, at_least=False))
    _fit_a_table(place, options, report)
    for what, truth in (("other points are the truth", True), ("the published points are the truth", False)):
        _refit(what, truth, options.seeds, report)


def _milliseconds_each() -> float:
    """From facts to the sum, words left aside."""
    now = datetime(2026, 6, 10, 1, tzinfo=UTC)
    facts = [
        Facts(
            now, now + timedelta(hours=n % 36), now - timedelta(days=n % 30), asked_at=now, calls_missed=n % 3
        )
        for n in range(INTERVIEWS)
    ]
    started = time.process_time()
    for one in facts:
        assess(values_of(one))
    return 1000 * (time.process_time() - started) / INTERVIEWS


def _fit_a_table(place: Place, options: Options, report: Report) -> None:
    table = place.folder / "risk.csv"
    _write_table(table, options.table_rows)
    command = [PYTHON, "manage.py", "risk_evaluate", "--csv", str(table), "--outcome", "absent", "--json"]
    started = time.monotonic()
    with (place.folder / "risk.json").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, env={**os.environ, **place.product_env()})
        _pid, status, spent = os.wait4(process.pid, 0)
    seconds, megabytes = time.monotonic() - started, spent.ru_maxrss / 1024
    if status:
        raise RuntimeError("risk_evaluate failed")
    cpu = spent.ru_utime + spent.ru_stime
    note = f"{seconds:.0f} s, {cpu:.0f} s of CPU, {megabytes:.0f} MB at most"
    report.rows.append(Row(f"risk_evaluate, {options.table_rows:,} rows", "Yakusoku", note=note))
    report.targets.append(Target("seconds to fit and judge the table", seconds, MOST_SECONDS, at_least=False))
    report.targets.append(Target("megabytes for the table", megabytes, MOST_MB, at_least=False))


def _write_table(path: Path, count: int) -> None:
    """Numbers, yes and no, categories; some of each missing."""
    draw = random.Random(1)  # noqa: S311  no secret
    with path.open("w") as file:
        file.write("absent,lead,told,by,store,missed,distance,hour,first,second,third\n")
        for _ in range(count):
            file.write(",".join(map(str, _a_row(draw))) + "\n")


def _a_row(draw: random.Random) -> Iterator[object]:
    lead, told = int(draw.expovariate(0.1)), draw.choice(("yes", "no", "unknown"))
    by, missed = draw.choice(("sms", "email", "line", "phone")), draw.choice((0, 0, 0, 1, 2))
    total = -1.5 - (told == "yes") + 0.5 * (by == "email") + 0.4 * math.log1p(lead) + 0.5 * missed
    yield int(draw.random() < 1 / (1 + math.exp(-total)))
    yield from (lead, told, by, f"store {draw.randrange(60)}", missed)
    yield "" if draw.random() < 0.1 else round(draw.gauss(5, 2), 2)
    yield draw.randrange(9, 20)
    yield from (round(draw.random(), 3) for _ in range(3))


def _refit(what: str, is_other: bool, seeds: int, report: Report) -> None:
    """Of each seed: an own truth, a history, a refit; judged on interviews after all of it."""
    from noshow.policy.judging import better  # numpy is optional
    from noshow.policy.relearning import odds_under, relearn, table_of

    off: list[float] = []
    gained, kept = [], 0
    for seed in range(seeds):
        draw = random.Random(seed)  # noqa: S311  no secret
        truth = other_truth(draw) if is_other else dict(STARTING.weights)
        past = history(draw, OUTCOMES, truth)
        learned = relearn(past)
        kept += learned.is_better
        off += [abs(learned.model.weights[code] - truth[code]) / learned.errors[code] for code in truth]
        columns, outcome = table_of(history(draw, LATER, truth), list(STARTING.weights))
        stood = replace(STARTING, base=own_base(past))
        counts = learned.model if learned.is_better else stood
        gained.append(better(odds_under(counts, columns), odds_under(stood, columns), outcome).by)
    one, two = mean(z < 1 for z in off), mean(z < 1.96 for z in off)
    note = (
        f"kept {kept} of {seeds}; true weights within 1 error {one:.0%}, within 1.96 {two:.0%}; "
        f"log loss later lower by {mean(gained):.4f}, at worst {min(gained):+.4f}"
    )
    report.rows.append(Row(f"refit from {OUTCOMES:,} outcomes", what, note=note))
    report.targets.append(Target(f"log loss gained at worst, {what}", min(gained), 0.0, at_least=True))
    if is_other:
        report.targets.append(Target("true weights within 1.96 errors", two, 0.93, at_least=True))
    else:
        report.targets.append(Target("refits kept where nothing is to be learned", kept, 0, at_least=False))
