"""In which order people are called. Whoever knows how much a call gains hands it in with the need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PRESSING = timedelta(minutes=30)
"""What ends within it, or has ended, goes before everything that can wait: a promise of minutes counts."""


class Why(StrEnum):
    """What a call is for."""

    BACK = "back"  # a time was agreed on
    AHEAD = "ahead"  # coming is doubtful, and there is a day left
    MORNING = "morning"
    FIRST = "first"
    ABSENCE = "absence"
    INSTEAD = "instead"  # a message did not get through
    UNREACHED = "unreached"  # nothing written reaches them


@dataclass(frozen=True)
class Need:
    """One person who waits for a call.

    ``due_at``: from when on. ``until``: when it stops helping, or the promise ends. ``gain`` is how much
    likelier the call makes it that they come (0 to 1), where that is known; None leaves it to the deadline.
    """

    application_id: int
    why: Why
    due_at: datetime
    until: datetime
    gain: float | None = None


def in_order(needs: Iterable[Need], now: datetime) -> list[Need]:
    """What is due, then what is not: an agreed time that has come, what presses, the most gain, the nearest
    deadline. What is not due stands by its hour."""
    return sorted(needs, key=lambda need: _place(need, now))


def _place(need: Need, now: datetime) -> tuple[bool, bool, bool, float, datetime, datetime, int]:
    if need.due_at > now:
        return True, True, True, 0.0, need.due_at, need.until, need.application_id
    agreed, presses = need.why == Why.BACK, need.until - now <= PRESSING
    gain = 0.0 if presses else need.gain or 0.0
    return False, not agreed, not presses, -gain, need.until, need.due_at, need.application_id


def by_deadline_only(needs: Iterable[Need]) -> bool:
    """Whether nothing but deadlines orders these, so that the list can say so."""
    return all(need.gain is None for need in needs)
