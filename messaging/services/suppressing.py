"""Addresses that must not be used on a channel: opted out, not a mobile, bounced, not theirs."""

from datetime import datetime

from django.db import transaction

from candidates.models import Candidate
from candidates.policy import PhoneKind
from company.models import Staff
from company.services import trail
from messaging.models import Suppression
from messaging.policy import ChannelName
from messaging.signals import address_allowed, address_blocked


def address_on(candidate: Candidate, channel: ChannelName | str) -> str:
    """Where this person is reached on the channel, or an empty text. SMS needs a mobile."""
    if channel == ChannelName.EMAIL:
        return candidate.email
    if channel == ChannelName.LINE:
        return candidate.line_id
    if channel == ChannelName.SMS and candidate.phone_kind != PhoneKind.MOBILE:
        return ""
    return candidate.phone


def is_blocked(channel: ChannelName | str, address: str) -> bool:
    return Suppression.objects.filter(channel=channel, address=address, lifted_at=None).exists()


def suppress(channel: ChannelName | str, address: str, *, reason: str, now: datetime) -> None:
    """Use this address on this channel no more. Doing it twice keeps the first reason."""
    if not address:
        return
    with transaction.atomic():
        block, is_new = Suppression.objects.get_or_create(
            channel=channel, address=address, lifted_at=None, defaults={"reason": reason, "since": now}
        )
        if is_new:
            trail.record("address_blocked", block, now=now, channel=str(channel), reason=reason)
            address_blocked.send(sender=Suppression, suppression_id=block.pk, now=now)


AGREED, MISTAKEN = "agreed", "mistaken"
"""Why staff allow an address again: its owner told them so, or it was blocked by mistake."""


def lift(block: Suppression, *, by: Staff, now: datetime, reason: str = AGREED) -> None:
    """Allow the address again. Who did it and why stays in the trail; ``reason`` is a code."""
    with transaction.atomic():
        if Suppression.objects.filter(pk=block.pk, lifted_at=None).update(lifted_at=now):
            block.lifted_at = now
            trail.record("address_allowed", block, now=now, by=by, channel=block.channel, reason=reason)
            address_allowed.send(sender=Suppression, suppression_id=block.pk, now=now)
