"""How long ふりかえり takes, request by request: ``python -m bench.visits.insights REQUESTS OUT``."""

import json
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import django
from django.conf import settings

WARM = 3


def main(requests: int, out: Path) -> None:
    django.setup()
    from bench.visits.desk_pages import Page
    from candidates.models import Job
    from company.models import Location
    from sandbox.mass.chain import RECRUITER

    store = Location.objects.order_by("pk").values_list("pk", flat=True)[0]
    title = Job.objects.order_by("pk").values_list("title", flat=True)[0]

    def page(name: str, who: str = "", **asked: object) -> Page:
        path = f"/desk/insights/?{urlencode(asked)}"
        return Page(name, path, who) if who else Page(name, path)

    pages = [
        page("90 days", days=90),
        page("a year", days=365),
        page("a year, one store", days=365, store=store),
        page("a year, one job at all stores", days=365, job=title),
        page("a year, one source", days=365, source="csv"),
        page("a year, one store, job and source", days=365, store=store, job=title, source="form"),
        page("a year, a store's recruiter", RECRUITER, days=365),
        page("two years, days of one's own", **{"from": "2020-01-15", "to": "2100-01-01"}),
        Page("plain: list", "/plain/candidates/application/"),
    ]
    told: dict[str, list[float]] = {one.name: [] for one in pages}
    for number in range(WARM + requests):
        for one in pages:
            started = time.perf_counter()
            one.ask()
            if number >= WARM:
                told[one.name].append(1000 * (time.perf_counter() - started))
    out.write_text(json.dumps(told))


if __name__ == "__main__":
    settings.DEBUG = False
    main(int(sys.argv[1]), Path(sys.argv[2]))
