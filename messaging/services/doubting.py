"""Messages whose outcome is not known: what the provider can tell, and what is done when it cannot.

A worker died after the gate, or no clear answer came: the message may have been taken. LINE carries out one
key once, so it is simply repeated; Twilio is asked for what it took; a mail server cannot be asked, so a mail
is repeated once under the same Message-ID. Whatever stays unclear is put before a person.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from messaging import failpoints
from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, channel_for
from messaging.channels.base import Asks, Channel, Doubt, Doubtful
from messaging.models import Attempt, Message
from messaging.policy import ChannelName, InDoubt, State, Verdict, verdict_on
from messaging.services.accepting import accept

logger = logging.getLogger(__name__)

UNKNOWN_OUTCOME = "unknown_outcome"
BATCH = 50
LOOKS = 10
"""How often within the window a provider is asked."""


def begin_doubt(message: Message, reason: str) -> None:
    """It may have left us. ``message`` is locked; the next look at it is due at once."""
    machine = timezone.now()
    if message.doubted_since is None or channel_for(ChannelName(message.channel)).doubt != Doubt.SAME_KEY:
        message.doubted_since = machine  # a retry key ages from the first doubt
    message.state, message.reason, message.lease_until = State.UNKNOWN, reason[:60], machine
    message.save(update_fields=["state", "reason", "lease_until", "doubted_since"])


@dataclass(frozen=True)
class _Look:
    """``taken`` is what the provider has; ``is_absent`` as in InDoubt."""

    taken: Accepted | None
    is_absent: bool | None


def settle_doubts(*, now: datetime) -> int:
    """Look at what is in doubt; how many messages were. The providers are asked outside any transaction.

    A provider that cannot be asked now is not asked again in this run.
    """
    speechless: set[str] = set()
    borrowed = _borrow(timezone.now())
    for message in borrowed:
        channel = channel_for(ChannelName(message.channel))
        look = _Look(None, None) if message.channel in speechless else _look(message, channel)
        if look.is_absent is None:
            speechless.add(message.channel)
        failpoints.reached("asked")
        _act_on(message.pk, channel, look, now)
    return len(borrowed)


def _borrow(machine: datetime) -> list[Message]:
    """Due looks, put off far enough that no other process asks at the same time."""
    with transaction.atomic():
        due = Message.objects.filter(state=State.UNKNOWN, lease_until__lte=machine)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, no_key=True)
        rows = list(due.order_by("lease_until", "pk")[:BATCH])
        Message.objects.filter(pk__in=[row.pk for row in rows], state=State.UNKNOWN).update(
            lease_until=machine + timedelta(seconds=2 * settings.PROVIDER_SECONDS)
        )
    return rows


def _look(message: Message, channel: Channel) -> _Look:
    if not isinstance(channel, Asks):
        return _Look(None, True)  # nobody to ask: only time and reports can tell
    tried = Attempt.objects.filter(message=message).exclude(fingerprint="").order_by("-number").first()
    if tried is None:
        return _Look(None, None)
    try:
        taken = channel.find_out(Doubtful(message.address, _earliest(message), tried.fingerprint))
    except (DeliveryFailed, OutcomeUnknown) as error:
        logger.warning("nobody can say yet what became of message %s: %s", message.pk, error)
        return _Look(None, None)
    return _Look(taken, taken is None)


def _earliest(message: Message) -> datetime:
    """Machine time before which the last try cannot have been handed over."""
    doubted = message.doubted_since or timezone.now()
    return doubted - timedelta(seconds=settings.LEASE_SECONDS + 3 * settings.PROVIDER_SECONDS + 60)


def _act_on(message_id: int, channel: Channel, look: _Look, now: datetime) -> None:
    with transaction.atomic():
        rows = Message.objects.select_for_update(no_key=True).filter(pk=message_id, state=State.UNKNOWN)
        message = rows.first()
        if message is None:
            return  # a report or the slow worker was first
        if look.taken is not None:
            Attempt.objects.filter(message=message, outcome="unknown").update(outcome="accepted")
            accept(message, look.taken, now=now, is_ours=True)
        else:
            _without_a_trace(message, channel.doubt, look, now)
    failpoints.reached("doubted")


def _without_a_trace(message: Message, doubt: Doubt, look: _Look, now: datetime) -> None:
    machine = timezone.now()
    window = timedelta(
        seconds=settings.REPEAT_MAIL_SECONDS if doubt == Doubt.ONCE else settings.DOUBT_SECONDS
    )
    known = InDoubt(
        kind=message.kind,
        waited=machine - (message.doubted_since or machine),
        window=window,
        attempts=message.attempts,
        repeats=message.repeats,
        useful=now < message.expires_at,
        is_absent=look.is_absent,
    )
    match verdict_on(known, same_key=doubt == Doubt.SAME_KEY):
        case Verdict.WAIT:
            message.lease_until = machine + window / LOOKS
        case Verdict.REPEAT:
            _say_again(message, now, counted=doubt != Doubt.SAME_KEY)
        case Verdict.PERSON:
            message.state, message.reason = State.NEEDS_PERSON, UNKNOWN_OUTCOME
            message.lease_until, message.settled_at, message.needs_follow_up = None, now, True
    message.save()


def _say_again(message: Message, now: datetime, *, counted: bool) -> None:
    """A plan again, for the gate to look at; the plan must first say that it is still wanted."""
    message.state, message.reason = State.PLANNED, "repeated"
    message.due_at, message.repeats = now, message.repeats + int(counted)
    message.claim, message.lease_until, message.needs_follow_up = "", None, True
