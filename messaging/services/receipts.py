"""What providers report later. Every report is kept; a message only ever moves forward."""

from datetime import datetime, timedelta

from django.db import transaction

from messaging.channels.base import ADDRESS_REASONS
from messaging.channels.twilio_codes import MEANINGS
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import State
from messaging.services.suppressing import suppress

MEANS = {
    "accepted": State.ACCEPTED,
    "queued": State.ACCEPTED,
    "sending": State.ACCEPTED,
    "sent": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.UNDELIVERED,
    "bounced": State.UNDELIVERED,
    "failed": State.FAILED,
    "rejected": State.FAILED,
}
"""Words no provider of ours uses, or that say nothing about arrival, are kept and move nothing."""

LOST = frozenset({State.UNDELIVERED, State.FAILED})
DID_NOT_ARRIVE = "undelivered"
"""Outcome of a try that was taken and reported lost, and after which another one follows."""

RANK = {State.ACCEPTED: 1, State.DELIVERED: 2, State.UNDELIVERED: 3, State.FAILED: 4}
"""One order over all reports, so that any order of arrival ends alike. A bounce after a delivery
(which e-mail knows) counts more: nobody is closed on the word of a message that came back."""


def apply_receipt(
    message: Message,
    status: str,
    *,
    code: str = "",
    event_id: str = "",
    attempt: Attempt | None = None,
    now: datetime,
) -> None:
    """Keep the report and move the message forward if it says more than is known.

    Reports may repeat, come in any order, and even before the send itself is recorded. ``attempt`` is the
    try the provider speaks of, where it says so: a telephone that was off is tried once more.
    """
    with transaction.atomic():
        locked = Message.objects.select_for_update().get(pk=message.pk)
        DeliveryReceipt.objects.create(
            message=locked, status=status[:20], code=code[:20], event_id=event_id[:120], received_at=now
        )
        state = MEANS.get(status)
        if state is None or not _is_forward(locked, state) or _is_told_already(attempt, state):
            return
        if attempt and state in LOST and _try_once_more(locked, attempt, code, now):
            return
        reason = _reason(code, status)
        _move(locked, state, reason, now)
        if state in LOST and reason in ADDRESS_REASONS:
            suppress(locked.channel, locked.address, reason=reason, now=now)


def _is_told_already(attempt: Attempt | None, state: State) -> bool:
    """Of a try that did not arrive only an arrival would be news."""
    if attempt is None or state == State.DELIVERED:
        return False
    return Attempt.objects.filter(pk=attempt.pk, outcome=DID_NOT_ARRIVE).exists()


def _try_once_more(message: Message, attempt: Attempt, code: str, now: datetime) -> bool:
    """The handset was off or away (see ``twilio_codes``): often passes, so once more while it still helps."""
    meaning = MEANINGS.get(code)
    if meaning is None or meaning.permanent or meaning.retry_after is None:
        return False
    later = now + timedelta(seconds=meaning.retry_after)
    tries = Attempt.objects.filter(message=message)
    if later >= message.expires_at or tries.filter(outcome=DID_NOT_ARRIVE).exists():
        return False
    tries.filter(pk=attempt.pk).update(outcome=DID_NOT_ARRIVE, error=code, ended_at=now)
    message.state, message.reason, message.due_at = State.PLANNED, meaning.reason, later
    message.claim, message.lease_until, message.sent_at = "", None, None
    message.needs_follow_up = True  # is it still wanted?
    message.save()
    return True


def _is_forward(message: Message, state: State) -> bool:
    """Rows that never left keep their state; one that may have left, or is to be tried again, moves."""
    if message.state in RANK:
        return RANK[state] > RANK[State(message.state)]
    left = {State.SENDING, State.UNKNOWN, State.NEEDS_PERSON, State.PLANNED, State.CLAIMED}
    return message.attempts > 0 and message.state in left


def _move(message: Message, state: State, reason: str, now: datetime) -> None:
    is_bad = state in LOST
    message.reason = reason[:60] if is_bad else ""
    message.needs_follow_up = is_bad
    message.settled_at = None if state == State.ACCEPTED else now
    message.sent_at = message.sent_at or now
    message.state, message.lease_until = state, None
    message.save(update_fields=["state", "reason", "needs_follow_up", "settled_at", "sent_at", "lease_until"])


def _reason(code: str, status: str) -> str:
    """The house's own code for why it did not arrive; what we have none for stays as the provider told it."""
    return MEANINGS[code].reason if code in MEANINGS else code or status
