"""What one application and one interview add to the figures. Pure.

Applications count on the day they came in, with all that became of them; interviews on the day they were to
be. Missing is not known: an interview nobody said anything about is counted as such, never as an absence.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from noshow.policy.spans import span_of

Tally = Counter[str]
COLUMNS = (
    *("applied", "contacted", "booked", "confirmed", "attended", "offered", "joined"),
    *("reached", "in_time", "owed", "kept", "told", "sent", "missed"),
    *("known", "absent", "ours"),
)
"""Figures that lists are made of; the others are kept together beside them."""

IN_TIME = timedelta(minutes=30)
EVENING, MORNING = 20, 8
LEADS = ((2, "0-2"), (4, "3-4"), (7, "5-7"))
LONGEST_LEAD = "8-"
FIRST_CONTACTS = ((timedelta(minutes=30), "30m"), (timedelta(hours=3), "3h"), (timedelta(hours=24), "24h"))


class Became(StrEnum):
    """What became of a booked interview."""

    CAME = "came"
    CAME_LATE = "came_late"
    ABSENT = "absent"
    OURS = "ours"  # they came, or would have: we were not there
    EXCUSED = "excused"
    BY_US = "by_us"
    BY_THEM = "by_them"
    UNKNOWN = "unknown"  # its time is over and nobody has said
    COMING = "coming"

    @property
    def is_known(self) -> bool:
        """Part of the rate: they came, or they did not and it was not for us."""
        return self in {Became.CAME, Became.CAME_LATE, Became.ABSENT}


@dataclass(frozen=True)
class Written:
    """One message to them that left us, or was stopped on the way. ``cost`` in hundredths of a yen."""

    channel: str
    arrived: bool
    cost: int
    at: datetime | None
    is_reminder: bool = False


@dataclass(frozen=True)
class ApplicationFacts:
    begins_at: datetime  # applied, or an imported file's people were started with
    local_hour: int
    automatic_at: datetime | None = None
    human_at: datetime | None = None
    due_at: datetime | None = None
    booked_at: datetime | None = None
    confirmed_at: datetime | None = None
    attended_at: datetime | None = None
    offered_at: datetime | None = None
    joined_at: datetime | None = None
    was_offered: bool = False
    has_joined: bool = False
    not_as_told: bool = False
    written: tuple[Written, ...] = field(default=())


@dataclass(frozen=True)
class InterviewFacts:
    """``day`` and ``hour`` are the place's own."""

    became: Became
    day: date
    hour: int
    starts_at: datetime
    booked_on: date
    confirmed: bool
    begins_at: datetime
    human_at: datetime | None = None
    interviewer: int | None = None
    reason: str = ""
    met_later: bool = False
    joined: bool = False
    written: tuple[Written, ...] = field(default=())


def count_application(facts: ApplicationFacts, now: datetime) -> Tally:
    """What came later implies what comes before, but the answer: many come without having confirmed."""
    tally = Tally(applied=1)
    joined = facts.has_joined
    offered = joined or facts.was_offered
    attended = offered or facts.attended_at is not None
    booked = attended or facts.booked_at is not None
    tally["contacted"] = booked or facts.human_at is not None
    tally["booked"], tally["attended"] = booked, attended
    tally["confirmed"] = facts.confirmed_at is not None
    tally["offered"], tally["joined"] = offered, joined
    tally["told"] = facts.not_as_told
    _count_steps(facts, tally)
    _count_contact(facts, tally, now)
    _count_written(facts.written, tally)
    return +tally


def _count_steps(facts: ApplicationFacts, tally: Tally) -> None:
    steps = (
        ("contacted", facts.begins_at, facts.human_at),
        ("booked", facts.human_at, facts.booked_at),
        ("confirmed", facts.booked_at, facts.confirmed_at),
        ("attended", facts.booked_at, facts.attended_at),
        ("offered", facts.attended_at, facts.offered_at),
        ("joined", facts.offered_at, facts.joined_at),
    )
    for name, since, until in steps:
        if since is not None and until is not None:
            tally[f"d.{name}.{span_of(until - since).code}"] += 1


def _count_contact(facts: ApplicationFacts, tally: Tally, now: datetime) -> None:
    if facts.automatic_at is not None:
        tally[f"a.{span_of(facts.automatic_at - facts.begins_at).code}"] += 1
    if facts.human_at is None:
        tally["h.none"] += 1
    else:
        waited = facts.human_at - facts.begins_at
        tally["reached"] += 1
        tally[f"h.{span_of(waited).code}"] += 1
        if waited < IN_TIME:
            tally["in_time"] += 1
        elif facts.local_hour >= EVENING or facts.local_hour < MORNING:
            tally["evening"] += 1
    if facts.due_at is not None and (facts.human_at is not None or facts.due_at <= now):
        tally["owed"] += 1
        tally["kept"] += facts.human_at is not None and facts.human_at <= facts.due_at


def _count_written(written: tuple[Written, ...], tally: Tally) -> None:
    for one in written:
        tally["sent"] += 1
        tally[f"m.{one.channel}.sent"] += 1
        tally[f"m.{one.channel}.cost"] += one.cost
        if not one.arrived:
            tally["missed"] += 1
            tally[f"m.{one.channel}.missed"] += 1


def count_interview(facts: InterviewFacts) -> Tally:
    tally = Tally({f"o.{facts.became}": 1})
    tally["ours"] = facts.became is Became.OURS
    if facts.became.is_known:
        absent = facts.became is Became.ABSENT
        tally["known"], tally["absent"] = 1, absent
        for dimension, value in _properties(facts):
            tally[f"r.{dimension}.{value}.n"] += 1
            tally[f"r.{dimension}.{value}.a"] += absent
        asked = _reminded_by(facts)
        if asked:
            tally[f"q.{asked}.n"] += 1
            tally[f"q.{asked}.y"] += facts.confirmed
    if facts.became is Became.ABSENT:
        tally[f"w.{facts.reason or 'silent'}"] += 1
        tally["met_later"], tally["joined_later"] = facts.met_later, facts.met_later and facts.joined
    return +tally


def _properties(facts: InterviewFacts) -> Iterator[tuple[str, str]]:
    yield "lead", _lead((facts.day - facts.booked_on).days)
    yield "confirmed", "yes" if facts.confirmed else "no"
    yield "channel", _channel(facts)
    yield "weekday", str(facts.day.weekday())
    yield "hour", str(facts.hour)
    yield "contact", _first_contact(facts)
    yield "reminded", "yes" if _reminded_by(facts) else "no"
    yield "interviewer", str(facts.interviewer or 0)


def _lead(days: int) -> str:
    return next((code for last, code in LEADS if days <= last), LONGEST_LEAD)


def _arrived(facts: InterviewFacts) -> list[Written]:
    """In the order they left, before the interview."""
    timed = [one for one in facts.written if one.arrived and one.at is not None and one.at < facts.starts_at]
    return sorted(timed, key=lambda one: one.at or facts.starts_at)


def _channel(facts: InterviewFacts) -> str:
    """By which they heard from us last."""
    arrived = _arrived(facts)
    return arrived[-1].channel if arrived else "none"


def _reminded_by(facts: InterviewFacts) -> str:
    reminders = [one for one in _arrived(facts) if one.is_reminder]
    return reminders[-1].channel if reminders else ""


def _first_contact(facts: InterviewFacts) -> str:
    if facts.human_at is None or facts.human_at >= facts.starts_at:
        return "none"
    waited = facts.human_at - facts.begins_at
    return next((code for limit, code in FIRST_CONTACTS if waited < limit), "later")
