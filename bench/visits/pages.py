"""The process that is measured: ``python -m bench.visits.pages ROUNDS HOW_MANY OUT [--profile FILE]``.

It answers HOW_MANY requests of each sort a turn, in turns, and writes the CPU each took into OUT, as JSON.
"""

import argparse
import cProfile
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any  # what each sort of visit returns does not matter

import django
from django.core.wsgi import get_wsgi_application

WARM = 15
Ask = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--profile", default="")
    told = parser.parse_args()
    application = get_wsgi_application()
    from bench.visits import asking, people
    from bench.visits.sorts import BESIDE, Sorts

    people.clear()
    answering = (told.rounds + bool(told.profile)) * told.count + WARM + 1
    sorts = Sorts(asking.Browser(application), people.booked(answering + 2 * BESIDE))
    statements = {name: len(asking.statements_of(next(asks))) for name, asks in sorts.all.items()}
    for asks in sorts.all.values():
        asking.cpu_of(next(asks) for _ in range(WARM))
    spent: dict[str, list[float]] = {name: [] for name in sorts.all}
    for _ in range(told.rounds):
        for name, asks in sorts.all.items():
            spent[name].append(asking.cpu_of(next(asks) for _ in range(told.count)))
    if told.profile:
        _profiled(sorts.all, told.count, told.profile)
    results = {"cpu_ms": spent, "statements": statements, "bytes": sorts.sizes}
    told.out.write_text(json.dumps(results))


def _profiled(sorts: dict[str, Any], count: int, path: str) -> None:
    for name in ("confirm", "home"):
        profiler = cProfile.Profile(time.process_time)
        asks = [next(sorts[name]) for _ in range(count)]
        profiler.enable()
        for ask in asks:
            ask()
        profiler.disable()
        profiler.dump_stats(f"{path}-{name}")


if __name__ == "__main__":
    django.setup()
    main()
