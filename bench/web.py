"""Web servers under measurement, started as the image starts the product's, and the crowds before them."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any  # plans and results are JSON

from bench.place import Place
from bench.processes import PYTHON, ROOT
from run import answers
from tests.services_fixture.session import free_port, wait_until


@contextmanager
def serving(place: Place, application: str, env: Mapping[str, str], looks: str) -> Iterator[int]:
    """The port it listens on; up once ``looks``, a path, is answered."""
    written = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    if written is None:
        raise RuntimeError("the Dockerfile does not say how the web server is started")
    port = free_port()
    instead = {
        "granian": str(Path(PYTHON).with_name("granian")),
        "0.0.0.0": "127.0.0.1",  # noqa: S104  what the image listens on
        "8000": str(port),
        "config.wsgi:application": application,
    }
    running = place.start([instead.get(word, word) for word in json.loads(written[1])], dict(env))
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}{looks}"), "the web server", seconds=60)
        yield port
    finally:
        running.kill()


@dataclass(frozen=True)
class Crowd:
    """What a crowd was answered."""

    seconds: float
    taken: list[tuple[int, float]]  # status, milliseconds

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds

    def count(self, status: int) -> int:
        return sum(found == status for found, _ in self.taken)

    def quantile(self, hundredth: int) -> float:
        """In milliseconds."""
        return quantiles((spent for _, spent in self.taken), n=100, method="inclusive")[hundredth - 1]


def crowd(place: Place, plan: dict[str, Any]) -> Crowd:
    """Raises RuntimeError when somebody in it could not go on."""
    told, out = place.folder / "plan.json", place.folder / "crowd.json"
    told.write_text(json.dumps(plan))
    place.carry_out([PYTHON, "-m", "bench.crowd", str(told), str(out)], place.others_env())
    found = json.loads(out.read_text())
    if found["errors"]:
        raise RuntimeError(f"the crowd: {found['errors'][0]}")
    return Crowd(found["seconds"], [(status, spent) for status, spent in found["taken"]])
