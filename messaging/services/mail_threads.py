"""Which of our mails another mail belongs to."""

import re
from collections.abc import Iterable

from messaging.channels.email import message_id_of
from messaging.channels.mail_tokens import answered_message
from messaging.models import Message, MessageQuerySet
from messaging.policy import ChannelName, Direction

_OURS = re.compile(r"<?m(\d{1,18})\.[0-9a-f]{32}@[^<>\s]+>?")
_ID = re.compile(r"<[^<>\s]{1,300}>")


def message_of_id(said: str) -> Message | None:
    """The mail that left with this Message-ID of ours."""
    found = _OURS.fullmatch(said.strip())
    if not found:
        return None
    message = _mails().filter(pk=int(found[1])).first()
    if message is None or message_id_of(message.pk, message.key).strip("<>") != said.strip().strip("<>"):
        return None
    return message


def message_answered_at(addresses: Iterable[str]) -> Message | None:
    """The mail whose own reply address is among these."""
    numbers = [number for address in addresses if (number := answered_message(address))]
    return _mails().filter(pk__in=numbers).order_by("-pk").first() if numbers else None


def message_referred_to(headers: str) -> Message | None:
    """The newest of our mails that In-Reply-To and References name, by our number or the provider's."""
    named = list(dict.fromkeys(_ID.findall(headers)))[-20:]
    for said in reversed(named):
        if message := message_of_id(said):
            return message
    theirs = [form for said in named for form in (said, said[1:-1], said[1:-1].partition("@")[0])]
    return _mails().filter(provider_id__in=theirs).order_by("-pk").first() if theirs else None


def _mails() -> MessageQuerySet:
    return Message.objects.filter(channel=ChannelName.EMAIL, direction=Direction.OUT).select_related(
        "application__candidate"
    )
