"""Asking for reports that did not come: the provider took the message and has said nothing since."""

import logging
from datetime import datetime, timedelta

from messaging.channels import DeliveryFailed, OutcomeUnknown, available_channels, channel_for
from messaging.channels.base import Tells
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import State
from messaging.services.receipts import apply_receipt

logger = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=15)
NO_LONGER = timedelta(hours=24)
"""Carriers keep their logs for about two days; what nobody told within one is not told any more."""

BATCH = 20


def ask_for_reports(*, now: datetime) -> int:
    """Ask once about each message that has waited for its first report; how many were asked about.

    A provider that cannot be asked now is left alone until the next run.
    """
    asked = 0
    for name in sorted(available_channels()):
        channel = channel_for(name)
        if not isinstance(channel, Tells):
            continue
        silent = Message.objects.filter(
            channel=name,
            state=State.ACCEPTED,
            sent_at__lte=now - SILENT_FOR,
            sent_at__gt=now - NO_LONGER,
            receipts=None,
        ).exclude(provider_id="")
        for message in silent.order_by("sent_at")[:BATCH]:
            try:
                status, code = channel.status_of(message.provider_id)
            except (DeliveryFailed, OutcomeUnknown) as error:
                logger.warning("nobody can say how far message %s has come: %s", message.pk, error)
                break
            asked += 1
            _keep(message, status, code, now)
    return asked


def _keep(message: Message, status: str, code: str, now: datetime) -> None:
    """As if it had been reported. A report that came meanwhile counts alike, in whatever order."""
    if DeliveryReceipt.objects.filter(message=message).exists():
        return
    attempt = Attempt.objects.filter(message=message).order_by("-number").first()
    event = f"asked:{message.provider_id}:{status}"
    apply_receipt(message, status, code=code, event_id=event, attempt=attempt, now=now)
