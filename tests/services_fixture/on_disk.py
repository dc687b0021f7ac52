"""Databases that several threads may use at once, as processes do, instead of one connection in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
from django.db import connection, connections
from django.db.utils import ConnectionHandler


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Make ``default`` mean another database, for this thread and for those started meanwhile."""
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF",
        }
    kept, kept_settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = ConnectionHandler({"default": config}).settings["default"]
    del connections["default"]
    try:
        yield
    finally:
        connection.close()
        connections.settings["default"] = kept_settings
        connections["default"] = kept


@contextmanager
def copied_to(folder: Path) -> Iterator[None]:
    """A SQLite database in memory goes on in a file; one on a server stays where it is.

    In memory all threads share one connection and with it one transaction, which no company has.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    path = folder / "live.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    with connected_to(f"sqlite:///{path}"):
        yield
