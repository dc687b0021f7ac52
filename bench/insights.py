"""The part "insights": ふりかえり over many applications, filtered or not, beside the plain change list."""

import json
import time
from statistics import median, quantiles

from bench.options import Options
from bench.place import Place
from bench.processes import PYTHON
from bench.report import Report, Row, Target
from sandbox.mass.word import THE_WORD

HOURS = 3600.0
SLOWEST_MS = 1000.0
PLAIN = "plain: list"


def insights(place: Place, options: Options, report: Report) -> None:
    count = options.many_people
    database, out = f"insights_{count}", place.folder / "insights.json"
    place.cluster.create(database)
    env = place.product_env() | {"DATABASE_URL": place.cluster.url(database)}
    place.carry_out([PYTHON, "manage.py", "migrate", "--no-input", "--verbosity", "0"], env)
    word = f"--outside-the-sandbox={THE_WORD}"
    place.carry_out([PYTHON, "manage.py", "fill", f"--applications={count}", word], env, seconds=HOURS)
    started = time.monotonic()
    place.carry_out([PYTHON, "manage.py", "count_figures"], env, seconds=HOURS)
    counted = time.monotonic() - started
    place.cluster.run(database, "VACUUM ANALYZE")
    env |= {"DJANGO_SETTINGS_MODULE": "bench.visits.settings"}
    requests = str(options.rounds * max(options.answers // 5, 5))
    place.carry_out([PYTHON, "-m", "bench.visits.insights", requests, str(out)], env, seconds=HOURS)
    told: dict[str, list[float]] = json.loads(out.read_text())
    what = f"insights over {count:,} applications"
    report.rows.append(Row(what, "every figure counted anew", note=f"{counted:.0f} s"))
    plain = median(told[PLAIN])
    for name, taken in told.items():
        p95 = quantiles(taken, n=20)[-1]
        note = f"p50 {median(taken):.0f} ms, p95 {p95:.0f} ms, {median(taken) / plain:.2f} of the plain list"
        report.rows.append(Row(what, name, note=note))
        if name != PLAIN:
            report.targets.append(Target(f"{name}: p95 in ms", p95, SLOWEST_MS, at_least=False))
