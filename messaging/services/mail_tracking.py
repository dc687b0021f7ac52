"""What became of a mail, as its provider reports: arrived, came back, was called spam."""

from datetime import datetime, timedelta

from messaging.models import InboundEvent, Message
from messaging.policy import ChannelName, Direction
from messaging.services.events import NotYet, about, handles
from messaging.services.mail_threads import message_of_id
from messaging.services.receipts import apply_receipt
from messaging.services.suppressing import suppress
from messaging.services.unsubscribing import stop

PROVIDER, TRACKING = "mail", "tracking"

SPOILT = {
    "bounced": "bounced",
    "invalid": "invalid_address",
    "spam": "complained",
    "unsubscribed": "opted_out",
}
"""Why a provider says the address is of no use any more, and our code for it."""

SOFT = "mailbox_trouble"
"""It came back, but the address is good: a full mailbox, a server that was away."""


MAY_BE_FIRST = timedelta(minutes=1)
"""A report may overtake the provider's answer to the very request it is about."""


@handles(PROVIDER, TRACKING)
def take_in(event: InboundEvent, now: datetime) -> str:
    """Keep the report with its message, block what must be blocked. Strangers' reports are only kept."""
    message = _message(event)
    if message is None:
        if now - event.received_at < MAY_BE_FIRST:
            raise NotYet
        return "unknown_message"
    status, reason = _reading(event)
    apply_receipt(message, status, code=reason, event_id=event.event_id, now=now)
    if reason in SPOILT.values():
        suppress(message.channel, message.address, reason=reason, now=now)
    if event.payload.get("type") == "unsubscribed":
        stop(ChannelName(message.channel), message.address, now=now)
    return about("receipt", message.pk)


def _reading(event: InboundEvent) -> tuple[str, str]:
    """The status as ``receipts`` knows it, and a reason.

    What came back for good is ``failed`` and what may pass is ``undelivered``, so that it does not
    matter which of the two is reported first.
    """
    kind, why = str(event.payload.get("type", "")), str(event.payload.get("reason", ""))
    if kind == "complained":
        return kind, "complained"
    if kind == "bounced":
        return ("undelivered", SOFT) if event.payload.get("soft") else ("failed", SPOILT.get(why, "bounced"))
    if kind in {"rejected", "failed"}:
        return "failed", SPOILT.get(why, "refused")
    return kind, ""


def _message(event: InboundEvent) -> Message | None:
    """By the number we gave along, by the provider's, or by our Message-ID."""
    mails = Message.objects.filter(channel=ChannelName.EMAIL, direction=Direction.OUT)
    number, named = event.payload.get("number"), str(event.payload.get("message_id") or "")
    if isinstance(number, int) and (message := mails.filter(pk=number, attempts__gt=0).first()):
        return message
    if not named:
        return None
    return mails.filter(provider_id=named).first() or message_of_id(named)
