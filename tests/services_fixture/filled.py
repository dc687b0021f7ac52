"""The sample company, lived through once in a run for each kind of database; an instance starts on a copy.

Copies begin at ten in the morning, however long ago the sample was made.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.services_fixture import migrated, postgres

LATER = "UPDATE company_clockshift SET shift_seconds = shift_seconds - {seconds:f}"


def copy_to(data: Path) -> None:
    """A data folder as a first `make run` leaves it."""
    data.mkdir(parents=True)
    with migrated.alone_with("filled-sqlite") as made:
        if not made.exists():
            growing = made.with_suffix(".growing")
            _fill(migrated.copy_to(growing), note=made.with_suffix(".at"))
            migrated.as_one_file(growing).rename(made)
    shutil.copyfile(made, data / "yakusoku.sqlite3")
    (data / "secret_key").write_text(migrated.SECRET)
    with closing(sqlite3.connect(data / "yakusoku.sqlite3")) as connection, connection:
        connection.execute(_as_much_later(made.with_suffix(".at")))


@contextmanager
def copied_database() -> Iterator[str]:
    """The URL of a database on the run's PostgreSQL server."""
    server, name = postgres.shared_server(), "filled"
    with migrated.alone_with("filled-postgres") as made:
        if not made.exists():
            server.run(f"DROP DATABASE IF EXISTS {name}")
            server.run(f"CREATE DATABASE {name} TEMPLATE {migrated.template()}")
            _fill(server.url(name), note=made)
    with server.fresh_database(like=name) as url:
        with psycopg.connect(url) as connection:
            connection.execute(_as_much_later(made).encode())
        yield url


def _fill(url: str, *, note: Path) -> None:
    """Fill that database and note the moment."""
    migrated.manage(url, "sample")
    note.write_text(str(time.time()))


def _as_much_later(note: Path) -> str:
    return LATER.format(seconds=time.time() - float(note.read_text()))
