"""One process a policy: each lives in a database of its own, tells how far it is, and hands fates back."""

import contextlib
import gc
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from sandbox.simulator import policies
from sandbox.simulator.assumptions import assume
from sandbox.simulator.database import hurry, manage, new_database
from sandbox.simulator.life import Life, Plan
from sandbox.simulator.policies import Policy
from sandbox.simulator.results import Fate, as_rows, fates, from_rows

Told = Callable[[float], None]
A_LOOK = 2.0  # seconds


class LifeBroke(Exception):
    """A process came to no end; the text is the last it said."""


@dataclass(frozen=True)
class Lived:
    """``seconds`` are the life's own, without making its database."""

    policy: str
    fates: Sequence[Fate]
    seconds: float
    log: str = ""


def live_all(
    plan: Plan,
    chosen: Sequence[Policy],
    *,
    is_checked: bool = False,
    tell: Told,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[Lived]:
    """All policies at once, each in its process. ``meanwhile`` is called every few seconds, here.

    ``tell`` is called by other threads. Raises LifeBroke.
    """
    shares = [0.0] * len(chosen)
    with contextlib.ExitStack() as stack:
        lives = [
            _Process(plan, policy, Path(stack.enter_context(tempfile.TemporaryDirectory())), is_checked)
            for policy in chosen
        ]
        for life in lives:
            stack.callback(life.stop)

        def note(number: int, share: float) -> None:
            shares[number] = share
            tell(sum(shares) / len(shares))

        threads = [Thread(target=life.listen, args=(number, note)) for number, life in enumerate(lives)]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=A_LOOK)
                meanwhile()
        return [life.result() for life in lives]


class _Process:
    def __init__(self, plan: Plan, policy: Policy, folder: Path, is_checked: bool) -> None:
        self.policy, self.last, self.found = policy, "", None
        job = {"plan": asdict(plan), "policy": policy.as_json(), "is_checked": is_checked}
        self.process = subprocess.Popen(
            manage(new_database(folder), "live"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        _write(self.process.stdin, json.dumps(job, default=str))

    found: Mapping[str, object] | None

    def listen(self, number: int, note: Callable[[int, float], None]) -> None:
        for line in self.process.stdout or ():
            if line.startswith("share "):
                note(number, float(line[6:]))
            elif line.startswith("{"):
                self.found = json.loads(line)
            elif line.strip():
                self.last = line.strip()
        self.process.wait()

    def result(self) -> Lived:
        if self.found is None:
            raise LifeBroke(f"{self.policy.name}: {self.last}")
        found = self.found
        rows, seconds = found["fates"], found["seconds"]
        if not isinstance(rows, list) or not isinstance(seconds, float):
            raise LifeBroke(self.policy.name)
        return Lived(self.policy.name, from_rows(rows), seconds, str(found["log"]))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def _write(pipe: IO[str] | None, text: str) -> None:
    if pipe is not None:
        pipe.write(text)
        pipe.close()


def live_here(job: Mapping[str, object]) -> Iterator[str]:
    """The life a process was started for, on the database it was given; the lines it says about it."""
    plan, policy = _read(job)
    hurry()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    random.seed(plan.seed)  # how long a refused message waits is drawn
    started = time.monotonic()
    life = Life(plan, policy, is_checked=bool(job.get("is_checked")))
    yield from (f"share {share:.3f}" for share in life.steps())
    found = {"fates": as_rows(fates(life.world)), "seconds": time.monotonic() - started}
    yield json.dumps(found | {"log": "\n".join(life.world.log) if job.get("is_checked") else ""})


def _read(job: Mapping[str, object]) -> tuple[Plan, Policy]:
    told, policy = job["plan"], job["policy"]
    if not isinstance(told, dict) or not isinstance(policy, dict):
        raise TypeError("a plan and a policy are wanted")
    return Plan(**told | {"habits": assume(told["habits"])}), policies.read(policy)
