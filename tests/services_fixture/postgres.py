"""A throwaway PostgreSQL server; works as root, which PostgreSQL itself refuses to run as."""

import fcntl
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # the arguments that drop privileges differ in type

import psycopg

from supervise import die_with_parent
from tests.services_fixture.session import free_port, owner, shared_folder, wait_until

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def fresh_database(self, like: str = "template1") -> Iterator[str]:
        """A database of its own, empty or a copy of another; yields its URL."""
        name = f"fresh_{uuid.uuid4().hex[:12]}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield self.url(name)
        finally:
            self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def binaries() -> Path | None:
    """The newest installed PostgreSQL, as Debian lays it out, or whatever stands on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if (Path(folder) / "initdb").exists() and (Path(folder) / "postgres").exists():
            return Path(folder)
    return None


def _version(path: Path) -> int:
    number = re.search(r"/(\d+)/", str(path))
    return int(number[1]) if number else 0


def shared_server() -> Server:
    """The run's one server: started by whichever process asks first, watched by a keeper of its own."""
    folder = shared_folder() / "postgres"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "port").exists():
            _start_keeper(folder)
    return Server(int((folder / "port").read_text()))


def _start_keeper(folder: Path) -> None:
    """The keeper outlives the worker that needed the server first, but not the run."""
    command = [sys.executable, "-m", __name__, str(folder), str(owner())]
    root = Path(__file__).resolve().parents[2]
    with (folder / "log").open("w") as log:
        keeper = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, "PYTHONPATH": f"{root}:{root / 'bin'}"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "keeper").write_text(str(keeper.pid))
    wait_until(lambda: (folder / "port").exists() or keeper.poll() is not None, "PostgreSQL")
    if keeper.poll() is not None:
        raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def stop_shared_server() -> None:
    """Called by the run's owner at its end; the keeper would notice by itself a moment later."""
    note = shared_folder() / "postgres" / "keeper"
    if note.exists():
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(int(note.read_text()), signal.SIGTERM)
        wait_until(lambda: not (note.parent / "port").exists(), "PostgreSQL to stop")


def keep(folder: Path, run_owner: int) -> None:
    """Run the server until ``run_owner`` is gone or we are told to stop."""
    home = binaries()
    if home is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda signum, _frame: stopping.append(signum))
    port = free_port()
    server = _start(home, folder, port)
    try:
        ready = [str(home / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL to answer")
        (folder / "port.new").write_text(str(port))
        (folder / "port.new").rename(folder / "port")
        while not stopping and server.poll() is None and Path(f"/proc/{run_owner}").exists():
            time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        (folder / "port").unlink(missing_ok=True)
        if not Path(f"/proc/{run_owner}").exists():  # killed: nobody else will tidy up
            shutil.rmtree(folder.parent, ignore_errors=True)


def _start(home: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    data = str(folder / "data")
    make = [
        str(home / "initdb"),
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run([*make, "--no-sync", "--no-instructions"], check=True, cwd=folder, env=env, **as_user)
    options = ["listen_addresses=127.0.0.1", "max_connections=120", *FAST]
    command = [str(home / "postgres"), "-D", data, "-p", str(port), "-k", str(folder)]
    command += [part for option in options for part in ("-c", option)]
    return subprocess.Popen(
        command, cwd=folder, env=env, preexec_fn=die_with_parent(signal.SIGQUIT), **as_user
    )


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
