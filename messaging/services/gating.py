"""The gate: the last look before messages leave. One short transaction turns claimed into sending.

Whoever commits first wins: a cancel or a rewrite takes the claim away, and then nothing passes; once
the gate has committed, the message counts as said. The network is called only after that.

A batch is as large as there are free threads, so what passes leaves at once; the batch is what makes the
gate cheap. What is in one message's way never stops the others.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from candidates.services import links
from messaging import failpoints
from messaging.channels import Outgoing
from messaging.channels.base import fingerprint_of
from messaging.models import Message
from messaging.policy import MISSED, Attachment, ChannelName, State
from messaging.rendering import MissingValue
from messaging.services.claiming import Claimed, lease_end
from messaging.services.composing import Text, compose
from messaging.services.gathering import Batch, House, gather, look_round
from messaging.services.obstacles import PutOff, Stop, ceiling, obstacle, useful_until
from messaging.statements import Departure, begin_attempts, write_departures

PERHAPS_SENT = "perhaps_sent"
NOW_IS_OLD = 1.0  # seconds: a dispatcher's ``now`` goes by whole ones


@dataclass(frozen=True)
class Passed:
    """A message that may leave now, its attempt committed."""

    channel: ChannelName
    outgoing: Outgoing
    claim: str


@dataclass(frozen=True)
class AtTheGate:
    """``busy`` could not be looked at, because somebody else holds their person: bring them one by one."""

    passed: list[Passed]
    busy: list[Claimed]


def pass_gate(claimed: Sequence[Claimed], *, now: datetime, house: House | None = None) -> AtTheGate:
    """Look at each once more; hold back what must not leave now, and commit the attempts of the rest.

    ``house`` is what a dispatcher read a moment ago; without it, it is read here.
    """
    began = time.monotonic()  # before the lease is written, so what is counted from here ends before it
    with transaction.atomic():
        batch = gather(claimed, house or look_round(now), now=now)
        leaving = [(one, text) for one in batch.messages if (text := _look_at(one, batch, now))]
        passed = _let_through(leaving, batch, now, began)
        failpoints.reached("gating")
    failpoints.reached("gated")
    return AtTheGate(passed, batch.busy)


def turn_away(claimed: Claimed, *, now: datetime) -> None:
    """Something is wrong with our own code for this message: a person looks, and the others go on."""
    with transaction.atomic():
        for message in gather([claimed], look_round(now), now=now).messages:
            _hold_back(message, Stop(State.NEEDS_PERSON, "error"), now)


def _look_at(message: Message, batch: Batch, now: datetime) -> Text | None:
    """The words it leaves with; None when something is in its way."""
    found = obstacle(message, batch, now)
    if not found:
        try:
            text = compose(message, batch.house.words(message), batch.house.company)
        except MissingValue as missing:
            found = Stop(State.NEEDS_PERSON, f"missing:{missing.name}")
        else:
            found = ceiling(message, batch, text.parts)
    if found:
        _hold_back(message, found, now)
        return None
    batch.count(message, text.parts)
    return text


def _hold_back(message: Message, found: PutOff | Stop, now: datetime) -> None:
    if isinstance(found, PutOff):
        changes: dict[str, object] = {"state": State.PLANNED, "due_at": found.until}
        if found.until >= message.expires_at:
            changes["expires_at"] = found.useful_until
    else:
        if message.doubted_since is not None:  # an earlier try may have arrived
            found = Stop(State.NEEDS_PERSON, PERHAPS_SENT)
        follow = found.state in MISSED
        changes = {"state": found.state, "settled_at": now, "needs_follow_up": follow}
    Message.objects.filter(pk=message.pk, state=State.CLAIMED).update(
        claim="", lease_until=None, reason=found.reason[:60], **changes
    )


def _let_through(
    leaving: Sequence[tuple[Message, Text]], batch: Batch, now: datetime, began: float
) -> list[Passed]:
    links.keep(((one.application, text.token) for one, text in leaving if text.token), now=now)
    attempts = begin_attempts(
        [(one.pk, one.attempts + 1, fingerprint_of(text.body)) for one, text in leaving], started_at=now
    )
    write_departures(
        [_departure(one, text, batch) for one, text in leaving], sent_at=now, lease_until=lease_end()
    )
    return [
        Passed(
            channel=ChannelName(one.channel),
            outgoing=_outgoing(one, text, attempts[one.pk], batch, now, began),
            claim=one.claim,
        )
        for one, text in leaving
    ]


def _departure(message: Message, text: Text, batch: Batch) -> Departure:
    return Departure(
        message_id=message.pk,
        subject=text.subject,
        body=text.masked,
        address=text.address,
        contact_version=message.application.candidate.contact_version,
        template_version=text.version,
        parts=text.parts,
        cost=str(text.parts * batch.house.company.sms_part_yen),
    )


def _outgoing(
    message: Message, text: Text, attempt_id: int, batch: Batch, now: datetime, began: float
) -> Outgoing:
    files = message.attachments if message.channel == ChannelName.EMAIL else ()
    useful = useful_until(message, batch.house.company, now)
    return Outgoing(
        message_id=message.pk,
        attempt_id=attempt_id,
        key=message.key,
        to=text.address,
        subject=text.subject,
        body=text.body,
        language=message.application.candidate.language,
        attachments=tuple(Attachment(**file) for file in files),
        expires_at=useful,
        sent_as=batch.house.company.name,
        now=now,
        send_by=began + _seconds_to_leave(useful, now),
        kind=message.kind,
        about=message.about,
        application_id=message.application_id,
    )


def _seconds_to_leave(useful: datetime, now: datetime) -> float:
    """Whoever sleeps longer sends nothing: it may be too late, or a cancel may have been committed since."""
    left = (useful - now).total_seconds() - NOW_IS_OLD
    may_take: float = min(settings.LEASE_SECONDS, settings.PROVIDER_SECONDS)
    return min(may_take, left)
