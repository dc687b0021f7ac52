"""What the month's SMS have come to, against the company's ceiling."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum

from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import SAID, ChannelName


def sms_parts_this_month(now: datetime) -> int:
    """Parts handed over since the first of the month, in the company's own time zone (``TIME_ZONE``)."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent = Message.objects.filter(channel=ChannelName.SMS, state__in=SAID, sent_at__gte=first)
    return sent.aggregate(parts=Sum("parts"))["parts"] or 0


def ceiling_share(now: datetime) -> float:
    """How much of the monthly ceiling is used: 0.8 is where the desk warns, 1.0 where we stop."""
    ceiling = the_company().sms_monthly_ceiling
    return sms_parts_this_month(now) / ceiling if ceiling else 1.0
