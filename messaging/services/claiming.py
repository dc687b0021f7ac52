"""Taking due messages for this worker. A claim is a loan: when its lease ends, the row is a plan again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from messaging import failpoints
from messaging.models import Hold, Message
from messaging.policy import ChannelName, State
from messaging.statements import claim_due


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
    before = now - overdue
    due = Message.objects.due(now).filter(due_at__lte=before)
    if limit <= 0 or not due.exists() or Hold.objects.filter(is_open=True).exists():
        return []  # the usual sweep: nothing to do, and no write lock taken
    token, lease = str(uuid4()), lease_end()
    taken: list[tuple[int, int]] = []
    with transaction.atomic():
        for channel in probes:
            only = [other for other in ChannelName if other != channel]
            taken += claim_due(token, lease, now=now, before=before, limit=1, leave=only)
        for own_act in (True, False):
            taken += claim_due(
                token, lease, now=now, before=before, limit=limit - len(taken), leave=resting, own_act=own_act
            )
    failpoints.reached("claimed")
    return [Claimed(pk, candidate_id, token) for pk, candidate_id in taken]


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
