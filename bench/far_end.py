"""The sink as the run sees it: its latency, its count, its log."""

import json
import mmap
import struct
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.processes import PYTHON, Running, environment
from bench.texts import number_in
from tests.services_fixture.session import wait_until


class Taken(NamedTuple):
    at: float  # seconds since 1970
    number: int
    mark: str  # the Message-ID of a mail, the words of an SMS


class FarEnd:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sink"

    def start(self) -> None:
        self.folder.mkdir()
        command = [PYTHON, "-m", "bench.sink", str(self.folder)]
        self.running = Running(command, environment(), self.folder / "log")
        wait_until((self.folder / "ports.json").exists, "the sink to listen")
        ports = json.loads((self.folder / "ports.json").read_text())
        self.http_port, self.smtp_port = int(ports["http"]), int(ports["smtp"])
        with (self.folder / "accepted").open("rb") as file:
            self._counter = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def stop(self) -> None:
        self.running.kill()

    @property
    def count(self) -> int:
        return int(struct.unpack_from("<Q", self._counter, 0)[0])

    def prepare(self, latency: float) -> None:
        """Forget what was taken, and from now on answer after ``latency`` seconds."""
        self._ask("forget")
        self._ask("latency", str(latency))

    def taken(self) -> list[Taken]:
        return [Taken(at, number_in(to), mark) for at, to, mark in json.loads(self._ask("taken"))]

    def wait_for(self, count: int, *, seconds: float, watching: Running | None = None) -> None:
        """Return once it has taken that many; raises RuntimeError when that does not come to be."""
        deadline = time.monotonic() + seconds
        while self.count < count:
            if watching is not None and not watching.is_running and self.count < count:
                raise RuntimeError(f"the sender ended at {self.count} of {count}:\n{watching.last_words()}")
            if time.monotonic() > deadline:
                words = watching.last_words() if watching else ""
                raise RuntimeError(f"only {self.count} of {count} came in {seconds:.0f} s\n{words}")
            time.sleep(0.002)

    def _ask(self, what: str, body: str = "") -> str:
        request = urllib.request.Request(f"{self.url}/-/{what}", data=body.encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())


class Tally(NamedTuple):
    twice: int  # copies too many
    lost: int  # messages that never came
    most: int  # copies of any one message
    marks: int  # different marks of any one message, such as Message-IDs


def tally(taken: list[Taken], wanted: int) -> Tally:
    """What became of the messages 1 to ``wanted``."""
    copies = Counter(one.number for one in taken)
    marks = Counter(number for number, _ in {(one.number, one.mark) for one in taken})
    return Tally(
        twice=sum(count - 1 for count in copies.values()),
        lost=sum(number not in copies for number in range(1, wanted + 1)),
        most=max(copies.values(), default=0),
        marks=max(marks.values(), default=0),
    )
