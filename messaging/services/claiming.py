"""Taking due messages for this worker. A claim is a loan: when its lease ends, the row is a plan again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from messaging.models import Message
from messaging.policy import State


@dataclass(frozen=True)
class Claimed:
    message_id: int
    candidate_id: int
    claim: str


def claim(limit: int, *, now: datetime, overdue: timedelta = timedelta(0)) -> list[Claimed]:
    """Up to ``limit`` due messages, claimed and committed; receipts of a person's own act come first.

    With ``overdue`` only those that have been due for that long. Workers never get the same row:
    PostgreSQL skips rows another one has locked, SQLite lets one writer in at a time.
    """
    due = Message.objects.due(now).filter(due_at__lte=now - overdue)
    if limit <= 0 or not due.exists():  # the usual sweep: nothing to do, and no write lock taken
        return []
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        own_act_first = Case(When(own_act_at=None, then=Value(1)), default=Value(0))
        rows = list(
            due.order_by(own_act_first, "due_at", "pk").values_list("pk", "application__candidate_id")[:limit]
        )
        token = str(uuid4())
        Message.objects.filter(pk__in=[pk for pk, _ in rows], state=State.PLANNED).update(
            state=State.CLAIMED, claim=token, lease_until=lease_end()
        )
    return [Claimed(pk, candidate_id, token) for pk, candidate_id in rows]


def give_back(claimed: Sequence[Claimed]) -> None:
    """Plans again, for whoever comes next; what has passed the gate meanwhile stays as it is."""
    Message.objects.filter(
        pk__in=[one.message_id for one in claimed],
        claim__in={one.claim for one in claimed},
        state=State.CLAIMED,
    ).update(state=State.PLANNED, claim="", lease_until=None)


def lease_end() -> datetime:
    """In the machine's own time, which nobody moves."""
    return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
