"""One run: start everything, measure in turns, print the table, write the results."""

import json
import os
import platform
import sys
import time
from collections.abc import Iterator

import django

from bench.ceiling import http_ceiling, smtp_ceiling
from bench.options import Options, read_options
from bench.place import Place, opened
from bench.report import Report


def main() -> int:
    options = read_options(sys.argv[1:])
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "bench-profile.txt").unlink(missing_ok=True)
    started = time.monotonic()
    with opened() as place:
        report = Report(machine=_machine(place))
        for failed in _run(place, options, report):
            report.machine["failed"] = f"{report.machine.get('failed', '')} {failed}".strip()
        report.machine["took"] = f"{(time.monotonic() - started) / 60:.0f} min"
    _write(options, report)
    print(report.words())
    print(
        f"\nIn {options.folder}: bench-results.json"
        + ", bench-profile.txt" * bool({"profile", "pages"} & set(options.parts))
    )
    return 1 if "failed" in report.machine else 0


def _run(place: Place, options: Options, report: Report) -> Iterator[str]:
    """Every part that was asked for; yields the names of those that came to no end."""
    django.setup()  # the product's own settings, on this run's servers
    from bench import parts, rows

    rows.a_company()
    parts.set_up(place)
    for name in options.parts:
        try:
            parts.PARTS[name](place, options, report)
        except (RuntimeError, TimeoutError) as error:
            parts.say(f"{name}: {error}")
            yield name
        _write(options, report)


def _write(options: Options, report: Report) -> None:
    (options.folder / "bench-results.json").write_text(
        json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n"
    )


def _machine(place: Place) -> dict[str, object]:
    version = place.cluster.run("postgres", "SHOW server_version")[0][0]
    safe = {
        name: place.cluster.run("postgres", f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit")
    }
    return {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "PostgreSQL": f"{version}, " + ", ".join(f"{name} {value}" for name, value in safe.items()),
        "the far end alone": _ceilings(place),
    }


def _ceilings(place: Place) -> str:
    messages, mails = http_ceiling(place.far_end, 8000), smtp_ceiling(place.far_end, 4000)
    return f"{messages:.0f} SMS/s, {mails:.0f} mails/s"


if __name__ == "__main__":
    sys.exit(main())
