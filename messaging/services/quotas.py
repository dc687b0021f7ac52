"""How much of a channel's monthly quota is used, as its provider last said.

Providers count by their own calendar, so here the machine's time is meant, whatever the trial's clock says.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from company.prepared import Prepared
from messaging.channels import DeliveryFailed, OutcomeUnknown, available_channels, channel_for
from messaging.channels.base import Metered
from messaging.models import ChannelQuota
from messaging.policy import ChannelName
from messaging.signals import quotas_changed

logger = logging.getLogger(__name__)

WARN_FROM, FULL_FROM = 80, 95  # per cent
STALE_AFTER = timedelta(days=1)
"""What was said longer ago counts no more: the month may be over."""


_COUNTED = Prepared(
    lambda since: ChannelQuota.objects.exclude(limit=None).filter(checked_at__gt=since).order_by("channel")
)


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
    return {ChannelName(row.channel) for row in _used(FULL_FROM)}


def quota_warnings() -> list[QuotaWarning]:
    """What the desk warns of: channels that are switched on and have used WARN_FROM per cent."""
    return [
        QuotaWarning(ChannelName(row.channel), row.used, row.limit or 0, is_full=_is_used(row, FULL_FROM))
        for row in _used(WARN_FROM)
        if row.channel in available_channels()
    ]


def _used(percent: int) -> list[ChannelQuota]:
    return [row for row in _COUNTED.all(timezone.now() - STALE_AFTER) if _is_used(row, percent)]


def _is_used(row: ChannelQuota, percent: int) -> bool:
    return row.limit is not None and row.used * 100 >= row.limit * percent
