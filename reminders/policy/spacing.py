"""Keeping the words of several applications apart in time, on each channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from messaging.policy import ABSENCE_KINDS, QUIET_AT_NIGHT, ChannelName, Kind, Wanted
from reminders.policy.facts import Facts, Plan

AN_HOUR = timedelta(hours=1)
A_BREATH = timedelta(minutes=5)
REMINDERS = frozenset(
    {
        *(Kind.NURTURE, Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD),
        *(Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS),
    }
)
FOLLOW_UPS = frozenset({*ABSENCE_KINDS, Kind.REJECTED}) - {Kind.ABSENCE_CALL}
"""About an interview that did not take place: an hour away from words about one that will."""

AN_HOUR_APART = FOLLOW_UPS | {Kind.THANKS}
A_BREATH_APART = REMINDERS | {Kind.INVITATION, Kind.INVITATION_CHASE, Kind.NEW_TIMES, Kind.FINAL_NOTICE}
"""Each carries an interview of its own and its own link, so each is said, but not in the same minute."""


@dataclass(frozen=True)
class _Word:
    """Said, or to be said, for one of the applications."""

    application_id: int
    kind: str
    channel: str
    at: datetime


def spaced(plans: Sequence[Plan]) -> list[Plan]:
    """Move what would come too close to another application's words a little later.

    Reminders go first, in the order of their interviews, and give way only to each other.
    """
    words = [word for plan in plans for word in _said(plan)]
    moved: dict[tuple[int, int], Wanted] = {}
    for plan, number in sorted(_still_to_say(plans), key=_order):
        one = plan.wanted[number]
        others = [word for word in words if word.application_id != plan.application_id]
        at = _free_moment(plan.facts, one, [word for word in others if word.channel == one.channel])
        moved[plan.application_id, number] = replace(one, due_at=at)
        words.append(_Word(plan.application_id, one.kind, one.channel, at))
    return [
        replace(
            plan, wanted=tuple(moved.get((plan.application_id, n), one) for n, one in enumerate(plan.wanted))
        )
        for plan in plans
    ]


def _said(plan: Plan) -> Iterator[_Word]:
    for one in plan.facts.spoken:
        if not one.missed and one.due_at and one.kind in AN_HOUR_APART | A_BREATH_APART:
            yield _Word(plan.application_id, one.kind, one.channel, one.due_at)


def _still_to_say(plans: Sequence[Plan]) -> Iterator[tuple[Plan, int]]:
    for plan in plans:
        spoken = {(one.kind, one.about, one.step, one.channel) for one in plan.facts.spoken}
        for number, one in enumerate(plan.wanted):
            is_ours = one.kind in AN_HOUR_APART | A_BREATH_APART and one.channel != ChannelName.PHONE
            if is_ours and (one.kind, one.about, one.step, one.channel) not in spoken:
                yield plan, number


def _order(place: tuple[Plan, int]) -> tuple[bool, datetime, datetime, int, int]:
    plan, number = place
    one = plan.wanted[number]
    starts_at = (plan.facts.interview.starts_at if plan.facts.interview else None) or one.expires_at
    return one.kind not in REMINDERS, one.due_at, starts_at, plan.application_id, number


def _free_moment(facts: Facts, one: Wanted, others: Sequence[_Word]) -> datetime:
    """The first moment from its due time on that is far enough from them; its own when that is no use."""
    at = one.due_at
    while word := next((word for word in others if abs(at - word.at) < _gap(one, word)), None):
        at = word.at + _gap(one, word)
        if one.channel in QUIET_AT_NIGHT and not facts.hours.allows(at):
            if one.kind in A_BREATH_APART:
                return one.due_at
            at = facts.hours.next_allowed(at)
    return at if at < one.expires_at else one.due_at


def _gap(one: Wanted, word: _Word) -> timedelta:
    if one.kind in FOLLOW_UPS and word.kind in REMINDERS:
        return AN_HOUR
    if one.kind != word.kind:
        return timedelta(0)
    return AN_HOUR if one.kind in AN_HOUR_APART else A_BREATH
