"""The part "pages": the CPU of an answer and of a page, beside a bare view and a bare page as large."""

import json
from statistics import median

from bench.figures import Figure
from bench.options import Options
from bench.place import OURS, Place
from bench.processes import PYTHON
from bench.profiling import told
from bench.report import Report, Row, Target
from bench.visits.people import TABLES


def pages(place: Place, options: Options, report: Report) -> None:
    out, raw = place.folder / "pages.json", place.folder / "pages-profile"
    place.cluster.settle_down(OURS, *TABLES)
    command = [PYTHON, "-m", "bench.visits.pages", str(options.rounds), str(options.answers), str(out)]
    env = place.product_env() | {"DJANGO_SETTINGS_MODULE": "bench.visits.settings"}
    place.carry_out([*command, "--profile", str(raw)], env)
    found = json.loads(out.read_text())
    spent = found["cpu_ms"]
    for name, values in spent.items():
        note = f"{found['statements'][name]} statements"
        if name in found["bytes"]:
            note += f", {found['bytes'][name]:,} bytes"
        report.rows.append(Row("CPU of one request", name, cpu_ms=Figure.of(values), note=note))
    for name, beside, limit in (("confirm", "bare view", 4.0), ("home", "bare page", 2.0)):
        ratio = median(ours / bare for ours, bare in zip(spent[name], spent[beside], strict=True))
        report.targets.append(Target(f"CPU of {name}, of a {beside}'s", ratio, limit, at_least=False))
    with (options.folder / "bench-profile.txt").open("a") as file:
        for name in ("confirm", "home"):
            file.write(f"{name}, {options.answers} requests\n{told(raw.with_name(f'{raw.name}-{name}'))}\n")
