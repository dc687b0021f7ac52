"""What a cadence says to an imagined person: the same ``plan`` as for real ones, on made-up facts. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from company.policy import SpeakingHours
from messaging.policy import CAP, CAP_SPAN, QUIET_AT_NIGHT, ChannelName, Kind, Wanted
from reminders.policy.cadence import Anchor, Condition, Step
from reminders.policy.facts import CaseFacts, Facts, InterviewFacts
from reminders.policy.planning import plan

INVITED_AFTER = timedelta(hours=1)
CASE_AFTER = timedelta(minutes=15)
TOO_CLOSE = timedelta(minutes=45)
"""Much less than an hour; a case's second word comes fifty minutes after its first."""
LATE_HOUR = 15
"""From three in the afternoon on a word of the day before counts as the evening's question."""
ASKING = frozenset({Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN})


class Part(StrEnum):
    """The three stories a cadence tells."""

    INVITING = "inviting"
    MEETING = "meeting"
    MISSING = "missing"


class Fate(StrEnum):
    STAYS = "stays"
    MOVES = "moves"
    NEW = "new"
    GONE = "gone"


class Worry(StrEnum):
    """What is worth another look before it is kept."""

    NOT_ASKED = "not_asked"  # nothing asks on the day before
    TOO_CLOSE = "too_close"  # two texts within an hour
    OVER_CAP = "over_cap"  # the cap would hold some back
    AT_NIGHT = "at_night"  # meant for the night, moved or left out
    NO_THANKS = "no_thanks"
    NO_RECEIPT = "no_receipt"


@dataclass(frozen=True)
class Imagined:
    """A sample interview: booked at ``booked_at``, beginning at ``starts_at``, both aware."""

    booked_at: datetime
    starts_at: datetime
    zone: str
    hours: SpeakingHours
    invitation_days: int = 3
    reach: tuple[ChannelName, ...] = (ChannelName.SMS, ChannelName.EMAIL)


@dataclass(frozen=True)
class Said:
    """One message of the imagined story. ``was`` is when the old cadence said it, if it did."""

    part: Part
    step: str
    kind: Kind
    channels: tuple[ChannelName, ...]
    at: datetime
    fate: Fate
    was: datetime | None = None
    condition: Condition = Condition.ALWAYS


@dataclass(frozen=True)
class Advice:
    worry: Worry
    kinds: tuple[Kind, ...] = ()
    at: datetime | None = None


def story(sample: Imagined, cadence: Sequence[Step]) -> Mapping[Part, tuple[Wanted, ...]]:
    """What would be said if the person stayed silent throughout."""
    applied = sample.booked_at - timedelta(days=1)
    base = Facts(
        application_id=0,
        contact_starts_at=applied,
        applied_by_own_act=True,
        is_over=False,
        zone=sample.zone,
        hours=sample.hours,
        reach=sample.reach,
        can_call=True,
    )
    invited_at = applied + INVITED_AFTER
    invited = InterviewFacts(
        id=0,
        is_invited=True,
        invited_at=invited_at,
        answer_by=invited_at + timedelta(days=sample.invitation_days),
    )
    booked = InterviewFacts(id=0, is_booked=True, booked_at=sample.booked_at, starts_at=sample.starts_at)
    missed = CaseFacts(id=0, opened_at=sample.starts_at + CASE_AFTER, asking=True, hours=48)
    welcome = {one.step for one in plan(base, cadence)}
    return {
        Part.INVITING: plan(replace(base, interview=invited), cadence),
        Part.MEETING: _without(plan(replace(base, interview=booked), cadence), welcome),
        Part.MISSING: _without(plan(replace(base, case=missed), cadence), welcome),
    }


def _without(wanted: Sequence[Wanted], steps: set[str]) -> tuple[Wanted, ...]:
    return tuple(one for one in wanted if one.step not in steps)


def timeline(sample: Imagined, old: Sequence[Step], new: Sequence[Step]) -> list[Said]:
    """Both cadences beside each other, in order of time; what goes out twice at once is one line."""
    before, after = story(sample, old), story(sample, new)
    conditions = {step.name: step.condition for step in (*old, *new)}
    said: list[Said] = []
    for part in Part:
        was, becomes = _grouped(before[part]), _grouped(after[part])
        for key in {**was, **becomes}:
            shown = becomes[key] if key in becomes else was[key]
            said.append(_compared(part, key, shown, was.get(key), becomes.get(key), conditions))
    return sorted(said, key=lambda one: (list(Part).index(one.part), one.at, one.step))


_Group = tuple[datetime, tuple[ChannelName, ...]]


def _grouped(wanted: Sequence[Wanted]) -> dict[tuple[str, Kind], _Group]:
    found: dict[tuple[str, Kind], _Group] = {}
    for one in wanted:
        at, channels = found.get((one.step, one.kind), (one.due_at, ()))
        found[one.step, one.kind] = (min(at, one.due_at), (*channels, one.channel))
    return found


def _compared(
    part: Part,
    key: tuple[str, Kind],
    shown: _Group,
    was: _Group | None,
    becomes: _Group | None,
    conditions: Mapping[str, Condition],
) -> Said:
    fate = Fate.STAYS if was == becomes else Fate.MOVES
    if becomes is None or was is None:
        fate = Fate.NEW if becomes else Fate.GONE
    at, channels = shown
    return Said(
        part=part,
        step=key[0],
        kind=key[1],
        channels=channels,
        at=at,
        fate=fate,
        was=was[0] if was else None,
        condition=conditions.get(key[0], Condition.ALWAYS),
    )


def advice(sample: Imagined, cadence: Sequence[Step]) -> list[Advice]:
    """What a careful reader of the plan would point out."""
    told = story(sample, cadence)
    found = [*_receipts(cadence), *_question(sample, cadence)]
    for part in Part:
        texts = [one for one in told[part] if one.channel != ChannelName.PHONE]
        found += [*_too_close(texts), *_over_cap(texts)]
    return found + list(_at_night(sample, cadence, told))


def _receipts(cadence: Sequence[Step]) -> Iterator[Advice]:
    kinds = {step.kind for step in cadence}
    if Kind.THANKS not in kinds:
        yield Advice(Worry.NO_THANKS, (Kind.THANKS,))
    if lacking := tuple(kind for kind in (Kind.BOOKED, Kind.MOVED) if kind not in kinds):
        yield Advice(Worry.NO_RECEIPT, lacking)


def _question(sample: Imagined, cadence: Sequence[Step]) -> Iterator[Advice]:
    """Somebody with a wait of two days or more must be asked from the afternoon before on."""
    zone = ZoneInfo(sample.zone)
    start = sample.starts_at.astimezone(zone)
    earliest = (start - timedelta(days=1)).replace(hour=LATE_HOUR, minute=0, second=0, microsecond=0)
    early = min(sample.booked_at, sample.starts_at - timedelta(days=2))
    told = story(replace(sample, booked_at=early), cadence)[Part.MEETING]
    if not any(one.kind in ASKING and earliest <= one.due_at < start for one in told):
        yield Advice(Worry.NOT_ASKED)


def _too_close(texts: Sequence[Wanted]) -> Iterator[Advice]:
    """Two different texts within an hour; but a receipt of their own act may be followed at once."""
    said = sorted({(one.due_at, one.kind): one for one in texts}.values(), key=lambda one: one.due_at)
    for one, following in pairwise(said):
        if one.kind != following.kind and following.due_at - one.due_at < TOO_CLOSE and not one.own_act_at:
            yield Advice(Worry.TOO_CLOSE, (one.kind, following.kind), following.due_at)


def _over_cap(texts: Sequence[Wanted]) -> Iterator[Advice]:
    """One text on two channels counts once, and receipts of own acts do not count."""
    moments = sorted({(one.due_at, one.step) for one in texts if not one.own_act_at})
    for place, (at, _step) in enumerate(moments):
        within = [one for one in moments[: place + 1] if at - one[0] < CAP_SPAN]
        if len(within) == CAP + 1:
            yield Advice(Worry.OVER_CAP, at=at)
            return


def _at_night(
    sample: Imagined, cadence: Sequence[Step], told: Mapping[Part, Sequence[Wanted]]
) -> Iterator[Advice]:
    """Steps counted in hours fall into the night where an interview is early; they move or go."""
    for step in cadence:
        if step.anchor != Anchor.START or step.days is not None:
            continue
        due = step.due_at(sample.starts_at, sample.zone)
        if due <= sample.booked_at or sample.hours.allows(due):
            continue
        if not set(sample.reach) & QUIET_AT_NIGHT:
            continue
        kept = [one for one in told[Part.MEETING] if one.step == step.name]
        yield Advice(Worry.AT_NIGHT, (Kind(step.kind),), kept[0].due_at if kept else None)
