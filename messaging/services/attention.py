"""What a person decides about a message that went no further by itself, and taking that back.

``seen_to_at`` on the row says that somebody decided. Nothing here sends: what is said once more is a new
row with its own key, and passes the same gate as any other.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from candidates.services.locking import lock_person
from company.models import AuditEvent, Staff
from company.services import trail
from messaging.channels.base import ADDRESS_REASONS
from messaging.models import Message, MessageQuerySet
from messaging.policy import BY_HAND, OPEN, SAID, SAID_AGAIN, ChannelName, Direction, Kind, State
from messaging.services.waking import wake
from messaging.services.writing import USEFUL_FOR, TooLate

UNCLEAR = frozenset({State.NEEDS_PERSON, State.UNKNOWN})
LOST = frozenset({State.FAILED, State.UNDELIVERED})
BY_A_PERSON = {
    "message_said_anyway": "by_person",
    "message_let_go": "let_go",
    "message_sent_again": "sent_again",
    "message_called_instead": "called_instead",
}
"""What the trail calls a decision, and the reason it leaves on a row whose state it may end."""

TIMELESS = frozenset({Kind.THANKS, Kind.REJECTED, Kind.ENDED, Kind.MANUAL})
"""True whenever they are read, so they may be sent once more after their own time."""

DECIDED = [
    "state",
    "reason",
    "sent_at",
    "settled_at",
    "claim",
    "lease_until",
    "needs_follow_up",
    "seen_to_at",
]
OLD_NEWS = timedelta(days=7)
CALL_WITHIN = timedelta(days=3)


class Settled(Exception):
    """Somebody has decided already, or a report came: there is nothing to decide any more."""


def waiting_for_a_person(now: datetime) -> MessageQuerySet:
    """Everything that went no further by itself, until somebody decides, or they or we speak again.

    What was lost counts for a week, while the application runs, and only if no other row carried the same
    words or the address they still have is spoilt. ``now`` is the product's; doubts are machine time.
    """
    window = timezone.now() - timedelta(seconds=settings.DOUBT_SECONDS)
    lost = Q(state__in=LOST, due_at__gt=now - OLD_NEWS, application__closed_at=None) & (
        _is_spoilt() | ~Exists(carried())
    )
    rows = Message.objects.filter(
        Q(state=State.NEEDS_PERSON) | Q(state=State.UNKNOWN, doubted_since__lt=window) | lost,
        direction=Direction.OUT,
        state__in=[*UNCLEAR, *LOST],
        seen_to_at=None,
        application__candidate__erased_at=None,
    )
    return rows.exclude(channel=ChannelName.PHONE).exclude(Exists(_said_since()))


def _is_spoilt() -> Q:
    """The address they still have cannot be used: somebody should ask for another."""
    return Q(reason__in=ADDRESS_REASONS, contact_version=F("application__candidate__contact_version"))


def carried() -> MessageQuerySet:
    """For ``Exists``: the same words, said or about to be, by another row."""
    return Message.objects.filter(
        application=OuterRef("application"),
        kind=OuterRef("kind"),
        about=OuterRef("about"),
        state__in=[*OPEN, *SAID - {State.UNDELIVERED, State.UNKNOWN}],
    )


def _said_since() -> MessageQuerySet:
    return Message.objects.filter(
        Q(author__isnull=False) | Q(direction=Direction.IN),
        application=OuterRef("application"),
        created_at__gt=OuterRef("due_at"),
    )


def said_anyway(message: Message, *, by: Staff, now: datetime) -> None:
    """They told us that it arrived. Raises Settled."""
    with transaction.atomic():
        row = _locked(message, UNCLEAR)
        row.sent_at = row.sent_at or now
        _decide(row, "message_said_anyway", State.ACCEPTED, by=by, now=now)


def let_go(message: Message, *, by: Staff, now: datetime) -> None:
    """Nothing more is done about it. Raises Settled."""
    with transaction.atomic():
        _decide(_locked(message, UNCLEAR | LOST), "message_let_go", State.FAILED, by=by, now=now)


def may_be_said_again(message: Message, now: datetime) -> bool:
    """Whether it would still help; a reminder after its hour would not."""
    return message.kind in TIMELESS or now < message.expires_at


def send_again(message: Message, *, by: Staff, now: datetime) -> Message:
    """The same once more, as a row of its own that passes the gate. Raises Settled, TooLate."""
    if not may_be_said_again(message, now):
        raise TooLate
    with transaction.atomic():
        row = _locked(message, UNCLEAR | LOST)
        again = Message.objects.create(
            application_id=row.application_id,
            key=f"{'by-hand:' if row.kind in BY_HAND else SAID_AGAIN}{uuid4()}",
            kind=row.kind,
            about=row.about,
            step=row.step,
            channel=row.channel,
            why=row.why,
            author=by,
            values=row.values,
            attachments=row.attachments,
            own_subject=row.own_subject,
            own_body=row.own_body,
            subject=row.subject,
            body=row.body if row.kind in BY_HAND else "",
            due_at=now,
            expires_at=row.expires_at if now < row.expires_at else now + USEFUL_FOR,
            created_at=now,
        )
        _decide(row, "message_sent_again", State.FAILED, by=by, now=now, follower=again.pk)
        wake()
    return again


def call_instead(message: Message, *, by: Staff, now: datetime) -> Message:
    """A call task in its place. Raises Settled."""
    with transaction.atomic():
        row = _locked(message, UNCLEAR | LOST)
        call = Message.objects.create(
            application_id=row.application_id,
            key=f"by-hand:{uuid4()}",
            kind=Kind.MANUAL,
            channel=ChannelName.PHONE,
            about=row.about,
            why="instead",
            author=by,
            values={"instead_of": row.kind},
            due_at=now,
            expires_at=now + CALL_WITHIN,
            created_at=now,
        )
        _decide(row, "message_called_instead", State.FAILED, by=by, now=now, follower=call.pk)
    return call


def bring_back(message: Message, *, by: Staff, now: datetime) -> None:
    """Take the last decision back, as long as nothing has left by it. Raises TooLate, Settled."""
    with transaction.atomic():
        row = _lock(message)
        decision = (
            AuditEvent.objects.about(row).filter(action__in=BY_A_PERSON).order_by("-pk").first()
            if row.seen_to_at
            else None
        )
        if decision is None or row.state not in LOST | {State.ACCEPTED}:
            raise Settled
        _take_back_follower(decision.details.get("follower"), now)
        if row.reason == BY_A_PERSON[decision.action]:
            row.state, row.reason = State.FAILED, decision.details.get("reason", "")
        row.seen_to_at = None
        row.save(update_fields=["state", "reason", "seen_to_at"])
        trail.record("message_brought_back", row, now=now, by=by, application_id=row.application_id)


def _take_back_follower(follower: int | None, now: datetime) -> None:
    """What was to be said or done instead; once it has left there is nothing to take back."""
    if follower is None:
        return
    stopped = Message.objects.filter(pk=follower, state__in=OPEN).update(
        state=State.CANCELLED, reason="taken_back", claim="", lease_until=None, settled_at=now
    )
    if not stopped:
        raise TooLate


def _lock(message: Message) -> Message:
    lock_person(message.application.candidate_id)
    return Message.objects.select_for_update().get(pk=message.pk)


def _locked(message: Message, states: frozenset[State]) -> Message:
    row = _lock(message)
    if row.state not in states or row.seen_to_at is not None or row.direction != Direction.OUT:
        raise Settled
    return row


def _decide(
    row: Message, action: str, state: State, *, by: Staff, now: datetime, follower: int | None = None
) -> None:
    """An open question is closed in ``state``; what was lost stays lost, and is only seen to."""
    old = row.reason
    if row.state in UNCLEAR:
        row.state, row.reason, row.settled_at = state, BY_A_PERSON[action], now
        row.claim, row.lease_until = "", None
        row.needs_follow_up = True
    row.seen_to_at = now
    row.save(update_fields=DECIDED)
    trail.record(
        action,
        row,
        now=now,
        by=by,
        application_id=row.application_id,
        reason=old,
        kind=row.kind,
        follower=follower,
    )
