"""What must hold of bookings at every moment, asked of the database itself in SQL that both speak."""

import sqlite3
from urllib.parse import urlsplit

import psycopg

from sandbox.simulator.promises.seats import RULES

__all__ = ["RULES", "ask", "broken"]

Rows = list[tuple[object, ...]]


def broken(database_url: str) -> dict[str, Rows]:
    """The rules that do not hold, and the rows that break them; nothing when all is well."""
    found = {rule: ask(database_url, statement) for rule, statement in RULES.items()}
    return {rule: rows for rule, rows in found.items() if rows}


def ask(database_url: str, statement: str) -> Rows:
    parts = urlsplit(database_url)
    if parts.scheme == "sqlite":
        with sqlite3.connect(parts.path, timeout=60) as lite:
            return list(lite.execute(statement))
    with psycopg.connect(database_url) as connection:
        return connection.execute(statement.encode()).fetchall()
