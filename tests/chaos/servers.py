"""What the product leans on, each a process that can be broken: PostgreSQL, Redis, the providers."""

import json
import os
import pwd
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any  # the arguments that drop privileges differ in type

import psycopg
import redis

from supervise import die_with_parent
from tests.services_fixture import broker, postgres
from tests.services_fixture.session import free_port, wait_until
from tests.services_fixture.trial import ROOT

# A commit that was answered must survive an immediate restart, so it is written; a power cut is not tried.
OPTIONS = (
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "fsync=off",
    "synchronous_commit=on",
    "full_page_writes=off",
    "track_commit_timestamp=on",
    "log_min_messages=fatal",
)


class Postgres:
    """Its own cluster, with the moment of every commit kept. Works as root, which PostgreSQL refuses."""

    def __init__(self, folder: Path) -> None:
        home = postgres.binaries()
        if home is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self.home, self.folder, self.port = home, folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._as_user: dict[str, Any] = {}
        folder.mkdir()
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        make = ["-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        self._run("initdb", *make, "--no-sync", "--no-instructions")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        command = [str(self.home / "postgres"), "-D", str(self.folder / "data")]
        command += ["-p", str(self.port), "-k", str(self.folder)]
        command += [part for option in OPTIONS for part in ("-c", option)]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._env(),
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent(signal.SIGQUIT),
            **self._as_user,
        )
        wait_until(self._answers, "PostgreSQL to answer", seconds=60)

    def stop(self) -> None:
        """At once, as by `pg_ctl stop -m immediate`: every connection breaks, nothing is tidied up."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.home / program), *arguments],
            check=True,
            cwd=self.folder,
            env=self._env(),
            stdout=subprocess.DEVNULL,
            **self._as_user,
        )

    def _env(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


class Redis(broker.Server):
    def flush(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()


class Provider:
    """`manage.py standin` with a journal; may be killed and started again, on the same port."""

    def __init__(self, folder: Path, env: dict[str, str], deliver_to: str) -> None:
        self.journal, self.port, self.env = folder / "standin.jsonl", free_port(), env
        self.deliver_to = deliver_to
        self.log = folder / "standin.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.start_soon()
        wait_until(self.answers, "the stand-in to answer", seconds=120)

    def answers(self) -> bool:
        return self.script()

    def start_soon(self) -> None:
        command = [sys.executable, "manage.py", "standin", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--journal", str(self.journal), "--deliver-to", self.deliver_to],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(),
            )

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def script(self, **said: object) -> bool:
        """As ``POST /script`` takes it; False when nobody is there to hear it."""
        return self._asked("/script", said)

    def _asked(self, path: str, said: dict[str, object]) -> bool:
        request = urllib.request.Request(f"{self.url}{path}", json.dumps(said).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class Mailbox:
    """The mail server of ``tests.chaos.mailbox`` as a process."""

    def __init__(self, folder: Path) -> None:
        self.journal, self.port, self.log = folder / "mailbox.jsonl", free_port(), folder / "mailbox.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.mailbox", str(self.port), str(self.journal)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(),
            )
        wait_until(self._answers, "the mail server to answer", seconds=60)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except OSError:
            return False
        return True
