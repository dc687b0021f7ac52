"""The part "desk": recruiters' pages with few and with a hundred times as many applications in the database.

Beside them, over the same rows and in the same process, the change list that Django's administration gives
for nothing.
"""

import json
from statistics import median
from typing import Any  # what the measuring process wrote

from bench.figures import Figure
from bench.options import Options
from bench.place import Place
from bench.processes import PYTHON
from bench.report import Report, Row, Target
from sandbox.mass.word import THE_WORD

HOURS = 3600.0
AGAINST = (
    ("list", "plain: list", 1 / 3),
    ("list, deep", "plain: deep", 1 / 10),
    ("search by a name's beginning", "plain: search by a name's beginning", 1 / 10),
    ("search by phone", "plain: search by phone", 1 / 10),
)
GROWS_AT_MOST, READS_AT_MOST = 2.0, 5.0
Told = dict[str, dict[str, Any]]


def desk(place: Place, options: Options, report: Report) -> None:
    few, many = (_measured(place, options, count) for count in (options.few_people, options.many_people))
    for count, told in ((options.few_people, few), (options.many_people, many)):
        for name, page in told.items():
            report.rows.append(Row(f"the desk, {count:,} applications", name, **_figures(page)))
    for name in (name for name in many if not name.startswith("plain")):
        _judge(report, name, few[name], many[name])
    for ours, plain, limit in AGAINST:
        ratio = median(a / b for a, b in zip(many[ours]["ms"], many[plain]["ms"], strict=True))
        report.targets.append(Target(f"time of {ours}, of the {plain}", ratio, limit, at_least=False))


def _measured(place: Place, options: Options, count: int) -> Told:
    database, out = f"desk_{count}", place.folder / f"desk-{count}.json"
    place.cluster.create(database)
    env = place.product_env() | {"DATABASE_URL": place.cluster.url(database)}
    place.carry_out([PYTHON, "manage.py", "migrate", "--no-input", "--verbosity", "0"], env)
    word = f"--outside-the-sandbox={THE_WORD}"
    place.carry_out([PYTHON, "manage.py", "fill", f"--applications={count}", word], env, seconds=HOURS)
    place.cluster.run(database, "VACUUM ANALYZE")
    env |= {"DJANGO_SETTINGS_MODULE": "bench.visits.settings"}
    turns, requests = str(options.rounds), str(max(options.answers // 10, 3))
    place.carry_out([PYTHON, "-m", "bench.visits.desk", turns, requests, str(out)], env, seconds=HOURS)
    told: Told = json.loads(out.read_text())
    return told


def _figures(page: dict[str, Any]) -> dict[str, Any]:
    scans = f", reads all of {', '.join(page['scans'])}" if page["scans"] else ""
    note = f"{median(page['ms']):.1f} ms, {page['statements']} statements"
    return {
        "cpu_ms": Figure.of(page["cpu_ms"]),
        "note": f"{note}, {page['read']:,} rows read for {page['shown']:,}, "
        f"{page['read_of_large']:,} of them in large tables{scans}",
    }


def _judge(report: Report, name: str, few: dict[str, Any], many: dict[str, Any]) -> None:
    grown = median(many["cpu_ms"]) / median(few["cpu_ms"])
    more = many["statements"] - few["statements"]
    reads = many["read_of_large"] / max(many["shown"], 1)
    for what, value, limit in (
        (f"{name}: CPU of that with few", grown, GROWS_AT_MOST),
        (f"{name}: further statements", more, 0),
        (f"{name}: rows of tables that grow, read for one shown", reads, READS_AT_MOST),
        (f"{name}: large tables read from end to end", len(many["scans"]), 0),
    ):
        report.targets.append(Target(what, value, limit, at_least=False))
