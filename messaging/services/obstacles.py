"""What may stand in a message's way at the gate: addresses, blocks, hours, the cap, the ceiling."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from company.models import Company
from messaging.channels import available_channels
from messaging.models import Message
from messaging.policy import (
    ABSENCE_KINDS,
    BY_HAND,
    CAP,
    CAP_SPAN,
    OWN_ACT_IS_FRESH,
    SAID,
    ChannelName,
    Direction,
    State,
)
from messaging.services.spending import sms_parts_this_month
from messaging.services.suppressing import address_on, is_blocked

TOO_CLOSE_TO_NIGHT = timedelta(seconds=10)
"""A carrier needs a few seconds, and must give up before the night begins."""

WAIT_FOR_THE_CAP = timedelta(hours=1)


@dataclass(frozen=True)
class PutOff:
    """Try again at ``until``; should that be too late, it stays useful until ``useful_until``."""

    until: datetime
    reason: str
    useful_until: datetime


@dataclass(frozen=True)
class Stop:
    """It ends here, in ``state``; ``reason`` is a code."""

    state: State
    reason: str


def obstacle(message: Message, company: Company, now: datetime) -> PutOff | Stop | None:
    """The first thing in the way, or None."""
    if now >= message.expires_at:
        return Stop(State.EXPIRED, "too_late")
    return _cannot_be_reached(message) or _night(message, company, now) or _cap(message, now)


def _cannot_be_reached(message: Message) -> Stop | None:
    candidate, channel = message.application.candidate, ChannelName(message.channel)
    if candidate.erased_at is not None:
        return Stop(State.SUPPRESSED, "erased")
    if channel not in available_channels():
        return Stop(State.FAILED, "channel_off")
    address = address_on(candidate, channel)
    if not address:
        return Stop(State.FAILED, "no_address")
    if is_blocked(channel, address):
        return Stop(State.SUPPRESSED, "blocked")
    return None


def _night(message: Message, company: Company, now: datetime) -> PutOff | Stop | None:
    """Quiet hours bind what we start by SMS; an answer to the person's own act goes at any hour."""
    if message.channel != ChannelName.SMS or _answers_own_act(message, now):
        return None
    hours = message.application.job.location.speaking_hours(company)
    if hours.allows(now) and hours.allows(now + TOO_CLOSE_TO_NIGHT):
        return None
    opening = hours.next_allowed(now + TOO_CLOSE_TO_NIGHT)
    if opening < message.expires_at:
        return PutOff(opening, "speaking_hours", message.expires_at)
    return Stop(State.EXPIRED, "speaking_hours")


def _answers_own_act(message: Message, now: datetime) -> bool:
    return message.own_act_at is not None and now - message.own_act_at <= OWN_ACT_IS_FRESH


def useful_until(message: Message, company: Company, now: datetime) -> datetime:
    """When the provider must have given up: the message's end or, for SMS, the beginning of the night."""
    if message.channel != ChannelName.SMS or _answers_own_act(message, now):
        return message.expires_at
    hours = message.application.job.location.speaking_hours(company)
    return min(message.expires_at, hours.closing_after(now))


def _cap(message: Message, now: datetime) -> PutOff | Stop | None:
    """At most CAP automatic texts a person in CAP_SPAN; receipts and what staff write do not count."""
    if message.kind in BY_HAND or message.own_act_at is not None:
        return None
    texts = set(
        Message.objects.filter(
            application__candidate=message.application.candidate_id,
            direction=Direction.OUT,
            own_act_at=None,
            state__in=SAID,
            sent_at__gt=now - CAP_SPAN,
        )
        .exclude(kind__in=BY_HAND)
        .exclude(channel=ChannelName.PHONE)
        .values_list("application_id", "kind", "about", "step")
    )
    if (message.application_id, message.kind, message.about, message.step) in texts or len(texts) < CAP:
        return None
    later = now + WAIT_FOR_THE_CAP
    if later < message.expires_at or message.kind in ABSENCE_KINDS:
        return PutOff(later, "cap", later + WAIT_FOR_THE_CAP)
    return Stop(State.NEEDS_PERSON, "cap")


def ceiling(message: Message, company: Company, parts: int, now: datetime) -> Stop | None:
    """At the month's ceiling only receipts of a person's own act go out by SMS."""
    if message.channel != ChannelName.SMS or message.own_act_at is not None:
        return None
    if sms_parts_this_month(now) + parts > company.sms_monthly_ceiling:
        return Stop(State.NEEDS_PERSON, "sms_ceiling")
    return None
