"""Which channels a step goes out on: the best one that is not known to miss, and never a second time."""

from collections import Counter
from collections.abc import Collection

from messaging.policy import ChannelName, Kind
from reminders.policy.cadence import Route, Step
from reminders.policy.facts import Facts

RECEIPTS = frozenset({Kind.BOOKED, Kind.MOVED, Kind.CONFIRMED, Kind.LATE_NOTED, Kind.THE_WAY, Kind.CANCELLED})
"""They tell and ask nothing; while one is half said, or half taken back, no channel is the better for it."""


def channels_for(facts: Facts, step: Step, about: str, name: str) -> tuple[ChannelName, ...]:
    """The channels for ``step`` (called ``name`` in this story), given what was already tried.

    A step that goes to one channel stays where it was said. Where it was missed it moves on to the next
    channel; when none is left it is silent here, and the desk shows the missed one.
    """
    if step.route == Route.EVERY:
        return facts.reach
    tries = [one for one in facts.spoken if (one.kind, one.about, one.step) == (step.kind, about, name)]
    said = [ChannelName(one.channel) for one in tries if not one.missed]
    if said:
        return (said[0],)
    missed = {one.channel for one in tries}
    choices = [channel for channel in _ordered(facts, step, about) if channel not in missed]
    return tuple(choices[:1])


def _ordered(facts: Facts, step: Step, about: str) -> tuple[ChannelName, ...]:
    """The channels in order of preference for this route."""
    if step.route == Route.PREFERRED or not facts.reach:
        return facts.reach
    used = _asked_on(facts, about) | {facts.reach[0]}
    others = tuple(channel for channel in facts.reach if channel not in used)
    if step.route == Route.OTHER_ELSE_BEST:
        return others or facts.reach
    return others


def _asked_on(facts: Facts, about: str) -> set[str]:
    """Where this was asked about on one channel only; neither receipts nor what went out on all count."""
    said = [one for one in facts.spoken if one.about == about and not one.missed and one.kind not in RECEIPTS]
    times = Counter((one.kind, one.step) for one in said)
    return {one.channel for one in said if times[one.kind, one.step] == 1} | _moving_on_to(
        facts, about, times
    )


def _moving_on_to(facts: Facts, about: str, said: Collection[tuple[str, str]]) -> set[str]:
    """Where what was missed is said next. It counts before it leaves, or leaving would change the plan."""
    missed: dict[tuple[str, str], set[str]] = {}
    for one in facts.spoken:
        if one.about == about and one.missed and one.channel in facts.reach and one.kind not in RECEIPTS:
            missed.setdefault((one.kind, one.step), set()).add(one.channel)
    left = (
        [channel for channel in facts.reach if channel not in channels]
        for what, channels in missed.items()
        if what not in said
    )
    return {channels[0] for channels in left if channels}
