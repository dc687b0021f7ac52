"""Writing down how a try ended."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.models import Attempt, Message
from messaging.policy import State, retry_delay
from messaging.services.receipts import apply_receipt
from messaging.services.suppressing import suppress

Result = Accepted | DeliveryFailed | OutcomeUnknown

UNKNOWN_OUTCOME = "unknown_outcome"
WINDOW = timedelta(minutes=10)
"""How long an unknown outcome may clear up by itself (a receipt, a slow worker) before a person is asked."""


def record(outgoing: Outgoing, claim: str, result: Result, *, now: datetime) -> None:
    """Settle the attempt and, if the message still waits for this very try, the message.

    A receipt may have come first, and the reaper may have called it unknown: what is known better stays.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=outgoing.message_id)
        _settle_attempt(outgoing, result, now)
        if isinstance(result, Accepted):
            _accepted(message, claim, result, now)
        elif not waits_for(message, claim) or message.state == State.NEEDS_PERSON:
            return
        elif isinstance(result, OutcomeUnknown):
            _unknown(message, result)
        elif result.permanent:
            _failed(message, result.reason, now)
            if result.spoils_address:
                suppress(message.channel, message.address, reason=result.reason, now=now)
        else:
            _not_now(message, result, now)


def waits_for(message: Message, claim: str) -> bool:
    """Whether the outcome of the try that ``claim`` names is still open."""
    if message.claim != claim:
        return False
    return message.state in {State.SENDING, State.UNKNOWN} or (
        message.state == State.NEEDS_PERSON and message.reason == UNKNOWN_OUTCOME
    )


def _settle_attempt(outgoing: Outgoing, result: Result, now: datetime) -> None:
    outcome, error = "accepted", ""
    if isinstance(result, OutcomeUnknown):
        outcome, error = "unknown", result.reason
    elif isinstance(result, DeliveryFailed):
        outcome, error = ("rejected" if result.permanent else "retry"), str(result)
    Attempt.objects.filter(pk=outgoing.attempt_id).update(ended_at=now, outcome=outcome, error=error[:200])


def _accepted(message: Message, claim: str, result: Accepted, now: datetime) -> None:
    if result.provider_id:
        message.provider_id = result.provider_id[:120]
    if waits_for(message, claim):
        message.state, message.reason = State.ACCEPTED, ""
        message.needs_follow_up = False
        message.lease_until = message.settled_at = None
    message.save(
        update_fields=["provider_id", "state", "reason", "needs_follow_up", "lease_until", "settled_at"]
    )
    if result.delivered:
        apply_receipt(message, "delivered", event_id=result.provider_id, now=now)


def _unknown(message: Message, result: OutcomeUnknown) -> None:
    message.state, message.reason = State.UNKNOWN, result.reason[:60]
    message.lease_until = timezone.now() + WINDOW
    message.save(update_fields=["state", "reason", "lease_until"])


def _failed(message: Message, reason: str, now: datetime) -> None:
    message.state, message.reason = State.FAILED, reason[:60]
    message.sent_at, message.settled_at, message.lease_until = None, now, None
    message.needs_follow_up = True
    message.save(update_fields=["state", "reason", "sent_at", "settled_at", "lease_until", "needs_follow_up"])


def _not_now(message: Message, result: DeliveryFailed, now: datetime) -> None:
    """Surely not accepted: try again a little later, as long as that still helps."""
    asked = timedelta(seconds=result.retry_after or 0)
    delay = retry_delay(message.attempts, asked=asked, chance=random.random())  # noqa: S311  not a secret
    if delay is None or now + delay >= message.expires_at:
        _failed(message, result.reason, now)
        return
    message.state, message.reason = State.PLANNED, result.reason[:60]
    message.due_at, message.sent_at = now + delay, None
    message.claim, message.lease_until = "", None
    message.needs_follow_up = True  # is it still wanted? until the plan says so, nobody claims it
    message.save(
        update_fields=["state", "reason", "due_at", "sent_at", "claim", "lease_until", "needs_follow_up"]
    )
