"""The statements every message passes through, written once for many rows.

The ORM compiles each query anew, which costs more than sending a text.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple  # column values, each as its database wants it

from django.db import connection

from messaging.policy import ChannelName

_CLAIM = """
    WITH due AS (
        SELECT id FROM messaging_message
        WHERE state = 'planned' AND due_at <= %s AND expires_at > %s AND NOT needs_follow_up
            AND channel NOT IN ({channels}) {own_act}
        ORDER BY due_at, id LIMIT %s {skip_locked}
    )
    UPDATE messaging_message SET state = 'claimed', claim = %s, lease_until = %s
    WHERE id IN (SELECT id FROM due) AND state = 'planned'
    RETURNING id, due_at,
        (SELECT candidate_id FROM candidates_application
         WHERE candidates_application.id = messaging_message.application_id)
"""
_TRY = """
    INSERT INTO messaging_attempt (message_id, number, fingerprint, started_at, outcome, error)
    SELECT CAST(value ->> 0 AS bigint), CAST(value ->> 1 AS smallint), value ->> 2, {moment}, '', ''
    FROM {rows}
    RETURNING message_id, id
"""
_DEPART = """
    UPDATE messaging_message
    SET state = 'sending', reason = '', attempts = attempts + 1, lease_until = {moment}, sent_at = {moment},
        subject = value ->> 1, body = value ->> 2, address = value ->> 3,
        contact_version = CAST(value ->> 4 AS integer), template_version = value ->> 5,
        parts = CAST(value ->> 6 AS smallint), cost = CAST(value ->> 7 AS numeric)
    FROM {rows}
    WHERE messaging_message.id = CAST(value ->> 0 AS bigint) AND state = 'claimed'
"""
_ARRIVE = """
    UPDATE messaging_message
    SET state = 'accepted', reason = '', provider_id = value ->> 1, lease_until = NULL, settled_at = NULL
    FROM {rows}
    WHERE messaging_message.id = CAST(value ->> 0 AS bigint) AND state = 'sending'
"""
_END = """
    UPDATE messaging_attempt SET ended_at = {moment}, outcome = value ->> 1, error = value ->> 2
    FROM {rows}
    WHERE messaging_attempt.id = CAST(value ->> 0 AS bigint) AND outcome IN ('', 'unknown')
"""


class Departure(NamedTuple):
    """What a row keeps of the text that leaves now. ``cost`` is in yen, as a decimal number."""

    message_id: int
    subject: str
    body: str
    address: str
    contact_version: int
    template_version: str
    parts: int
    cost: str


def claim_due(
    claim: str,
    lease_until: datetime,
    *,
    now: datetime,
    before: datetime,
    limit: int,
    leave: Collection[ChannelName] = (),
    own_act: bool | None = None,
) -> list[tuple[int, int]]:
    """Claim what ``Message.objects.due(now)`` finds, due at ``before`` or earlier, the longest due first.

    ``leave`` names channels to be left alone; ``own_act`` takes only receipts of people's own acts, or
    only other messages. Message and candidate of each, in order.
    """
    if limit <= 0:
        return []
    channels = [ChannelName.PHONE, *leave]
    statement = _CLAIM.format(
        channels=", ".join(["%s"] * len(channels)),
        own_act="" if own_act is None else f"AND own_act_at IS {'NOT ' if own_act else ''}NULL",
        skip_locked="FOR NO KEY UPDATE SKIP LOCKED"
        if connection.features.has_select_for_update_skip_locked
        else "",
    )
    values = [_moment(before), _moment(now), *channels, limit, claim, _moment(lease_until)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [(pk, candidate) for pk, due_at, candidate in sorted(rows, key=lambda row: (row[1], row[0]))]


def begin_attempts(tries: Sequence[tuple[int, int, str]], *, started_at: datetime) -> dict[int, int]:
    """Message, number and fingerprint of each try; the attempt of each message."""
    return dict(_run(_TRY, tries, started_at))


def write_departures(departures: Sequence[Departure], *, sent_at: datetime, lease_until: datetime) -> None:
    """Claimed becomes sending."""
    _run(_DEPART, departures, lease_until, sent_at)


def write_arrivals(arrivals: Sequence[tuple[int, str]]) -> None:
    """Sending becomes accepted; message and the provider's number for it."""
    _run(_ARRIVE, arrivals)


def end_attempts(ends: Sequence[tuple[int, str, str]], *, ended_at: datetime) -> None:
    """Attempt, outcome and error of each."""
    _run(_END, [(pk, outcome, error[:200]) for pk, outcome, error in ends], ended_at)


def _run(statement: str, rows: Sequence[tuple[object, ...]], *moments: datetime) -> list[tuple[Any, ...]]:
    """The statement for all rows at once: they travel as one JSON value, which both databases take apart."""
    if not rows:
        return []
    on_postgresql = connection.vendor == "postgresql"
    taken_apart = "json_array_elements(%s::json)" if on_postgresql else "json_each(%s)"
    moment = "%s::timestamptz" if on_postgresql else "%s"
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(rows=taken_apart, moment=moment),
            [*(_moment(one) for one in moments), json.dumps(rows, ensure_ascii=False)],
        )
        return cursor.fetchall() if cursor.description else []


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
