"""What every channel is: it takes a frozen message, hands it to a provider, and says how that went.

A channel knows no database and no clock, so it may be called from any thread. There are three ends:
``Accepted`` is returned, ``DeliveryFailed`` and ``OutcomeUnknown`` are raised. Anything else raised is a bug.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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
    ``send_by`` is a moment of ``time.monotonic()`` after which another worker may own the message.
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


class Channel(Protocol):
    """One provider behind one channel. ``send`` is called from many threads at once."""

    @property
    def name(self) -> ChannelName: ...

    def send(self, outgoing: Outgoing) -> Accepted: ...
