"""The gate: the last look before a message leaves. One short transaction turns claimed into sending.

Whoever commits first wins: a cancel or a rewrite takes the claim away, and then nothing passes; once
the gate has committed, the message counts as said. The network is called only after that.
"""

import time
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from candidates.services.locking import lock_person
from company.models import Company
from company.services.profile import the_company
from messaging.channels import Outgoing
from messaging.models import Attempt, Message
from messaging.policy import MISSED, Attachment, ChannelName, State
from messaging.rendering import MissingValue
from messaging.services.claiming import Claimed, lease_end
from messaging.services.composing import Text, compose
from messaging.services.obstacles import PutOff, Stop, ceiling, obstacle, useful_until


def pass_gate(claimed: Claimed, *, now: datetime) -> tuple[ChannelName, Outgoing] | None:
    """The channel and what to hand to it, the attempt committed; None if it must not leave now."""
    send_by = time.monotonic() + settings.LEASE_SECONDS  # before the lease is written, so never after its end
    with transaction.atomic():
        lock_person(claimed.candidate_id)  # caps are per person
        message = _still_ours(claimed)
        if message is None:
            return None
        company = the_company()
        if found := obstacle(message, company, now):
            _hold_back(message, found, now)
            return None
        try:
            text = compose(message, now)
        except MissingValue as missing:
            _hold_back(message, Stop(State.NEEDS_PERSON, f"missing:{missing.name}"), now)
            return None
        if found := ceiling(message, company, text.parts, now):
            _hold_back(message, found, now)
            return None
        return _let_through(message, company, text, now, send_by)


def turn_away(claimed: Claimed, *, now: datetime) -> None:
    """Something is wrong with our own code for this message: a person looks, and the others go on."""
    with transaction.atomic():
        if message := _still_ours(claimed):
            _hold_back(message, Stop(State.NEEDS_PERSON, "error"), now)


def _still_ours(claimed: Claimed) -> Message | None:
    return (
        Message.objects.select_for_update(of=("self",))
        .select_related("application__candidate", "application__job__location", "author")
        .filter(pk=claimed.message_id, state=State.CLAIMED, claim=claimed.claim)
        .first()
    )


def _hold_back(message: Message, found: PutOff | Stop, now: datetime) -> None:
    if isinstance(found, PutOff):
        changes: dict[str, object] = {"state": State.PLANNED, "due_at": found.until}
        if found.until >= message.expires_at:
            changes["expires_at"] = found.useful_until
    else:
        follow = found.state in MISSED
        changes = {"state": found.state, "settled_at": now, "needs_follow_up": follow}
    Message.objects.filter(pk=message.pk, state=State.CLAIMED).update(
        claim="", lease_until=None, reason=found.reason, **changes
    )


def _let_through(
    message: Message, company: Company, text: Text, now: datetime, send_by: float
) -> tuple[ChannelName, Outgoing]:
    candidate = message.application.candidate
    attempt = Attempt.objects.create(message=message, number=message.attempts + 1, started_at=now)
    Message.objects.filter(pk=message.pk, state=State.CLAIMED).update(
        state=State.SENDING,
        attempts=F("attempts") + 1,
        lease_until=lease_end(),
        sent_at=now,
        reason="",
        subject=text.subject,
        body=text.masked,
        address=text.address,
        contact_version=candidate.contact_version,
        template_version=text.version,
        parts=text.parts,
    )
    outgoing = Outgoing(
        message_id=message.pk,
        attempt_id=attempt.pk,
        key=message.key,
        to=text.address,
        subject=text.subject,
        body=text.body,
        language=candidate.language,
        attachments=tuple(Attachment(**file) for file in message.attachments)
        if message.channel == ChannelName.EMAIL
        else (),
        expires_at=useful_until(message, company, now),
        sent_as=company.name,
        now=now,
        send_by=send_by,
    )
    return ChannelName(message.channel), outgoing
