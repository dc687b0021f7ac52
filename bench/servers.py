"""PostgreSQL and Redis of this run's own, in its folder and gone with it."""

import os
import pwd
import subprocess
import time
from pathlib import Path
from typing import Any  # the arguments that drop privileges differ in type

import psycopg

from bench.processes import cpu_seconds
from supervise import die_with_parent
from tests.services_fixture.postgres import binaries
from tests.services_fixture.session import free_port, wait_until

SETTINGS = ("shared_buffers=256MB", "max_connections=120", "listen_addresses=127.0.0.1")
"""Beside these the server's own defaults: fsync, synchronous_commit and full_page_writes are on."""


class Cluster:
    def __init__(self, folder: Path) -> None:
        home = binaries()
        if home is None:
            raise FileNotFoundError("PostgreSQL is not installed (apt-get install postgresql)")
        self.home, self.folder, self.port = home, folder / "postgres", free_port()

    def url(self, database: str, scheme: str = "postgres") -> str:
        return f"{scheme}://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.folder.mkdir(mode=0o700)
        who = _unprivileged()
        if who:
            os.chown(self.folder, who["user"], who["group"])
        env, data = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}, str(self.folder / "data")
        make = [str(self.home / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        quiet = {"stdout": subprocess.DEVNULL, "cwd": self.folder, "env": env, **who}
        subprocess.run([*make, "--locale=C.UTF-8", "--no-instructions"], check=True, **quiet)
        command = [str(self.home / "postgres"), "-D", data, "-p", str(self.port), "-k", str(self.folder)]
        command += [part for setting in SETTINGS for part in ("-c", setting)]
        with (self.folder.parent / "postgres.log").open("wb") as log:
            self.process = subprocess.Popen(
                command, **(quiet | {"stdout": log, "stderr": log}), preexec_fn=die_with_parent()
            )
        ready = [str(self.home / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL to answer")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def cpu(self) -> float:
        return cpu_seconds(self.process.pid)

    def create(self, database: str) -> None:
        self.run("postgres", f'CREATE DATABASE "{database}"')

    def run(self, database: str, statement: str) -> list[tuple[Any, ...]]:
        """One statement; the rows it returned, if it returns any."""
        with psycopg.connect(self.url(database, "postgresql"), autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def settle_down(self, database: str, *tables: str) -> None:
        """What every run begins with, so that none pays for the one before it."""
        for table in tables:
            self.run(database, f"VACUUM ANALYZE {table}")
        self.run("postgres", "CHECKPOINT")
        time.sleep(0.2)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
