"""A person with several applications hears one voice: their plans are looked at together.

Pure, and a function of facts alone: what was said stays where it is, what is still to be said keeps out of
its way. ``docs/architecture.md`` has the rules in a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from messaging.policy import ChannelName, Kind, Wanted
from reminders.policy.calling_once import called_once
from reminders.policy.facts import Plan
from reminders.policy.spacing import spaced
from reminders.policy.telling_apart import told_apart

A_DAY = timedelta(days=1)


def merge(plans: Sequence[Plan]) -> Mapping[int, tuple[Wanted, ...]]:
    """The plans of one person's applications, by application, brought into one voice."""
    if len(plans) > 1:
        plans = spaced(called_once(_thanked_once(told_apart(plans))))
    return {plan.application_id: plan.wanted for plan in plans}


def _thanked_once(plans: Sequence[Plan]) -> list[Plan]:
    """Who applies again within a day is thanked on one channel, which is e-mail only if there is no other."""
    first = {plan.application_id: _thanked_at(plan) for plan in plans}
    return [_on_one_channel(plan) if _is_again(plan, first) else plan for plan in plans]


def _is_again(plan: Plan, first: Mapping[int, datetime | None]) -> bool:
    own = first[plan.application_id]
    if own is None:
        return False
    earlier = [
        at for other, at in first.items() if at is not None and (at, other) < (own, plan.application_id)
    ]
    return any(own - at < A_DAY for at in earlier)


def _thanked_at(plan: Plan) -> datetime | None:
    """When its thanks were or are meant: the facts', so that spacing does not change it."""
    if plan.facts.contact_starts_at is None:
        return None
    said = any(one.kind == Kind.THANKS and not one.missed for one in plan.facts.spoken)
    meant = any(one.kind == Kind.THANKS for one in plan.wanted)
    return plan.facts.contact_starts_at if said or meant else None


def _on_one_channel(plan: Plan) -> Plan:
    tries = [one for one in plan.facts.spoken if one.kind == Kind.THANKS]
    said = {one.channel for one in tries if not one.missed}
    missed = {one.channel for one in tries if one.missed}
    left = [channel for channel in plan.facts.reach if channel not in missed]
    kept = said or set(sorted(left, key=lambda channel: channel == ChannelName.EMAIL)[:1])
    wanted = tuple(one for one in plan.wanted if one.kind != Kind.THANKS or one.channel in kept)
    return replace(plan, wanted=wanted)
