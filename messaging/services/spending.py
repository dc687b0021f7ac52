"""What the month's SMS have come to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from messaging.models import Message
from messaging.policy import SAID, ChannelName


def sms_parts_this_month(now: datetime) -> int:
    """Parts handed over since the first of the month, in the company's own time zone (``TIME_ZONE``)."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent = Message.objects.filter(channel=ChannelName.SMS, state__in=SAID, sent_at__gte=first)
    return sent.aggregate(parts=Sum("parts"))["parts"] or 0
