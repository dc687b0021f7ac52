"""The desk's pages over a filled database: CPU and time of a request, its statements, the rows they read.

Run in a process of its own: ``python -m bench.visits.desk TURNS REQUESTS OUT``.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any  # what EXPLAIN returns, and what Django hands to an execute wrapper

import django
from django.conf import settings

LARGE = 5000
"""A table with more rows is large: nothing may read it from end to end."""


def main(turns: int, requests: int, out: Path) -> None:
    django.setup()
    from bench.visits.desk_pages import pages

    told: dict[str, dict[str, Any]] = {page.name: {"cpu_ms": [], "ms": []} for page in pages()}
    for page in pages():
        page.ask()
        told[page.name] |= _explained(page)
    for _ in range(turns):
        for page in pages():
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(requests):
                page.ask()
            told[page.name]["cpu_ms"].append(1000 * (time.process_time() - cpu) / requests)
            told[page.name]["ms"].append(1000 * (time.perf_counter() - wall) / requests)
    out.write_text(json.dumps(told, ensure_ascii=False))


def _explained(page: Any) -> dict[str, Any]:
    from bench.visits.plans import plans_of

    plans = plans_of(page.ask)
    scans = sorted({scan for plan in plans for scan in plan.whole(LARGE)})
    worst = max(plans, key=lambda plan: plan.read_of_large(LARGE))
    return {
        "statements": len(plans),
        "read": sum(plan.read for plan in plans),
        "read_of_large": sum(plan.read_of_large(LARGE) for plan in plans),
        "shown": sum(plan.returned for plan in plans),
        "scans": scans,
        "worst": [worst.read_of_large(LARGE), worst.returned, worst.statement[:2000]],
    }


if __name__ == "__main__":
    settings.DEBUG = False
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
