"""Databases with every table in them: each kind is migrated once in a run, whoever asks first, and copied."""

import fcntl
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from tests.services_fixture import postgres
from tests.services_fixture.session import shared_folder
from tests.services_fixture.trial import ROOT, environment

SECRET = "only-for-tests"
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # so Django calls its test database


def copy_to(path: Path) -> str:
    """Put a migrated SQLite database there; its URL."""
    with alone_with("sqlite") as made:
        if not made.exists():
            growing = made.with_suffix(".growing")
            manage(f"sqlite:///{growing}", "migrate")
            as_one_file(growing).rename(made)
    shutil.copyfile(made, path)
    return f"sqlite:///{path}"


def template() -> str:
    """The database on the run's PostgreSQL server that others are copied from."""
    server, name = postgres.shared_server(), "migrated"
    with alone_with("postgres") as made:
        if not made.exists():
            server.run(f"DROP DATABASE IF EXISTS {name}")
            server.run(f"CREATE DATABASE {name}")
            manage(server.url(name), "migrate")
            made.touch()
    return name


@contextmanager
def as_test_database() -> Iterator[None]:
    """Let Django's `migrate` find its test database done, where one can be copied."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = template()
        yield
        return
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
        with alone_with("sqlite") as made:
            if made.exists():
                with closing(sqlite3.connect(made)) as whole:
                    whole.backup(memory)
        yield


def keep_test_database() -> None:
    """What Django has just migrated in memory is what others copy."""
    with alone_with("sqlite") as made:
        if connection.vendor == "sqlite" and not made.exists():
            connection.ensure_connection()
            growing = made.with_suffix(".growing")
            with closing(sqlite3.connect(growing)) as whole:
                connection.connection.backup(whole)
            growing.rename(made)


@contextmanager
def alone_with(kind: str) -> Iterator[Path]:
    """Keep the run's other workers from that kind's database; where it stands once it has been made."""
    folder = shared_folder() / "migrated"
    folder.mkdir(exist_ok=True)
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / kind


def as_one_file(path: Path) -> Path:
    """A database that is whole without a log beside it, as one in memory has to be, too."""
    with closing(sqlite3.connect(path)) as whole:
        whole.execute("PRAGMA journal_mode=DELETE")
    return path


def manage(url: str, command: str) -> None:
    """One of the product's commands, quietly, on that database."""
    known = {"YAKUSOKU_SANDBOX": "1", "SECRET_KEY": SECRET, "DATABASE_URL": url}
    env = environment(shared_folder() / "migrated", 0, **known)
    words = [sys.executable, "manage.py", command, "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
