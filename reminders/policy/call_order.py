"""In which order people are called. Whoever knows how much a call gains hands it in with the need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """What a call is for."""

    BACK = "back"  # a time was agreed on
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
    """What is due, then what is not: an agreed time that has come, the most gain, the nearest deadline."""
    return sorted(needs, key=lambda need: _place(need, now))


def _place(need: Need, now: datetime) -> tuple[bool, bool, float, datetime, datetime, int]:
    is_later = need.due_at > now
    agreed = need.why == Why.BACK and not is_later
    when = need.due_at if is_later else need.until
    return is_later, not agreed, -(need.gain or 0.0), when, need.due_at, need.application_id


def by_deadline_only(needs: Iterable[Need]) -> bool:
    """Whether nothing but deadlines orders these, so that the list can say so."""
    return all(need.gain is None for need in needs)
