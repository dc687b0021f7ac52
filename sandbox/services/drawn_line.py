"""The drawn phone's LINE: what its owner writes and presses comes in as LINE's own events do."""

import hashlib
import secrets
from datetime import datetime

from candidates.models import Application, Candidate
from messaging.channels.line_buttons import Button, Press, data_of
from messaging.models import InboundEvent, Message
from messaging.services.events import keep, settle_events


def write(application: Application, text: str, *, now: datetime) -> str:
    """Send a text in LINE; what was made of it, as a code."""
    return _happen(application.candidate, "message", {"message": {"type": "text", "text": text}}, now)


def press(message: Message, button: Button, *, now: datetime) -> str:
    """Press a button under a message of ours; what was made of it, as a code."""
    data = data_of(Press(button, message.application_id, message.about))
    return _happen(message.application.candidate, "postback", {"postback": {"data": data}}, now)


def _happen(person: Candidate, kind: str, said: dict[str, object], now: datetime) -> str:
    number = f"drawn-{secrets.token_hex(12)}"
    event = {"type": kind, "source": {"type": "user", "userId": _account(person)}, **said}
    keep("line", number, kind, event, occurred_at=now, now=now)
    settle_events(now=now)
    return InboundEvent.objects.values_list("outcome", flat=True).get(provider="line", event_id=number)


def _account(person: Candidate) -> str:
    """The account on this person's phone: the connected one, or one of their own."""
    return person.line_id or "U" + hashlib.sha256(f"drawn:{person.pk}".encode()).hexdigest()[:32]
