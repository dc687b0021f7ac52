"""What finding due messages costs when a million wait for later: the product's own SQL, explained."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any  # what EXPLAIN returns, and what Django hands to an execute wrapper

from django.db import connection, transaction
from django.utils import timezone

from bench import rows
from bench.place import OURS, Place
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.claiming import claim

DUE = 200
BATCH = 64


@dataclass(frozen=True)
class Cost:
    planned: int
    blocks: int  # of 8 kB, touched by all statements of one claim
    milliseconds: float  # the database's own time, the least of several
    indexes: tuple[str, ...]
    scans_the_table: bool


def cost_with(place: Place, planned: int) -> Cost:
    """One claim of a batch, with ``planned`` messages due in days to come and DUE due now."""
    past = timezone.now() - timedelta(minutes=1)
    rows.planned(ChannelName.SMS, [past] * DUE)
    _plan_for_later(planned)
    place.cluster.settle_down(OURS, *rows.TABLES)
    plans = [_explained(statement, parameters) for statement, parameters in _statements()]
    nodes = [node for plan in plans for node in _nodes(plan["Plan"])]
    return Cost(
        planned,
        blocks=sum(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] for plan in plans),
        milliseconds=sum(plan["Execution Time"] for plan in plans),
        indexes=tuple(sorted({node["Index Name"] for node in nodes if "Index Name" in node})),
        scans_the_table=any(
            node["Node Type"] == "Seq Scan" and node.get("Relation Name") == Message._meta.db_table
            for node in nodes
        ),
    )


def _plan_for_later(count: int) -> None:
    """Copies of one row, each with a key and a day of its own, made by the database itself."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    instead = {
        "key": "'later|' || number",
        "due_at": "now() + interval '1 day' + number * interval '1 second'",
        "expires_at": "now() + interval '2 days' + number * interval '1 second'",
    }
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(instead.get(field.attname, f'"{field.column}"') for field in fields)
    model = f"(SELECT * FROM {Message._meta.db_table} LIMIT 1) AS model"  # noqa: S608  our own names
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Message._meta.db_table} ({names}) "  # noqa: S608  our own names
            f"SELECT {values} FROM {model}, generate_series(1, %s) AS number",
            [count],
        )


def _statements() -> list[tuple[str, Any]]:
    """What ``claim`` asks of the database; done once and taken back."""
    seen: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if Message._meta.db_table in sql:
            seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with transaction.atomic(), connection.execute_wrapper(keep):
        claim(BATCH, now=timezone.now())
        transaction.set_rollback(True)
    return seen


def _explained(statement: str, parameters: Any) -> dict[str, Any]:
    """The cheapest of several, each taken back again."""
    found: list[dict[str, Any]] = []
    for _ in range(7):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
            told = cursor.fetchone()[0]
            found.append((json.loads(told) if isinstance(told, str) else told)[0])
            transaction.set_rollback(True)
    return min(found, key=lambda plan: float(plan["Execution Time"]))


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for below in plan.get("Plans", []) for node in _nodes(below))]
