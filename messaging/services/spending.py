"""What the month's SMS have come to."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum

from messaging.models import Message, MessageQuerySet
from messaging.policy import SAID, ChannelName

KEPT_FOR = timedelta(minutes=1)


def sms_parts_this_month(now: datetime) -> int:
    """Parts handed over since the first of the month, in the company's own time zone (``TIME_ZONE``)."""
    return _sms_this_month(now).aggregate(parts=Sum("parts"))["parts"] or 0


def sms_parts_lately(now: datetime) -> int:
    """The same for a screen many look at: counted anew after a minute."""
    month = now.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m")
    kept: int | None = cache.get(f"sms-parts-{month}")
    if kept is None:
        kept = sms_parts_this_month(now)
        cache.set(f"sms-parts-{month}", kept, timeout=KEPT_FOR.total_seconds())
    return kept


def sms_yen_this_month(now: datetime) -> Decimal:
    """What they have likely cost, at the price of the day each was sent."""
    return _sms_this_month(now).aggregate(yen=Sum("cost"))["yen"] or Decimal(0)


def _sms_this_month(now: datetime) -> MessageQuerySet:
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Message.objects.filter(channel=ChannelName.SMS, state__in=SAID, sent_at__gte=first)
