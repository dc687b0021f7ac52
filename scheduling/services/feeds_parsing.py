"""From somebody's calendar file to the times they are busy. What the events are about is not looked at.

The file is taken apart by ``feeds_expanding`` in a process of its own that may use so much and no more:
a rule that never comes to an end holds up nobody here.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduling.models import Interview
from scheduling.policy.spans import Span
from scheduling.services.feeds_fetching import LARGEST, FeedRefused

MOST_TIMES = 5000
MOST_WORK = 6  # seconds of a processor; the largest ordinary calendar takes two or three
MOST_SECONDS = 15.0  # on the clock
MOST_MEMORY = 384 * 1024 * 1024
OUT_OF_MEMORY = 3  # what feeds_expanding ends with
PROGRAM = Path(__file__).with_name("feeds_expanding.py")


def busy_spans(file: bytes, *, start: datetime, end: datetime, zone: ZoneInfo) -> list[Span]:
    """When its owner is busy between two moments; whole days and times without a zone are in ``zone``.

    What is marked as free or cancelled does not count, nor do our own interviews that they took over from us.
    Spans that touch are one. Raises FeedRefused. Takes seconds at worst: not for inside a transaction.
    """
    if len(file) > LARGEST:
        raise FeedRefused("too_big")
    found = _expanded(file, start, end, zone)
    ours = _ours({uid for uid, _, _ in found if uid})
    spans = (
        Span(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))
        for uid, starts_at, ends_at in found
        if uid not in ours
    )
    merged = list(merge(spans))
    if len(merged) > MOST_TIMES:
        raise FeedRefused("too_many")
    return merged


def _expanded(file: bytes, start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[str, str, str]]:
    """Every busy occurrence: its UID if it may be one of ours, and from when to when."""
    bounds = [str(MOST_WORK), str(MOST_MEMORY)]
    command = [sys.executable, "-P", str(PROGRAM), start.isoformat(), end.isoformat(), str(zone), *bounds]
    try:
        done = subprocess.run(command, input=file, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise FeedRefused("too_many") from error
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:  # ended by its bounds
        raise FeedRefused("too_many")
    if done.returncode:
        raise RuntimeError(f"{PROGRAM.name} did not start: {done.stderr[-2000:].decode(errors='replace')}")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise FeedRefused(answer["refused"])
    return [(uid, starts_at, ends_at) for uid, starts_at, ends_at in answer["busy"]]


def _ours(uids: set[str]) -> set[str]:
    return {str(uid) for uid in Interview.objects.filter(uid__in=uids).values_list("uid", flat=True)}


def merge(spans: Iterable[Span]) -> Iterator[Span]:
    """The same stretch of time in as few spans as possible, soonest first."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.starts_at <= current.ends_at:
            current = Span(current.starts_at, max(current.ends_at, span.ends_at))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current
