"""The two statements every message passes through, written once for many rows.

The ORM compiles a query per row, which costs more than sending a text; these are prepared once and run
for a whole batch. The rows are locked by the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any  # column values, each as its database wants it

from django.db import connection

_DEPART = """
    UPDATE messaging_message
    SET state = 'sending', reason = '', attempts = attempts + 1, lease_until = %s, sent_at = %s,
        subject = %s, body = %s, address = %s, contact_version = %s, template_version = %s,
        parts = %s, cost = %s
    WHERE id = %s AND state = 'claimed'
"""
_ARRIVE = """
    UPDATE messaging_message
    SET state = 'accepted', reason = '', provider_id = %s, lease_until = NULL, settled_at = NULL
    WHERE id = %s AND state = 'sending'
"""
_END = "UPDATE messaging_attempt SET ended_at = %s, outcome = %s, error = %s WHERE id = %s"


@dataclass(frozen=True)
class Departure:
    """What a row keeps of the text that leaves now. ``cost`` is in yen."""

    message_id: int
    subject: str
    body: str
    address: str
    contact_version: int
    template_version: str
    parts: int
    cost: Decimal


def write_departures(departures: Sequence[Departure], *, sent_at: datetime, lease_until: datetime) -> None:
    """Claimed becomes sending."""
    lease, sent = _moment(lease_until), _moment(sent_at)
    _run(
        _DEPART,
        [
            (
                lease,
                sent,
                one.subject,
                one.body,
                one.address,
                one.contact_version,
                one.template_version,
                one.parts,
                connection.ops.adapt_decimalfield_value(one.cost, 8, 2),
                one.message_id,
            )
            for one in departures
        ],
    )


def write_arrivals(arrivals: Sequence[tuple[int, str]]) -> None:
    """Sending becomes accepted; each with the provider's number for it."""
    _run(_ARRIVE, [(provider_id, pk) for pk, provider_id in arrivals])


def end_attempts(ends: Sequence[tuple[int, str, str]], *, ended_at: datetime) -> None:
    """Attempt, outcome and error of each."""
    ended = _moment(ended_at)
    _run(_END, [(ended, outcome, error[:200], pk) for pk, outcome, error in ends])


def _run(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
