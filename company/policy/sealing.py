"""The chain over the audit trail: what is sealed of an event, and what a broken chain is called. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

START = "0" * 64
"""What the first link follows."""


class Fault(StrEnum):
    CHANGED = "changed"  # an event is not what it was when it was sealed, or its seal is not
    REMOVED = "removed"  # an event that was sealed is gone
    SKIPPED = "skipped"  # a link is missing in the middle
    SHORTENED = "shortened"  # a head noted earlier is not in the chain any more


def link(
    before: str,
    *,
    pk: int,
    at: datetime,
    actor_kind: str,
    actor: int | None,
    action: str,
    entity: str,
    entity_id: int,
    application_id: int | None,
    details: Mapping[str, object],
) -> str:
    """The digest of one event behind the digest ``before``: SHA-256 over both, as JSON with sorted keys.

    ``at`` counts in UTC to the microsecond. Everything is taken as the database gives it back, so that the
    same row always gives the same digest.
    """
    row = [
        *(before, pk, at.astimezone(UTC).isoformat(timespec="microseconds"), actor_kind, actor),
        *(action, entity, entity_id, application_id, details),
    ]
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
