"""What the statements behind a page read: each caught as it is sent, and explained."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any  # what EXPLAIN returns, and what Django hands to an execute wrapper

from django.db import connection, transaction

PEEKED = 10
LEAVES = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Tid Scan", "Sample Scan")


@dataclass(frozen=True)
class Plan:
    """``reads``: rows its scans touched, by table; ``returned``: what it gave; ``scans``: whole tables."""

    statement: str
    reads: Mapping[str, int]
    returned: int
    scans: frozenset[str]

    @property
    def read(self) -> int:
        return sum(self.reads.values())

    def read_of_large(self, size: int) -> int:
        """Of tables with more than ``size`` rows: those that grow with the applications."""
        return sum(rows for table, rows in self.reads.items() if rows_in(table) > size)

    def whole(self, size: int) -> set[str]:
        """Tables with more than ``size`` rows that were read without an index.

        ``EXISTS (... LIMIT 1)`` stops at its first row, and reads no table.
        """
        return {table for table in self.scans if rows_in(table) > size and self.reads[table] > PEEKED}


@cache
def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def plans_of(ask: Callable[[], object]) -> list[Plan]:
    """One plan a question, in the order in which they are asked."""
    return [plan_of(statement, parameters) for statement, parameters in questions_of(ask)]


def questions_of(ask: Callable[[], object]) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").startswith(("SELECT", "WITH")):
            seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        ask()
    return seen


def plan_of(statement: str, parameters: Any) -> Plan:
    """Carried out once more to count its rows, and taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
        told = cursor.fetchone()[0]
        transaction.set_rollback(True)
    top = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    leaves = [node for node in _nodes(top) if node["Node Type"] in LEAVES]
    scans = {node["Relation Name"] for node in leaves if node["Node Type"] == "Seq Scan"}
    reads: Counter[str] = Counter()
    for node in leaves:
        reads[node["Relation Name"]] += _touched(node)
    return Plan(statement, reads, round(top["Actual Rows"] * top["Actual Loops"]), frozenset(scans))


def _touched(node: dict[str, Any]) -> int:
    """Rows of one scan, those its filter threw away included."""
    away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round(float((node["Actual Rows"] + away) * node["Actual Loops"]))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)
