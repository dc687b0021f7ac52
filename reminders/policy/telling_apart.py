"""Which of several applications a short message is about, said in its own words."""

from collections.abc import Sequence
from dataclasses import replace

from messaging.policy import ChannelName, Wanted
from reminders.policy.facts import Facts, Plan

NAMED_IN = {ChannelName.SMS: "company", ChannelName.LINE: "when"}
"""SMS begins with the company's name; in LINE the account's name stands above, so the time says it.
An e-mail has the place in its signature and the job in its text."""


def told_apart(plans: Sequence[Plan]) -> list[Plan]:
    """Short messages name the place, or at one place the job, to whoever applied more than once."""
    everyone = [plan.facts for plan in plans]
    return [_with_name(plan, _name_among(plan.facts, everyone)) for plan in plans]


def _with_name(plan: Plan, name: str) -> Plan:
    return replace(plan, wanted=tuple(_named(one, name) for one in plan.wanted)) if name else plan


def _name_among(facts: Facts, everyone: Sequence[Facts]) -> str:
    """What tells this application from those that run or ran beside it; empty where nothing does."""
    others = [one for one in everyone if one is not facts and _ran_beside(facts, one)]
    for what in ("location", "job"):
        own = facts.values.get(what, "")
        if own and any(one.values.get(what) != own for one in others):
            return own
    return ""


def _ran_beside(facts: Facts, other: Facts) -> bool:
    if facts.contact_starts_at is None or other.contact_starts_at is None:
        return False
    return not other.is_over or (other.over_at is not None and other.over_at > facts.contact_starts_at)


def _named(wanted: Wanted, name: str) -> Wanted:
    what = NAMED_IN.get(wanted.channel, "")
    value = wanted.values.get(what, "")
    if not value or name in value:
        return wanted
    named = f"{value} {name}" if what == "company" else f"{value} ({name})"
    return replace(wanted, values={**wanted.values, what: named})
