"""Which channel sends what, as the settings say. A new provider is one module and one line in PROVIDERS."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from threading import Lock

from django.conf import settings
from django.core.signals import setting_changed

from messaging.channels.base import Accepted, Channel, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.channels.email import DjangoEmail
from messaging.channels.line import LineMessaging
from messaging.channels.sandbox import SandboxChannel
from messaging.channels.twilio_sms import TwilioSms
from messaging.policy import ChannelName

__all__ = [
    "Accepted",
    "Channel",
    "DeliveryFailed",
    "OutcomeUnknown",
    "Outgoing",
    "available_channels",
    "channel_for",
    "forget_channels",
]

PROVIDERS: Mapping[ChannelName, tuple[str, Mapping[str, Callable[[], Channel]]]] = {
    ChannelName.SMS: (
        "SMS_PROVIDER",
        {"sandbox": partial(SandboxChannel, ChannelName.SMS), "twilio": TwilioSms},
    ),
    ChannelName.EMAIL: (
        "EMAIL_PROVIDER",
        {"sandbox": partial(SandboxChannel, ChannelName.EMAIL), "django": DjangoEmail},
    ),
    ChannelName.LINE: (
        "LINE_PROVIDER",
        {"sandbox": partial(SandboxChannel, ChannelName.LINE), "line": LineMessaging},
    ),
}
"""Channel → the setting that chooses its provider, and the providers by the names the setting takes."""


class ChannelSwitchedOff(Exception):
    """The settings name no provider for this channel."""


def available_channels() -> set[ChannelName]:
    """The channels a machine can send on here. The telephone is not among them: a person dials."""
    return {name for name, (setting, known) in PROVIDERS.items() if getattr(settings, setting) in known}


def channel_for(name: ChannelName) -> Channel:
    """The one channel of this process for that name; it keeps its connections between messages."""
    with _building:  # sixteen threads with a first message each still share one client
        return _built(name)


def forget_channels() -> None:
    """Build them anew from the settings at the next use."""
    _built.cache_clear()


_building = Lock()


@cache
def _built(name: ChannelName) -> Channel:
    if name not in available_channels():
        raise ChannelSwitchedOff(name)
    setting, known = PROVIDERS[name]
    return known[getattr(settings, setting)]()


def _settings_changed(**_: object) -> None:
    forget_channels()


setting_changed.connect(_settings_changed, dispatch_uid="messaging.channels")  # only tests change settings
