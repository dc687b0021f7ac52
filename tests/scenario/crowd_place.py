"""A web server with an empty company behind it, on either database, for a crowd to come to."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any  # JSON

from run import answers
from supervise import Family
from tests.scenario.booking_checks import ask, broken
from tests.services_fixture import migrated, postgres
from tests.services_fixture.deployment import web_server
from tests.services_fixture.session import free_port, wait_until
from tests.services_fixture.trial import ROOT, environment


class Place:
    """``kills`` counts the processes of the server that were ended by force."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.port, self.kills = free_port(), 0
        env = {
            **environment(folder, self.port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'bin'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "YAKUSOKU_SANDBOX": "1",
            "SECRET_KEY": "only-for-tests",
            "PUBLIC_BASE_URL": self.url,
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": "",
            "LOG_LEVEL": "ERROR",
        }
        self.family = Family(env, str(ROOT))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._run(sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0")
        self.start_web()

    def start_web(self) -> None:
        self.family.start("web", web_server(self.port))
        wait_until(lambda: answers(f"{self.url}/healthz"), "the web server to answer", seconds=120)

    def fill(self, *, people: int, links: int, plain: int = 0, crowded: int = 0) -> dict[str, Any]:
        sizes = [str(number) for number in (people, links, plain, crowded)]
        filled: dict[str, Any] = json.loads(
            self._run(sys.executable, "-m", "tests.scenario.crowd_setup", *sizes)
        )
        return filled

    def send_in(self, *, kill_after: Sequence[int] = (), **task: Any) -> list[dict[str, Any]]:
        """Let the crowd of ``tests.scenario.crowd`` come; returns what its members said.

        Each time so many of their acts have been answered, a process of the server is killed, and the server
        started anew.
        """
        known = {"base": self.url, "seed": 0, "staff": 0, "acts": 0, "sign_in": {}}
        (self.folder / "task").write_text(json.dumps(known | task))
        heard = self.folder / "heard"
        with (self.folder / "task").open() as asked, heard.open("w") as told:
            command = [sys.executable, "-m", "tests.scenario.crowd"]
            crowd = subprocess.Popen(command, stdin=asked, stdout=told, cwd=ROOT)
            for number in kill_after:
                wait_until(lambda: crowd.poll() is not None or _lines(heard) >= number, "acts", seconds=900)  # noqa: B023
                if crowd.poll() is None:
                    self._kill_a_worker()
            assert crowd.wait() == 0, f"the crowd broke off, seed {task.get('seed')}"
        return [json.loads(line) for line in heard.read_text().splitlines()]

    def _kill_a_worker(self) -> None:
        web = self.family.members["web"].pid
        workers = [int(pid) for pid in Path(f"/proc/{web}/task/{web}/children").read_text().split()]
        with suppress(ProcessLookupError):
            os.kill(max(workers), signal.SIGKILL)
        self.kills += 1
        self.family.kill("web")
        self.start_web()

    def broken(self) -> dict[str, list[tuple[object, ...]]]:
        return broken(self.database_url)

    def count(self, statement: str) -> object:
        return ask(self.database_url, statement)[0][0]

    def stop(self) -> None:
        self.family.stop()

    def _run(self, *command: str) -> str:
        code, output = self.family.run(command[-1], command, piped=True)
        assert code == 0, output
        return output


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n")


@contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    """``sqlite`` or ``postgres``."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        with _started(Place(folder, migrated.copy_to(folder / "yakusoku.sqlite3"))) as one:
            yield one
        return
    with (
        postgres.shared_server().fresh_database(like=migrated.template()) as url,
        _started(Place(folder, url)) as one,
    ):
        yield one


@contextmanager
def _started(one: Place) -> Iterator[Place]:
    try:
        one.start()
        yield one
    finally:
        one.stop()
