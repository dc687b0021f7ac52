"""A provider has taken a message: by its answer, or as it turned out when it was asked."""

from datetime import datetime

from messaging.channels import Accepted
from messaging.models import Message
from messaging.policy import State
from messaging.services.receipts import apply_receipt


def accept(message: Message, result: Accepted, *, now: datetime, is_ours: bool) -> None:
    """The provider has it. ``message`` is locked; a plan in doubt is settled too, and not said again."""
    if result.provider_id:
        message.provider_id = result.provider_id[:120]
    if is_ours or (message.doubted_since is not None and message.is_plan):
        message.state, message.reason = State.ACCEPTED, ""
        message.needs_follow_up = False
        message.lease_until = message.settled_at = None
        message.sent_at = message.sent_at or now
    message.save(
        update_fields=[
            "provider_id",
            "state",
            "reason",
            "needs_follow_up",
            "lease_until",
            "settled_at",
            "sent_at",
        ]
    )
    if result.delivered:
        apply_receipt(message, "delivered", event_id=result.provider_id, now=now)
