"""Taking due messages for this worker. A claim is a loan: when its lease ends, the row is a plan again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from messaging import failpoints
from messaging.models import Hold, Message, MessageQuerySet
from messaging.policy import ChannelName, State


@dataclass(frozen=True)
class Claimed:
    message_id: int
    candidate_id: int
    claim: str


def claim(
    limit: int,
    *,
    now: datetime,
    overdue: timedelta = timedelta(0),
    resting: Collection[ChannelName] = (),
    probes: Collection[ChannelName] = (),
) -> list[Claimed]:
    """Up to ``limit`` due messages, claimed and committed; receipts of a person's own act come first.

    With ``overdue`` only those that have been due for that long; none while sending is on hold; nothing on
    a ``resting`` channel but one message for each of ``probes``. Workers never get the same row:
    PostgreSQL skips rows another one has locked, SQLite lets one writer in at a time.
    """
    due = Message.objects.due(now).filter(due_at__lte=now - overdue)
    if limit <= 0 or not due.exists() or Hold.objects.filter(is_open=True).exists():
        return []  # the usual sweep: nothing to do, and no write lock taken
    token = str(uuid4())
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
        rows: dict[int, int] = {}
        for channel in probes:
            rows |= _first(due.filter(channel=channel), 1)
        usual = due.exclude(channel__in=resting) if resting else due
        rows |= _first(usual.exclude(own_act_at=None), limit - len(rows))
        rows |= _first(usual.filter(own_act_at=None), limit - len(rows))
        Message.objects.filter(pk__in=rows, state=State.PLANNED).update(
            state=State.CLAIMED, claim=token, lease_until=lease_end()
        )
    failpoints.reached("claimed")
    return [Claimed(pk, candidate_id, token) for pk, candidate_id in rows.items()]


def _first(due: MessageQuerySet, limit: int) -> dict[int, int]:
    """Message → person, the longest due first."""
    if limit <= 0:
        return {}
    return dict(due.order_by("due_at", "pk").values_list("pk", "application__candidate_id")[:limit])


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
