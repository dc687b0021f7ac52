"""How much of a channel's monthly quota is used, as its provider last said.

Providers count by their own calendar, so here the machine's time is meant, whatever the trial's clock says.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from messaging.channels import DeliveryFailed, OutcomeUnknown, available_channels, channel_for
from messaging.channels.base import Metered
from messaging.models import ChannelQuota
from messaging.policy import ChannelName
from messaging.signals import quotas_changed

logger = logging.getLogger(__name__)

WARN_FROM, FULL_FROM = 80, 95  # per cent
STALE_AFTER = timedelta(days=1)
"""What was said longer ago counts no more: the month may be over."""


@dataclass(frozen=True)
class QuotaWarning:
    """A channel whose month is nearly, or as good as, used up. ``is_full``: new messages go elsewhere."""

    channel: ChannelName
    used: int
    limit: int
    is_full: bool

    @property
    def percent(self) -> int:
        return self.used * 100 // self.limit if self.limit else 100


def check_quotas(*, now: datetime) -> None:
    """Ask every provider that counts by the month and keep what it says; a silent one is asked next time."""
    before = used_up_channels()
    for name in sorted(available_channels()):
        channel = channel_for(name)
        if not isinstance(channel, Metered):
            continue
        try:
            usage = channel.usage()
        except (DeliveryFailed, OutcomeUnknown) as error:
            logger.warning("the quota of %s could not be read: %s", name, error)
            continue
        ChannelQuota.objects.update_or_create(
            channel=name, defaults={"limit": usage.limit, "used": usage.used, "checked_at": timezone.now()}
        )
    if used_up_channels() != before:
        quotas_changed.send(sender=ChannelQuota, now=now)


def used_up_channels() -> set[ChannelName]:
    """Channels on which nothing more should be started this month; plans take the next channel."""
    full = _counted().filter(used__gte=F("limit") * FULL_FROM / 100.0)
    return {ChannelName(name) for name in full.values_list("channel", flat=True)}


def quota_is_used_up(channel: ChannelName | str) -> bool:
    return channel in used_up_channels()


def quota_warnings() -> list[QuotaWarning]:
    """What the desk warns of: channels that are switched on and have used WARN_FROM per cent."""
    full = used_up_channels()
    rows = _counted().filter(used__gte=F("limit") * WARN_FROM / 100.0).order_by("channel")
    return [
        QuotaWarning(ChannelName(row.channel), row.used, row.limit or 0, is_full=row.channel in full)
        for row in rows
        if row.channel in available_channels()
    ]


def _counted() -> QuerySet[ChannelQuota]:
    return ChannelQuota.objects.exclude(limit=None).filter(checked_at__gt=_since())


def _since() -> datetime:
    return timezone.now() - STALE_AFTER
