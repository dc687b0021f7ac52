"""Calls a person makes: the task, and the next one when nobody picked up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from messaging.policy import CallOutcome, ChannelName, Kind
from reminders.policy.cadence import Anchor, Step
from reminders.policy.facts import Facts, Spoken

MOST_CALLS = 3
AGAIN_AFTER = {Anchor.START: timedelta(hours=1), Anchor.CASE: timedelta(hours=3)}
NOT_REACHED = frozenset({CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK})


def calls_for(
    facts: Facts, step: Step, about: str, name: str, due: datetime
) -> Iterator[tuple[str, datetime]]:
    """The calls of one step as name and due time: the first, and one more after each in vain, up to three.

    Where staff set a time for the next one, theirs takes its place; once it is made the hour counts from it.
    """
    if not facts.can_call:
        return
    yield name, due
    wait = None if facts.call_agreed_at else AGAIN_AFTER.get(step.anchor)
    rung_at = max((one.at for one in facts.spoken if _is_agreed(one) and one.at), default=None)
    made = {one.step: one for one in facts.spoken if (one.channel, one.about) == (ChannelName.PHONE, about)}
    for number in range(1, MOST_CALLS):
        last = made.get(name if number == 1 else f"{name}-{number}")
        if wait is None or last is None or not _in_vain(last) or last.at is None:
            return
        since = max(last.at, rung_at) if rung_at else last.at
        yield f"{name}-{number + 1}", facts.hours.next_allowed(since + wait)


def _in_vain(call: Spoken) -> bool:
    return call.missed and call.reason in NOT_REACHED


def _is_agreed(call: Spoken) -> bool:
    return call.channel == ChannelName.PHONE and call.kind == Kind.MANUAL
