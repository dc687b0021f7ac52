"""One company's processes on PostgreSQL and Redis, started with the very commands of the container files.

As in docker-compose.yml: web, worker, beat, standby; but in the sandbox, so that tests may move the clock.
"""

import json
import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any  # YAML is whatever the file says

import yaml

from run import answers
from supervise import Family
from tests.services_fixture.broker import Server as Redis
from tests.services_fixture.session import free_port, wait_until
from tests.services_fixture.trial import ROOT, environment

BACKGROUND = ("worker", "beat", "standby")


class Deployment:
    """``start`` migrates, fills in the sample company (unless told not to), returns once the web answers."""

    def __init__(self, data: Path, database_url: str, redis: Redis) -> None:
        self.port, self.redis = free_port(), redis
        self.sample = True
        self.base = {
            **environment(data, self.port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "YAKUSOKU_SANDBOX": "1",
            "SECRET_KEY": "only-for-tests",
            "PUBLIC_BASE_URL": self.url,
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": redis.url,
            "LOG_LEVEL": "WARNING",
        }
        self.family = Family(self.base, str(ROOT))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, **more: str) -> None:
        """``more`` are further environment variables, such as a provider's address at the stand-in."""
        self.family.env = {**self.base, **more}
        if self.sample:
            self.manage("sample", "--migrate")
        else:
            self.manage("migrate", "--no-input", "--verbosity", "0")
        for name in ("web", *BACKGROUND):
            self.start_process(name)
        wait_until(self._is_up, "the web server to answer", seconds=300)

    def manage(self, *arguments: str) -> str:
        code, output = self.family.run("manage.py", [sys.executable, "manage.py", *arguments], piped=True)
        assert code == 0, output
        return output

    def start_process(self, name: str) -> None:
        self.family.start(name, web_server(self.port) if name == "web" else _command_of(name))

    def stop_process(self, name: str) -> None:
        """Killed, not asked, as in a crash."""
        self.family.kill(name)

    def stop(self) -> None:
        self.family.stop()

    def _is_up(self) -> bool:
        assert self.family.first_gone() is None, f"{self.family.first_gone()} ended by itself"
        return answers(f"{self.url}/healthz")


def web_server(port: int) -> list[str]:
    """As the image starts it, listening on ``port`` of this machine."""
    written = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert written
    inside = {"0.0.0.0": "127.0.0.1", "8000": str(port)}  # noqa: S104  what the image listens on
    return [inside.get(word, word) for word in json.loads(written[1])]


def _command_of(name: str) -> list[str]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return shlex.split(services[name]["command"])
