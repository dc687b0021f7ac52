"""What every channel is: it takes a frozen message, hands it to a provider, and says how that went.

A channel knows no database and no clock, so it may be called from any thread. There are three ends:
``Accepted`` is returned, ``DeliveryFailed`` and ``OutcomeUnknown`` are raised. Anything else raised is a bug.
"""

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from messaging.policy import Attachment, ChannelName

ADDRESS_REASONS = frozenset(
    {"invalid_address", "not_mobile", "unknown_number", "opted_out", "bounced", "blocked"}
)
"""Reasons that spoil the address itself: no other message should try it on this channel."""


@dataclass(frozen=True)
class Outgoing:
    """One message, rendered and addressed.

    ``key`` stays the same over all attempts of a message. ``now`` is the product's time at the gate and
    ``expires_at`` when the message stops being useful, both aware. ``sent_as`` is the company's name.
    ``send_by`` is a moment of ``time.monotonic()``; later a cancel or another worker may have come between.
    ``kind``, ``about`` and ``application_id`` are the row's: what buttons under a chat message mean.
    """

    message_id: int
    attempt_id: int
    key: str
    to: str
    subject: str
    body: str
    language: str
    attachments: tuple[Attachment, ...]
    expires_at: datetime
    sent_as: str
    now: datetime
    send_by: float = float("inf")
    kind: str = ""
    about: str = ""
    application_id: int = 0

    def check_in_time(self) -> None:
        """Called right before the request is written: a process that slept past its lease sends nothing."""
        if time.monotonic() >= self.send_by:
            raise DeliveryFailed("too_slow", permanent=False)


@dataclass(frozen=True)
class Accepted:
    """The provider took it. ``delivered`` when no receipt will follow because it has arrived already."""

    provider_id: str = ""
    delivered: bool = False


class DeliveryFailed(Exception):
    """Surely not accepted. ``permanent`` means trying again on this channel is no use.

    ``reason`` is a short code for the row, ``code`` the provider's own; ``retry_after`` is in seconds.
    """

    def __init__(
        self, reason: str, *, permanent: bool, retry_after: float | None = None, code: str = ""
    ) -> None:
        super().__init__(f"{reason} {code}".strip())
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.code = code

    @property
    def spoils_address(self) -> bool:
        return self.permanent and self.reason in ADDRESS_REASONS


class OutcomeUnknown(Exception):
    """The request left us and no clear answer came: it may have been accepted. Never send again blindly."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Doubt(StrEnum):
    """What can be done about a try whose outcome is not known."""

    ASK = "ask"  # the provider can be asked (see Asks); never repeated blindly
    SAME_KEY = "same_key"  # the provider carries out one key once, so repeating is harmless
    ONCE = "once"  # it cannot be asked: repeated at most once, under the same Message-ID


@dataclass(frozen=True)
class Doubtful:
    """A try whose outcome is not known, as far as a provider can be asked about it.

    ``since`` is aware machine time: it was not handed over before. ``fingerprint`` as ``fingerprint_of``.
    """

    to: str
    since: datetime
    fingerprint: str


_LINK_TOKEN = re.compile(r"/i/([A-Za-z0-9_-]{22})/")


def fingerprint_of(body: str) -> str:
    """What tells one text from all others: its secret link, or, without one, its words. SHA-256, hex.

    All that looks like one counts: a name or a person's own words may hold a copy of some other link.
    """
    tokens = _LINK_TOKEN.findall(body)
    return hashlib.sha256(("|".join(tokens) or body).encode()).hexdigest()


class Channel(Protocol):
    """One provider behind one channel. ``send`` is called from many threads at once."""

    @property
    def name(self) -> ChannelName: ...

    @property
    def doubt(self) -> Doubt: ...

    def send(self, outgoing: Outgoing) -> Accepted: ...


@dataclass(frozen=True)
class Usage:
    """How much of a month's quota is used; ``limit`` is None where there is none."""

    limit: int | None
    used: int


@runtime_checkable
class Metered(Protocol):
    """A channel whose provider counts messages by the month."""

    def usage(self) -> Usage:
        """Raises like ``send`` when it cannot be asked now."""
        ...


@runtime_checkable
class Asks(Protocol):
    """A channel whose provider can be asked what became of a try (Doubt.ASK)."""

    def find_out(self, doubtful: Doubtful) -> Accepted | None:
        """What it took, or None: surely nothing. Raises like ``send`` when it cannot be asked now."""
        ...


@runtime_checkable
class Tells(Protocol):
    """A channel whose provider can be asked how far a message has come that it took."""

    def status_of(self, provider_id: str) -> tuple[str, str]:
        """The provider's word for it and its error code. Raises like ``send`` when it cannot be asked now."""
        ...
