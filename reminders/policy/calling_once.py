"""One call a morning to a person, about every interview that waits for their answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from messaging.policy import CallOutcome, Kind, Wanted
from reminders.policy.calls import NOT_REACHED
from reminders.policy.facts import Facts, Plan


def called_once(plans: Sequence[Plan]) -> list[Plan]:
    """The call about the earliest interview stays and tells of the others; ``also`` says which.

    Who was reached that morning is not rung about the others. A task nobody took up in time leaves its
    place to the next, so that no interview goes without its call.
    """
    holders: dict[date, Plan] = {}
    calling = [plan for plan in plans if _day(plan) and _is_alive(plan)]
    for plan in sorted(calling, key=lambda plan: (_starts_at(plan), plan.application_id)):
        if day := _day(plan):
            holders.setdefault(day, plan)
    return [_its_calls(plan, plans, holders) for plan in plans]


def _its_calls(plan: Plan, plans: Sequence[Plan], holders: Mapping[date, Plan]) -> Plan:
    day = _day(plan)
    if day is None or not _is_alive(plan):
        return plan
    if holders[day] is not plan or any(_was_reached_on(day, one.facts) for one in plans if one is not plan):
        return replace(plan, wanted=tuple(one for one in plan.wanted if not _is_call(one)))
    also = ", ".join(_told(one.facts) for one in plans if one is not plan and _day(one) == day)
    if not also:
        return plan
    return replace(
        plan,
        wanted=tuple(
            replace(one, values={**one.values, "also": also}) if _is_call(one) else one for one in plan.wanted
        ),
    )


def _is_call(wanted: Wanted) -> bool:
    return wanted.kind == Kind.CALL_MORNING


def _day(plan: Plan) -> date | None:
    """The local day of its call."""
    dues = [one.due_at for one in plan.wanted if _is_call(one)]
    return min(dues).astimezone(ZoneInfo(plan.facts.zone)).date() if dues else None


def _is_alive(plan: Plan) -> bool:
    """Some call of it is still to be made, or was made; not all were left undone."""
    tries = {(one.about, one.step): one for one in plan.facts.spoken if one.kind == Kind.CALL_MORNING}
    calls = [tries.get((one.about, one.step)) for one in plan.wanted if _is_call(one)]
    return any(one is None or not one.missed or one.reason in NOT_REACHED for one in calls)


def _was_reached_on(day: date, facts: Facts) -> bool:
    zone = ZoneInfo(facts.zone)
    calls = [one for one in facts.spoken if one.kind == Kind.CALL_MORNING and one.at]
    return any(
        one.reason == CallOutcome.REACHED and one.at is not None and one.at.astimezone(zone).date() == day
        for one in calls
    )


def _starts_at(plan: Plan) -> datetime:
    """The start of its interview, up to which the call helps."""
    return min(one.expires_at for one in plan.wanted if _is_call(one))


def _told(facts: Facts) -> str:
    values = {**facts.values, **(facts.interview.values if facts.interview else {})}
    return " ".join(part for part in (values.get("when", ""), values.get("location", "")) if part)
