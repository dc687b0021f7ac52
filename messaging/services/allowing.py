"""An address may be used again because its owner said so. Staff lift blocks by ``suppressing.lift``."""

from datetime import datetime

from company.policy import Actor
from company.services import trail
from messaging.models import Suppression
from messaging.policy import ChannelName
from messaging.signals import address_allowed


def allow_by_own_word(channel: ChannelName, address: str, *, now: datetime, reason: str = "") -> bool:
    """Lift what stands against the address (only ``reason``, if one is given). Whether there was anything.

    The caller holds the lock of whoever is reached there.
    """
    blocks = Suppression.objects.select_for_update().filter(
        channel=channel, address=address, lifted_at=None, **({"reason": reason} if reason else {})
    )
    block = blocks.first()  # the database allows one at a time
    if block is None:
        return False
    block.lifted_at = now
    block.save(update_fields=["lifted_at"])
    trail.record(
        "address_allowed", block, now=now, actor=Actor.CANDIDATE, channel=str(channel), by_own_word=True
    )
    address_allowed.send(sender=Suppression, suppression_id=block.pk, now=now)
    return True
