"""What `make bench ARGS="…"` understands."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT

PARTS = (
    *("sms", "mail", "late", "kills", "due", "booking", "pages", "supply", "desk"),
    *("simulator", "insights", "risk", "profile"),
)


@dataclass(frozen=True)
class Options:
    parts: tuple[str, ...]
    folder: Path  # where the results go
    threads: tuple[int, ...] = (16, 64)
    latencies: tuple[float, ...] = (0.0, 0.1)  # seconds
    rounds: int = 3  # of A-B-A-B
    messages: int = 2000  # a round
    at_once: int = 10_000  # due at one moment
    trickle: tuple[int, float] = (200, 60.0)  # so many messages in so many seconds
    killed: int = 600  # messages
    kills: int = 3
    few: int = 10_000  # planned rows
    many: int = 1_000_000
    visits: int = 600  # requests over HTTP of each sort
    contested: int = 100  # times
    contenders: int = 50  # processes
    answers: int = 100  # requests a turn, where their CPU is measured
    few_people: int = 10_000  # applications
    many_people: int = 1_000_000
    simulated: int = 1000  # applications, for each policy
    table_rows: int = 1_000_000  # of a CSV that the risk is fitted to
    seeds: int = 20


def read_options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="make bench", description="See docs/benchmarks.md.")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="minutes instead of half an hour; rough figures")
    parser.add_argument("--threads", help="how many at once, such as 16,64")
    parser.add_argument("--rounds", type=int, help="how often every variant has its turn")
    parser.add_argument("--messages", type=int, help="how many a turn")
    parser.add_argument("--applications", help="how many the desk is measured with, such as 10000,1000000")
    told = parser.parse_args(arguments)
    parts = tuple(part for part in PARTS if part in told.only.split(","))
    if unknown := set(told.only.split(",")) - set(PARTS):
        parser.error(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    more: dict[str, object] = {}
    if told.quick:
        more |= {"threads": (16,), "rounds": 2, "messages": 800, "at_once": 1000, "trickle": (40, 15.0)}
        more |= {"killed": 300, "many": 100_000, "visits": 200, "contested": 20, "contenders": 20}
        more |= {"many_people": 100_000, "answers": 50, "table_rows": 100_000, "seeds": 5, "simulated": 200}
    if told.threads:
        more["threads"] = tuple(int(number) for number in told.threads.split(","))
    if told.applications:
        few, many = (int(number) for number in told.applications.split(","))
        more |= {"few_people": few, "many_people": many}
    more |= {name: value for name in ("rounds", "messages") if (value := getattr(told, name))}
    return Options(parts, Path(os.environ.get("YAKUSOKU_DATA") or ROOT / "data"), **more)  # type: ignore[arg-type]  # named above
