"""What providers report later. Every report is kept; a message only ever moves forward."""

from datetime import datetime

from django.db import transaction

from messaging.channels.base import ADDRESS_REASONS
from messaging.channels.twilio_codes import MEANINGS
from messaging.models import DeliveryReceipt, Message
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

RANK = {State.ACCEPTED: 1, State.DELIVERED: 2, State.UNDELIVERED: 3, State.FAILED: 4}
"""One order over all reports, so that any order of arrival ends alike. A bounce after a delivery
(which e-mail knows) counts more: nobody is closed on the word of a message that came back."""


def apply_receipt(
    message: Message, status: str, *, code: str = "", event_id: str = "", now: datetime
) -> None:
    """Keep the report and move the message forward if it says more than is known.

    Reports may repeat, come in any order, and even before the send itself is recorded.
    """
    with transaction.atomic():
        locked = Message.objects.select_for_update().get(pk=message.pk)
        DeliveryReceipt.objects.create(
            message=locked, status=status[:20], code=code[:20], event_id=event_id[:120], received_at=now
        )
        state = MEANS.get(status)
        if state is None or not _is_forward(locked, state):
            return
        reason = _reason(code, status)
        _move(locked, state, reason, now)
        if state in {State.UNDELIVERED, State.FAILED} and reason in ADDRESS_REASONS:
            suppress(locked.channel, locked.address, reason=reason, now=now)


def _is_forward(message: Message, state: State) -> bool:
    """Rows that never left keep their state; one that may have left, or is to be tried again, moves."""
    if message.state in RANK:
        return RANK[state] > RANK[State(message.state)]
    left = {State.SENDING, State.UNKNOWN, State.NEEDS_PERSON, State.PLANNED, State.CLAIMED}
    return message.attempts > 0 and message.state in left


def _move(message: Message, state: State, reason: str, now: datetime) -> None:
    is_bad = state in {State.UNDELIVERED, State.FAILED}
    message.reason = reason[:60] if is_bad else ""
    message.needs_follow_up = is_bad
    message.settled_at = None if state == State.ACCEPTED else now
    message.sent_at = message.sent_at or now
    message.state, message.lease_until = state, None
    message.save(update_fields=["state", "reason", "needs_follow_up", "settled_at", "sent_at", "lease_until"])


def _reason(code: str, status: str) -> str:
    """The house's own code for why it did not arrive; what we have none for stays as the provider told it."""
    return MEANINGS[code].reason if code in MEANINGS else code or status
