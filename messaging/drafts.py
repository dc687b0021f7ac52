"""A text as somebody typed it: what it is for, what it says, how many SMS it makes. No database, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from messaging.knowing import said_by_built_in
from messaging.policy import BY_HAND, ChannelName, Kind
from messaging.rendering import MissingValue, render, sms_parts, variables_in

AS_LONG_AS = {
    "link": 62,
    "papers": 69,
    "map": 40,
    "meeting_link": 40,
    "address": 24,
    "when": 15,
    "first_day": 15,
}
"""About how many characters a variable becomes, for counting SMS parts; any other about six."""
BRACED = re.compile(r"[{｛][^{}｛｝\n]{1,40}[}｝]")


@dataclass(frozen=True)
class Draft:
    """A text as it was typed, and what it is for. ``own_host`` is the name of our own server.

    ``values`` are somebody's (or a sample's), to measure it by; without them lengths are estimated.
    ``known`` are the variables that have a value here; by default those of the kind.
    """

    kind: Kind
    channel: ChannelName
    language: str
    body: str
    subject: str = ""
    own_host: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] | None = None

    @property
    def whole(self) -> str:
        return f"{self.subject}\n{self.body}" if self.is_email else self.body

    @property
    def is_email(self) -> bool:
        return self.channel == ChannelName.EMAIL

    @property
    def is_letter(self) -> bool:
        """Somebody writes it to one person, by hand: it is advised and hardly ever stopped."""
        return self.kind in BY_HAND

    @property
    def said(self) -> frozenset[str]:
        return variables_in(self.whole)

    @property
    def expected(self) -> frozenset[str]:
        """What the built-in words give here."""
        return frozenset() if self.is_letter else said_by_built_in(self.kind, self.channel, self.language)


def likely_parts(body: str) -> int:
    """How many SMS parts a text becomes once its variables are filled in."""

    def filled(match: re.Match[str]) -> str:
        names = variables_in(match[0])
        return "字" * max((AS_LONG_AS.get(name, 6) for name in names), default=len(match[0]))

    return sms_parts(BRACED.sub(filled, body))


def parts_of(draft: Draft) -> int:
    """How many SMS it is, filled with the draft's values if they suffice; none on another channel."""
    if draft.channel != ChannelName.SMS:
        return 0
    try:
        return sms_parts(render(draft.body, draft.values))
    except MissingValue:
        return likely_parts(draft.body)
