"""An address asks for quiet on one channel, or takes that back. Neither withdraws an application."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction

from candidates.models import Candidate
from candidates.services.locking import lock_person
from messaging.channels import mail_tokens
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.allowing import allow_by_own_word
from messaging.services.recognising import FIELD, as_kept
from messaging.services.suppressing import suppress

OPTED_OUT = "opted_out"
_STOP = frozenset(
    {
        "stop",
        "stopall",
        "unsubscribe",
        "停止",
        "配信停止",
        "配信を停止",
        "配信停止希望",
        "配信を止めて",
        "受信停止",
        "受信拒否",
        "ストップ",
    }
)
_START = frozenset({"start", "unstop", "resume", "再開", "配信再開", "配信を再開", "受信再開", "スタート"})
_POLITE = re.compile(
    r"(?:を?お願いします|お願い|してください|して下さい|してほしい|ください|下さい|please|します|です)+$"
)
_AROUND = re.compile(r"[\s。、．，.,!！?？\"'「」『』()（）・~〜\-]+")


def wish_in(text: str) -> str:
    """``stop`` or ``start`` when the text is nothing but that wish, else empty.

    A sentence that merely contains one (「配信停止はしないで」) is for a person, and so is "cancel", by which
    somebody may mean their interview.
    """
    words = unicodedata.normalize("NFKC", text).casefold()
    bare = _AROUND.sub("", words)
    for said in (bare, _POLITE.sub("", bare)):
        if said in _STOP:
            return "stop"
        if said in _START:
            return "start"
    return ""


def stop(channel: ChannelName, address: str, *, now: datetime) -> None:
    """Write to this address on this channel no more; the plans of whoever is reached there change."""
    address = as_kept(channel, address)
    with transaction.atomic():
        _lock_whoever_has(channel, address)
        suppress(channel, address, reason=OPTED_OUT, now=now)


def start_again(channel: ChannelName, address: str, *, now: datetime) -> bool:
    """Their own word that we may write again; only their own stop is lifted by it. Whether there was one."""
    address = as_kept(channel, address)
    with transaction.atomic():
        _lock_whoever_has(channel, address)
        return allow_by_own_word(channel, address, reason=OPTED_OUT, now=now)


def message_behind(token: str) -> Message | None:
    """The mail whose unsubscribe link this is; None when it is not ours or its address is forgotten."""
    message = Message.objects.filter(pk=mail_tokens.number_in(token)).first()
    return message if message and mail_tokens.is_for(token, message.address) else None


def stop_by_link(message: Message, *, now: datetime) -> None:
    """The button in the mail program or on the page. Pressing it twice is pressing it once."""
    stop(ChannelName(message.channel), message.address, now=now)


def _lock_whoever_has(channel: ChannelName, address: str) -> None:
    if not address:
        return
    reached = Candidate.objects.filter(erased_at=None, **{FIELD[channel]: address})
    for person in list(reached.order_by("pk").values_list("pk", flat=True)):
        lock_person(person)
