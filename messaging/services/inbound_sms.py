"""Texts that came in: a stop is obeyed at once, words go where we last spoke with that person."""

from datetime import datetime

from messaging.models import InboundEvent
from messaging.policy import ChannelName
from messaging.services.events import about, handles
from messaging.services.hearing import hear
from messaging.services.recognising import application_of
from messaging.services.unsubscribing import start_again, stop, wish_in

PROVIDER, INBOUND = "twilio", "inbound"
LONGEST = 2000


@handles(PROVIDER, INBOUND)
def take_in(event: InboundEvent, now: datetime) -> str:
    """From a number nobody has: kept as an event and not answered, but its stop counts."""
    sender, text = str(event.payload.get("from", "")), str(event.payload.get("text", ""))
    wish = _wish(event, text)
    if wish == "stop":
        stop(ChannelName.SMS, sender, now=now)
    elif wish == "start":
        start_again(ChannelName.SMS, sender, now=now)
    application = application_of(ChannelName.SMS, sender, now=now)
    if application is None:
        return wish or "unknown_sender"
    values = {"wish": wish} if wish else {}
    heard = hear(
        application, channel=ChannelName.SMS, text=text[:LONGEST], address=sender, values=values, now=now
    )
    return about("heard", heard.pk)


def _wish(event: InboundEvent, text: str) -> str:
    """Twilio's own reading counts: it has stopped or started sending on that word already."""
    theirs = str(event.payload.get("opt_out", "")).lower()
    return theirs if theirs in {"stop", "start"} else wish_in(text)
