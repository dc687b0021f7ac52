"""Writing down how tries ended."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from messaging import failpoints
from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.models import Message
from messaging.policy import ChannelName, State, retry_delay
from messaging.services.accepting import accept
from messaging.services.doubting import UNKNOWN_OUTCOME, begin_doubt
from messaging.services.suppressing import suppress
from messaging.statements import end_attempts, write_arrivals

Result = Accepted | DeliveryFailed | OutcomeUnknown


@dataclass(frozen=True)
class Done:
    """A try and how it ended; ``claim`` names the try."""

    outgoing: Outgoing
    claim: str
    result: Result
    channel: ChannelName


def record(done: Sequence[Done], *, now: datetime) -> None:
    """Settle the attempts and, of those messages that still wait for these very tries, the messages.

    A receipt may have come first, and the reaper may have called it unknown: what is known better stays.
    """
    with transaction.atomic():
        states = _locked_states(done)
        end_attempts([_end(one) for one in done], ended_at=now)
        arrivals = []
        for one in done:
            pk, result = one.outgoing.message_id, one.result
            still_ours = states[pk] == (State.SENDING, one.claim)
            if still_ours and isinstance(result, Accepted) and not result.delivered:  # the usual end
                arrivals.append((pk, result.provider_id[:120]))
            else:
                _settle(Message.objects.get(pk=pk), one, now)
        write_arrivals(arrivals)
        failpoints.reached("recording")
    failpoints.reached("recorded")


def waits_for(message: Message, claim: str) -> bool:
    """Whether the outcome of the try that ``claim`` names is still open."""
    if message.claim != claim:
        return False
    return message.state in {State.SENDING, State.UNKNOWN} or (
        message.state == State.NEEDS_PERSON and message.reason == UNKNOWN_OUTCOME
    )


def _locked_states(done: Sequence[Done]) -> dict[int, tuple[str, str]]:
    """State and claim of each message, locked in one order."""
    rows = Message.objects.select_for_update(no_key=True).order_by("pk")
    found = rows.filter(pk__in=[one.outgoing.message_id for one in done])
    return {pk: (state, claim) for pk, state, claim in found.values_list("pk", "state", "claim")}


def _end(one: Done) -> tuple[int, str, str]:
    result, attempt = one.result, one.outgoing.attempt_id
    if isinstance(result, OutcomeUnknown):
        return attempt, "unknown", result.reason
    if isinstance(result, DeliveryFailed):
        return attempt, "rejected" if result.permanent else "retry", str(result)
    return attempt, "accepted", ""


def _settle(message: Message, one: Done, now: datetime) -> None:
    result = one.result
    if isinstance(result, Accepted):
        accept(message, result, now=now, is_ours=waits_for(message, one.claim))
    elif not waits_for(message, one.claim) or message.state == State.NEEDS_PERSON:
        return
    elif isinstance(result, OutcomeUnknown):
        begin_doubt(message, result.reason)
    elif result.permanent:
        _failed(message, result.reason, now)
        if result.spoils_address:
            suppress(message.channel, message.address, reason=result.reason, now=now)
    else:
        _not_now(message, result, now)


def _failed(message: Message, reason: str, now: datetime) -> None:
    message.state, message.reason = State.FAILED, reason[:60]
    message.settled_at, message.lease_until = now, None
    if message.doubted_since is None:  # an earlier try may have arrived
        message.sent_at = None
    message.needs_follow_up = True
    message.save(update_fields=["state", "reason", "sent_at", "settled_at", "lease_until", "needs_follow_up"])


def _not_now(message: Message, result: DeliveryFailed, now: datetime) -> None:
    """Surely not accepted: try again a little later, as long as that still helps."""
    asked = timedelta(seconds=result.retry_after or 0)
    delay = retry_delay(message.attempts, asked=asked, chance=random.random())  # noqa: S311  not a secret
    if delay is None or now + delay >= message.expires_at:
        _failed(message, result.reason, now)
        return
    message.state, message.reason = State.PLANNED, result.reason[:60]
    message.due_at, message.sent_at = now + delay, None
    message.claim, message.lease_until = "", None
    message.needs_follow_up = True  # is it still wanted? until the plan says so, nobody claims it
    message.save(
        update_fields=["state", "reason", "due_at", "sent_at", "claim", "lease_until", "needs_follow_up"]
    )
