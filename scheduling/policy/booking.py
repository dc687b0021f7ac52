"""Rules of booking on plain values: moving, being late, deadlines, outcomes, series."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduling.policy.vocabulary import InterviewState


class MoveRefusal(StrEnum):
    """Why a candidate cannot move by themselves; a person at the company always can."""

    TOO_MANY = "too_many"
    TOO_LATE = "too_late"
    NO_REASON = "no_reason"


@dataclass(frozen=True)
class MoveRule:
    """How often a candidate may move, and until how long before the start. Staff are not bound by it."""

    allowed: int
    cutoff: timedelta

    def refuses(self, moves: int, starts_at: datetime, now: datetime) -> MoveRefusal | None:
        """``moves`` counts the candidate's own moves so far; moments are aware."""
        if now > starts_at - self.cutoff:
            return MoveRefusal.TOO_LATE
        return MoveRefusal.TOO_MANY if moves >= self.allowed else None


LATE_FROM = timedelta(days=2)
LATE_UNTIL = timedelta(hours=2)
LATE_AT_MOST = 180  # minutes
ONE_ASKING = timedelta(minutes=10)
"""Asking for the way twice within this is asking once."""
HOLD_FOR = timedelta(minutes=10)
UNDO_WITHDRAWAL_FOR = timedelta(minutes=15)
EXCUSES_THAT_INVITE = 1
"""So often an excuse on the day offers new times by itself; after that a person decides."""
ANSWER_FLOOR = timedelta(hours=24)
LONGEST_SERIES = 400


def may_be_late(starts_at: datetime, now: datetime) -> bool:
    """Whether "I am running late" makes sense: from two days before the start to two hours after it."""
    return starts_at - LATE_FROM <= now <= starts_at + LATE_UNTIL


def is_the_day(starts_at: datetime, now: datetime, zone: str) -> bool:
    """Whether ``now`` is the interview's local day, or later."""
    local = ZoneInfo(zone)
    return now.astimezone(local).date() >= starts_at.astimezone(local).date()


def answer_by(invited_at: datetime, days: int, closes: time, zone: str) -> datetime:
    """The invitation's deadline: closing time ``days`` local days later, and never under 24 hours."""
    local = ZoneInfo(zone)
    floor = invited_at + ANSWER_FLOOR
    deadline = datetime.combine(invited_at.astimezone(local).date() + timedelta(days=days), closes, local)
    while deadline < floor:
        deadline += timedelta(days=1)
    return deadline


def outcome_opens_at(outcome: InterviewState, starts_at: datetime) -> datetime | None:
    """From when an outcome may be recorded; None is any time. People arrive early; nobody is absent early."""
    if outcome is InterviewState.EXCUSED:
        return None
    return starts_at if outcome is InterviewState.ABSENT else starts_at - timedelta(hours=1)


def series_starts(
    first: datetime, weekdays: Collection[int], until: date, *, minutes: int, day_ends: time | None, zone: str
) -> list[datetime]:
    """The starts of a repeated series: every chosen weekday (Monday is 0) from ``first``'s local day to
    ``until``, back to back from ``first``'s local time while a slot still ends by ``day_ends``
    (one a day without it). Local times stay what they are across clock changes.
    """
    local = ZoneInfo(zone)
    start = first.astimezone(local)
    times = [start.time()]
    if day_ends is not None:
        times = _back_to_back(start.time(), day_ends, minutes)
    days = (start.date() + timedelta(days=n) for n in range((until - start.date()).days + 1))
    return [
        datetime.combine(day, moment, local) for day in days if day.weekday() in weekdays for moment in times
    ]


def _back_to_back(begins: time, ends: time, minutes: int) -> list[time]:
    first = begins.hour * 60 + begins.minute
    last = ends.hour * 60 + ends.minute
    return [time(at // 60, at % 60) for at in range(first, last - minutes + 1, minutes)]
