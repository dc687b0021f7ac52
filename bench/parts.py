"""The parts of a run: each takes its measurements in turns and adds its rows and targets to the report."""

import sys
from collections.abc import Sequence
from statistics import median

from bench import variants
from bench.contest import booking
from bench.desk import desk
from bench.due_query import Cost, cost_with
from bench.figures import Figure, Run
from bench.insights import insights
from bench.kills import under_kills
from bench.lateness import all_at_once, one_by_one
from bench.measuring import measure
from bench.options import Options
from bench.page_cost import pages
from bench.place import Place
from bench.profiling import profile
from bench.report import Report, Row, Target
from bench.risk import risk
from bench.simulating import simulator
from bench.supply import supply
from bench.variants import Variant

SWEEP_SECONDS = 1.0  # the product's default


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def sms(place: Place, options: Options, report: Report) -> None:
    kinds = (variants.BareClient, variants.Product, variants.NaiveCelery, variants.Procrastinate)
    for latency in options.latencies:
        for threads in options.threads:
            what = f"SMS, {latency * 1000:.0f} ms, {threads} threads"
            runs = _in_turns(place, [kind(place, threads) for kind in kinds], options, latency, what)
            _add(report, what, runs)
            bare, ours = runs["bare twilio client"], runs["Yakusoku"]
            dearer = _ratio([run.cpu_ms for run in ours], [run.cpu_ms for run in bare])
            report.targets.append(Target(f"CPU of the bare client's, {what}", dearer, 2.0, at_least=False))
            if latency:
                speed = _ratio([run.rate for run in ours], [run.rate for run in bare])
                report.targets.append(Target(f"rate of the bare client's, {what}", speed, 0.7, at_least=True))


def mail(place: Place, options: Options, report: Report) -> None:
    kinds = (variants.ProductMail, variants.PostOffice, variants.WidePostOffice)
    for latency in options.latencies:
        for threads in options.threads:
            what = f"mail, {latency * 1000:.0f} ms, {threads} threads"
            runs = _in_turns(place, [kind(place, threads) for kind in kinds], options, latency, what)
            _add(report, what, runs)
            ours, theirs = runs["Yakusoku, mail"], runs["django-post-office"]
            speed = _ratio([run.rate for run in ours], [run.rate for run in theirs])
            report.targets.append(Target(f"rate of django-post-office's, {what}", speed, 2.0, at_least=True))


def late(place: Place, options: Options, report: Report) -> None:
    threads = max(options.threads)
    turns: list[tuple[Variant, float]] = [
        (variants.Product(place, threads), latency) for latency in options.latencies
    ]
    turns.append((variants.CeleryWithNearEta(place, threads), options.latencies[-1]))
    turns.append((variants.Procrastinate(place, threads), options.latencies[-1]))
    for variant, latency in turns:
        what = f"{options.at_once} due at one moment, {latency * 1000:.0f} ms, {threads} threads"
        say(f"{what}: {variant.name}")
        p50, p99 = all_at_once(place, variant, options.at_once, latency)
        report.rows.append(Row(what, variant.name, late_p50=p50, late_p99=p99))
    count, seconds = options.trickle
    p50, p95 = one_by_one(place, variants.Product(place, threads), count, seconds)
    note = f"p95 {p95:.2f} s, sweep every {SWEEP_SECONDS:g} s"
    report.rows.append(Row(f"{count} strewn over {seconds:.0f} s", "Yakusoku", late_p50=p50, note=note))
    limit = 1.5 * SWEEP_SECONDS
    report.targets.append(Target("due to provider, p95 in seconds", p95, limit, at_least=False))


def kills(place: Place, options: Options, report: Report) -> None:
    kinds = (
        variants.ProductInARush,
        variants.NaiveCelery,
        variants.CeleryWithEta,
        variants.Procrastinate,
        variants.ProductMailInARush,
        variants.PostOffice,
    )
    what = f"{options.killed} messages, {options.kills} kills -9, 100 ms"
    for kind in kinds:
        variant = kind(place, 16)
        say(f"{what}: {variant.name}")
        damage = under_kills(place, variant, options.killed, options.kills, seed=1)
        found = damage.tally
        note = f"{damage.kills} kills, last after {damage.seconds:.0f} s, at most {found.most} of one"
        if variant.remark:
            note += f"; {variant.remark}"
        report.rows.append(Row(what, variant.name, twice=found.twice, lost=found.lost, note=note))
        if kind is variants.ProductInARush:
            report.targets.append(Target("SMS sent twice", found.twice, 0, at_least=False))
            report.targets.append(Target("SMS lost", found.lost, 0, at_least=False))
        if kind is variants.ProductMailInARush:
            report.targets.append(Target("copies of one mail", found.most, 2, at_least=False))
            report.targets.append(Target("Message-IDs of one mail", found.marks, 1, at_least=False))
            report.targets.append(Target("mails lost", found.lost, 0, at_least=False))


def due(place: Place, options: Options, report: Report) -> None:
    costs: list[Cost] = []
    for planned in (options.few, options.many):
        say(f"the due query with {planned:,} rows planned for later")
        costs.append(cost_with(place, planned))
        one = costs[-1]
        way = "scans the table" if one.scans_the_table else f"by {', '.join(one.indexes)}"
        note = f"{one.blocks} blocks, {one.milliseconds:.2f} ms, {way}"
        report.rows.append(Row("claiming 64 of 200 due", f"{planned:,} planned for later", note=note))
    few, many = costs
    dearer = many.milliseconds / few.milliseconds
    report.targets.append(Target("due query, time of that with few", dearer, 2.0, at_least=False))
    dearer = many.blocks / few.blocks
    report.targets.append(Target("due query, blocks of that with few", dearer, 2.0, at_least=False))
    report.targets.append(Target("due query, table scans", many.scans_the_table, 0, at_least=False))


def profiled(place: Place, options: Options, report: Report) -> None:
    threads, latency = max(options.threads), options.latencies[-1]
    told = [
        f"{kind.name}: {profile(place, kind(place, threads), options.messages, latency)}"
        for kind in (variants.Product, variants.ProductMail)
    ]
    with (options.folder / "bench-profile.txt").open("a") as file:
        file.write("\n".join(told))


PARTS = {
    "sms": sms,
    "mail": mail,
    "late": late,
    "kills": kills,
    "due": due,
    "booking": booking,
    "pages": pages,
    "supply": supply,
    "desk": desk,
    "simulator": simulator,
    "insights": insights,
    "risk": risk,
    "profile": profiled,
}


def set_up(place: Place) -> None:
    for kind in (variants.Procrastinate, variants.PostOffice):
        kind(place, 1).set_up()


def _in_turns(
    place: Place, compared: Sequence[Variant], options: Options, latency: float, what: str
) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {variant.name: [] for variant in compared}
    for number in range(options.rounds):
        for variant in compared:
            run = measure(place, variant, _enough(options, variant.threads, latency), latency)
            runs[variant.name].append(run)
            say(f"{what}, round {number + 1}: {variant.name} {run.rate:.0f}/s, {run.cpu_ms:.2f} ms")
    return runs


def _enough(options: Options, threads: int, latency: float) -> int:
    """With few threads and a slow provider, fewer messages make a turn as long."""
    return min(options.messages, round(threads * 8 / latency)) if latency else options.messages


def _add(report: Report, what: str, runs: dict[str, list[Run]]) -> None:
    for name, taken in runs.items():
        rate, cpu, database = (
            Figure.of([getattr(run, which) for run in taken]) for which in ("rate", "cpu_ms", "database_ms")
        )
        report.rows.append(Row(what, name, rate, cpu, database))


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """Round by round, since those lay side by side; then the middle one."""
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))
