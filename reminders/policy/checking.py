"""Steps that could never go out, or would go out wrong: refused when saving, since ``plan`` is silent."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum

from company.policy import SpeakingHours
from messaging.policy import CASE_KINDS, Kind
from reminders.policy.cadence import Anchor, Condition, Route, Step

REMINDERS = frozenset(
    {
        *(Kind.NURTURE, Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD),
        *(Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS),
    }
)
CALLS = frozenset({Kind.CALL_AHEAD, Kind.CALL_MORNING, Kind.ABSENCE_CALL, Kind.FIRST_CALL})
INVITATIONS = frozenset({Kind.INVITATION, Kind.INVITATION_CHASE})
KINDS_OF: Mapping[Anchor, frozenset[Kind]] = {
    Anchor.APPLIED: frozenset({Kind.THANKS, Kind.FIRST_CALL}),
    Anchor.INVITED: INVITATIONS,
    Anchor.ANSWER_BY: INVITATIONS,
    Anchor.BOOKED: frozenset({Kind.BOOKED, Kind.MOVED}),
    Anchor.START: REMINDERS | {Kind.CALL_AHEAD, Kind.CALL_MORNING},
    Anchor.CASE: CASE_KINDS,
}
"""What can be said counted from where: only there the facts its text needs are known."""

CONDITIONS_OF: Mapping[Anchor, frozenset[Condition]] = {
    **dict.fromkeys(Anchor, frozenset({Condition.ALWAYS})),
    **dict.fromkeys((Anchor.INVITED, Anchor.ANSWER_BY), frozenset({Condition.ALWAYS, Condition.UNBOOKED})),
    Anchor.START: frozenset(Condition) - {Condition.UNBOOKED},
}
"""The conditions ``plan`` looks at; another one would be ignored or never hold."""

ENDS = frozenset({Anchor.ANSWER_BY, Anchor.START})
"""These end what is said before them; the others begin it."""

OFFERED_KINDS = frozenset().union(*KINDS_OF.values())


class Flaw(StrEnum):
    """What is wrong with a step; the words for it stand in ``reminders.forms``."""

    KIND = "kind"
    CONDITION = "condition"
    CALL_BY_TEXT = "call_by_text"
    TEXT_BY_CALL = "text_by_call"
    HALF_A_TIME = "half_a_time"
    TWO_TIMES = "two_times"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    AT_NIGHT = "at_night"
    USELESS = "useless"


def flaws(step: Step, hours: SpeakingHours) -> tuple[Flaw, ...]:
    """Everything that makes ``step`` impossible; empty for one that may be kept."""
    return tuple(_flaws(step, hours))


def _flaws(step: Step, hours: SpeakingHours) -> Iterator[Flaw]:
    if step.kind not in KINDS_OF[step.anchor]:
        yield Flaw.KIND
    if step.condition not in CONDITIONS_OF[step.anchor]:
        yield Flaw.CONDITION
    if step.kind in CALLS and step.route != Route.CALL:
        yield Flaw.CALL_BY_TEXT
    if step.kind not in CALLS and step.route == Route.CALL:
        yield Flaw.TEXT_BY_CALL
    if step.useful <= timedelta(0):
        yield Flaw.USELESS
    yield from _flaws_of_time(step, hours)


def _flaws_of_time(step: Step, hours: SpeakingHours) -> Iterator[Flaw]:
    if (step.days is None) != (step.local_time is None):
        yield Flaw.HALF_A_TIME
        return
    if step.days is not None and step.offset:
        yield Flaw.TWO_TIMES
    if step.anchor in ENDS and _is_after(step):
        yield Flaw.TOO_LATE
    if step.anchor not in ENDS and _is_before(step):
        yield Flaw.TOO_EARLY
    if step.local_time is not None and not hours.opens <= step.local_time < hours.closes:
        yield Flaw.AT_NIGHT


def _is_after(step: Step) -> bool:
    """Due at its anchor or later, whatever the hour of the day (on the day itself it depends)."""
    return step.days > 0 if step.days is not None else step.offset >= timedelta(0)


def _is_before(step: Step) -> bool:
    return step.days < 0 if step.days is not None else step.offset < timedelta(0)
