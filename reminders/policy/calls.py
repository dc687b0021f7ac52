"""Calls a person makes: the task, and the next one when nobody picked up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from messaging.policy import CallOutcome, ChannelName
from reminders.policy.cadence import Anchor, Step
from reminders.policy.facts import Facts, Spoken

MOST_CALLS = 3
AGAIN_AFTER = {Anchor.START: timedelta(hours=1), Anchor.CASE: timedelta(hours=3)}
NOT_REACHED = frozenset({CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK})


def calls_for(
    facts: Facts, step: Step, about: str, name: str, due: datetime
) -> Iterator[tuple[str, datetime]]:
    """The calls of one step as name and due time: the first, and one more after each in vain, up to three."""
    if not facts.can_call:
        return
    yield name, due
    wait = AGAIN_AFTER.get(step.anchor)
    made = {one.step: one for one in facts.spoken if (one.channel, one.about) == (ChannelName.PHONE, about)}
    for number in range(1, MOST_CALLS):
        last = made.get(name if number == 1 else f"{name}-{number}")
        if wait is None or last is None or not _in_vain(last) or last.at is None:
            return
        yield f"{name}-{number + 1}", facts.hours.next_allowed(last.at + wait)


def _in_vain(call: Spoken) -> bool:
    return call.missed and call.reason in NOT_REACHED
