"""Which facts a kind of message knows, and which ones its built-in words give. No database, no clock."""

from functools import cache

from messaging.defaults import built_in
from messaging.policy import BY_HAND, ChannelName, Kind
from messaging.rendering import VARIABLES, variables_in

SENT_BY = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)
DAY = frozenset({"date", "time", "when"})
NAMES = frozenset({"name", "full_name"})
_ALWAYS = frozenset(
    {
        *("name", "full_name", "company", "location", "job", "phone", "sender"),
        *("address", "access", "map", "bring", "dress", "talk", "link"),
    }
)
_INTERVIEW = DAY | {"how", "interviewer", "meeting_link"}
_BY_HAND = frozenset({"name", "full_name", "company", "location", "job", "phone", "sender", "link", "papers"})
"""What the gate itself knows of whoever is written to, without a plan."""


@cache
def known_values(kind: Kind) -> frozenset[str]:
    """The variables that have a value when this is sent: the common ones and those of the built-in texts."""
    if kind in BY_HAND:
        return _BY_HAND
    used = _ALWAYS.union(
        *(said_by_built_in(kind, channel, language) for channel in SENT_BY for language in ("ja", "en"))
    )
    return used | _INTERVIEW if used & DAY else used


@cache
def said_by_built_in(kind: Kind, channel: ChannelName, language: str) -> frozenset[str]:
    """The variables of the words that came with the product; none where they have no such text."""
    words = built_in(kind, channel, language)
    return variables_in("\n".join(words)) if words else frozenset()


def label(name: str, language: str) -> str:
    """A variable as texts in this language name it."""
    return VARIABLES[name] if language == "ja" else name


def braced(name: str, language: str) -> str:
    return f"{{{label(name, language)}}}"
