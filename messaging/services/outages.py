"""A provider that takes nothing for a while: whoever can be reached another way is not kept waiting."""

from collections.abc import Collection
from datetime import datetime, timedelta

from candidates.policy import PhoneKind
from messaging.channels import available_channels
from messaging.models import Message
from messaging.policy import ChannelName, State

LONG_ENOUGH = timedelta(minutes=15)


def pass_on(resting: Collection[ChannelName], *, now: datetime) -> int:
    """End what has waited too long for these channels, so that the plan takes the next; how many there were.

    Only where there is another way; the others wait for the provider as long as it still helps.
    """
    number, others = 0, available_channels() - set(resting)
    waiting = Message.objects.due(now).filter(due_at__lte=now - LONG_ENOUGH, doubted_since=None)
    for channel in resting:
        stuck = waiting.filter(channel=channel)
        if channel != ChannelName.EMAIL and ChannelName.EMAIL in others:
            stuck = stuck.exclude(application__candidate__email="")
        elif channel == ChannelName.EMAIL and ChannelName.SMS in others:
            stuck = stuck.filter(application__candidate__phone_kind=PhoneKind.MOBILE)
        else:
            continue
        number += (
            Message.objects.filter(pk__in=list(stuck.values_list("pk", flat=True)[:500]))
            .filter(state=State.PLANNED)
            .update(state=State.FAILED, reason="provider_down", settled_at=now, needs_follow_up=True)
        )
    return number
