"""What was tried in a case, way by way, and what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboard.queries.conversation import Entry
from dashboard.words import channel_word
from messaging.policy import SAID, ChannelName, State

ORDER = (ChannelName.SMS, ChannelName.LINE, ChannelName.EMAIL, ChannelName.PHONE)
ICONS = {
    ChannelName.SMS: "sms",
    ChannelName.LINE: "sms",
    ChannelName.EMAIL: "mail",
    ChannelName.PHONE: "phone",
}
TRIED = SAID | {State.FAILED, State.NEEDS_PERSON}
"""It left us, or could not."""


@dataclass(frozen=True)
class Way:
    """One channel: how often, and how it went, each with how often."""

    channel: ChannelName
    tries: int
    ends: tuple[tuple[str, int], ...]

    @property
    def icon(self) -> str:
        return ICONS[self.channel]

    @property
    def name(self) -> str:
        return channel_word(self.channel)


def ways_tried(entries: Iterable[Entry]) -> list[Way]:
    """Of the entries of one case: our messages and every call, never what they wrote."""
    found: dict[ChannelName, list[str]] = {}
    for entry in entries:
        message = entry.message
        if message is None or message.is_inbound:
            continue
        if entry.shape == "call":
            found.setdefault(ChannelName.PHONE, []).append(entry.text)
        elif message.state in TRIED:
            found.setdefault(ChannelName(message.channel), []).append(_end(entry))
    return [Way(one, len(found[one]), tuple(Counter(found[one]).items())) for one in ORDER if one in found]


def _end(entry: Entry) -> str:
    """``Delivered``, ``Not delivered: the number is not in use``."""
    if entry.delivery is None:
        return ""
    word, why = entry.delivery.tick.word, entry.delivery.why
    return _("%(what)s: %(why)s") % {"what": word, "why": why} if why else word
