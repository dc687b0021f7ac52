"""People in LINE whom we do not know: told once a day how to connect, with few codes to try.

A row with a reply token is a promise to answer; a sweep keeps it while LINE still takes the token.
"""

import logging
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from messaging.channels import DeliveryFailed, OutcomeUnknown, available_channels, channel_for
from messaging.channels.line import LineMessaging
from messaging.defaults import to_a_stranger
from messaging.models import LineStranger
from messaging.policy import ChannelName

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
TOKEN_LASTS = timedelta(seconds=50)  # LINE wants the answer within a minute
MOST_CODES = 20
"""How many codes one account may try in a day."""


def may_try_a_code(line_id: str, *, now: datetime) -> bool:
    """Count one more code tried by this account; False once it was too many for today."""
    stranger = _of(line_id, now)
    if stranger.codes_tried >= MOST_CODES:
        return False
    stranger.codes_tried += 1
    stranger.save(update_fields=["codes_tried"])
    return True


def owe_an_answer(line_id: str, reply_token: str, *, now: datetime) -> bool:
    """Note that they are to be told how to connect; False where they were told today."""
    stranger = _of(line_id, now)
    if stranger.answered_at is not None or not reply_token:
        return False
    stranger.reply_token, stranger.asked_at = reply_token[:100], now
    stranger.save(update_fields=["reply_token", "asked_at"])
    return True


def answer_strangers(*, now: datetime) -> int:
    """Tell those who are owed it; how many were. Each is taken off the list first: one try, no more."""
    waiting = LineStranger.objects.exclude(reply_token="")
    told = 0
    for stranger in waiting.order_by("asked_at")[:50]:
        taken = waiting.filter(pk=stranger.pk, reply_token=stranger.reply_token)
        is_late = stranger.asked_at <= now - TOKEN_LASTS
        if taken.update(reply_token="", answered_at=None if is_late else now) and not is_late:
            told += _tell(stranger)
    return told


def forget_strangers(*, now: datetime) -> int:
    return LineStranger.objects.filter(since__lte=now - DAY).delete()[0]


def _tell(stranger: LineStranger) -> bool:
    if ChannelName.LINE not in available_channels():
        return False
    channel = channel_for(ChannelName.LINE)
    if not isinstance(channel, LineMessaging):  # the drawn phone: there are no strangers
        return False
    try:
        channel.reply(stranger.reply_token, to_a_stranger())
    except (DeliveryFailed, OutcomeUnknown) as error:
        logger.warning("stranger %s could not be answered: %s", stranger.pk, error)
        return False
    return True


def sender_hash(line_id: str) -> str:
    """What is kept of an account that is nobody's."""
    return salted_hmac("messaging.line_stranger", line_id, algorithm="sha256").hexdigest()


def _of(line_id: str, now: datetime) -> LineStranger:
    """Their row of today, locked."""
    sender = sender_hash(line_id)
    LineStranger.objects.filter(sender_hash=sender, since__lte=now - DAY).delete()
    LineStranger.objects.get_or_create(sender_hash=sender, defaults={"since": now, "asked_at": now})
    return LineStranger.objects.select_for_update().get(sender_hash=sender)
