"""What may stand in a message's way at the gate: holds, addresses, blocks, hours, the cap, the ceiling."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from company.models import Company
from messaging.models import Message
from messaging.policy import ABSENCE_KINDS, CAP, OWN_ACT_IS_FRESH, QUIET_AT_NIGHT, ChannelName, State
from messaging.services.gathering import Batch, counts_for_the_cap, text_of
from messaging.services.suppressing import address_on

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


def obstacle(message: Message, batch: Batch, now: datetime) -> PutOff | Stop | None:
    """The first thing in the way, or None."""
    if now >= message.expires_at:
        return Stop(State.EXPIRED, "too_late")
    if batch.house.is_held:
        return PutOff(message.due_at, "held", message.expires_at)
    company = batch.house.company
    return _cannot_be_reached(message, batch) or _night(message, company, now) or _cap(message, batch, now)


def _cannot_be_reached(message: Message, batch: Batch) -> Stop | None:
    candidate, channel = message.application.candidate, ChannelName(message.channel)
    if candidate.erased_at is not None:
        return Stop(State.SUPPRESSED, "erased")
    if channel not in batch.house.channels:
        return Stop(State.FAILED, "channel_off")
    address = address_on(candidate, channel)
    if not address:
        return Stop(State.FAILED, "no_address")
    if (channel, address) in batch.blocked:
        return Stop(State.SUPPRESSED, "blocked")
    if channel in batch.house.used_up:
        return Stop(State.FAILED, "quota")
    return None


def _night(message: Message, company: Company, now: datetime) -> PutOff | Stop | None:
    """Quiet hours bind what we start by SMS or LINE; an answer to the person's own act goes at any hour."""
    if message.channel not in QUIET_AT_NIGHT or _answers_own_act(message, now):
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
    """When the provider must have given up: the message's end or, where nights are quiet, the night."""
    if message.channel not in QUIET_AT_NIGHT or _answers_own_act(message, now):
        return message.expires_at
    hours = message.application.job.location.speaking_hours(company)
    return min(message.expires_at, hours.closing_after(now))


def _cap(message: Message, batch: Batch, now: datetime) -> PutOff | Stop | None:
    """At most CAP automatic texts a person in CAP_SPAN."""
    if not counts_for_the_cap(message):
        return None
    texts = batch.texts_today.get(message.application.candidate_id, set())
    if text_of(message) in texts or len(texts) < CAP:
        return None
    later = now + WAIT_FOR_THE_CAP
    if later < message.expires_at or message.kind in ABSENCE_KINDS:
        return PutOff(later, "cap", later + WAIT_FOR_THE_CAP)
    return Stop(State.NEEDS_PERSON, "cap")


def ceiling(message: Message, batch: Batch, parts: int) -> Stop | None:
    """At the month's ceiling only receipts of a person's own act go out by SMS."""
    if message.channel != ChannelName.SMS or message.own_act_at is not None:
        return None
    if batch.house.sms_parts + parts > batch.house.company.sms_monthly_ceiling:
        return Stop(State.NEEDS_PERSON, "sms_ceiling")
    return None
