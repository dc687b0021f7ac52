"""The product's processes as docker-compose.yml runs them, each restarted when it has died."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # YAML is whatever the file says

import yaml

from run import answers
from supervise import die_with_parent
from tests.services_fixture.session import free_port, wait_until
from tests.services_fixture.trial import ROOT, environment

DIED_AT = re.compile(rb"^failpoint (\w+) (\w+)$", re.MULTILINE)
STANDBY_SECONDS = 3


@dataclass
class Member:
    """One process; ``armed`` is the setting FAILPOINTS it was started with."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes]
    armed: str = ""
    read_to: int = 0

    @property
    def is_dead(self) -> bool:
        return self.process.poll() is not None

    @property
    def is_stopped(self) -> bool:
        try:
            words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False
        return words[0] == "T"

    def signal(self, signum: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signum)


@dataclass
class Product:
    """``arm`` says, for a process about to start, which failpoints it gets."""

    folder: Path
    env: dict[str, str]
    workers: int
    arm: Callable[[str], str] = lambda name: ""
    port: int = field(default_factory=free_port)
    members: dict[str, Member] = field(default_factory=dict)
    died_at: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def names(self) -> list[str]:
        return ["web", *(f"worker{number}" for number in range(1, self.workers + 1)), "beat", "standby"]

    def start(self) -> None:
        for name in self.names:
            self.start_one(name)
        wait_until(lambda: answers(f"{self.url}/healthz"), "the web server to answer", seconds=300)

    def start_one(self, name: str) -> Member:
        armed, log = self.arm(name), self.folder / f"{name}.log"
        with log.open("ab") as said:
            process = subprocess.Popen(
                self._command(name),
                cwd=ROOT,
                env={**self.env, "FAILPOINTS": armed},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        read_to = self.members[name].read_to if name in self.members else 0
        self.members[name] = Member(name, self._command(name), log, process, armed, read_to)
        return self.members[name]

    def kill(self, name: str) -> None:
        """With everything it started, at once."""
        self.members[name].signal(signal.SIGKILL)
        self.members[name].process.wait()

    def note_deaths(self) -> list[str]:
        """Which failpoints were hit since the last look, as ``point:deed``; who died of it is put away."""
        hits = []
        for member in self.members.values():
            with member.log.open("rb") as log:
                log.seek(member.read_to)
                said = log.read()
            whole = said.rfind(b"\n") + 1
            member.read_to += whole
            for point, deed in DIED_AT.findall(said[:whole]):
                hits.append(f"{point.decode()}:{deed.decode()}")
                if deed == b"kill" and member.name == "web":
                    self.kill(member.name)  # the server's master process outlives its worker
        self.died_at.update(hits)
        return hits

    def stop(self) -> None:
        for member in self.members.values():
            member.signal(signal.SIGCONT)
            member.signal(signal.SIGTERM)
        for member in self.members.values():
            with suppress(subprocess.TimeoutExpired):
                member.process.wait(timeout=15)
            member.signal(signal.SIGKILL)
            member.process.wait()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def _command(self, name: str) -> list[str]:
        if name == "web":
            return self._web_server()
        words = shlex.split(_service(name.rstrip("0123456789"))["command"])
        if name == "standby":
            words[words.index("--overdue") + 1] = str(STANDBY_SECONDS)
        if name.startswith("worker"):
            words += ["--hostname", f"{name}@%h"]
        return words

    def _web_server(self) -> list[str]:
        written = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
        assert written
        words = [str(word) for word in json.loads(written[1])]
        for option, value in (("--host", "127.0.0.1"), ("--port", str(self.port)), ("--workers", "1")):
            words[words.index(option) + 1] = value
        return words


def _service(name: str) -> dict[str, Any]:
    services: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())[
        "services"
    ]
    return services[name]


def product_environment(folder: Path, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """``settings`` over what every process of such an instance has."""
    return {
        **environment(folder, port),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "YAKUSOKU_SANDBOX": "1",
        "SECRET_KEY": "only-for-chaos",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
        **settings,
    }
