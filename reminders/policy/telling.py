"""Telling a story step by step: each at its time, on its channels, within its limits. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from messaging.policy import QUIET_AT_NIGHT, Attachment, ChannelName, Kind, Wanted
from reminders.policy.cadence import Anchor, Route, Step
from reminders.policy.calls import calls_for
from reminders.policy.facts import CaseFacts, Facts
from reminders.policy.routing import channels_for

FINAL_NOTICE_AT_LEAST = timedelta(hours=24)
TIME_TO_ANSWER = timedelta(hours=12)  # a notice held up until less is left helps nobody; a person decides
EVENING = time(18)


@dataclass(frozen=True)
class Story:
    """What a run of steps shares: the fact it is about, its anchors, and the limits it lives in."""

    about: str
    anchors: Mapping[Anchor, datetime]
    values: Mapping[str, str]
    not_before: datetime | None = None  # what was due before is not said
    earliest: datetime | None = None  # what is due before is said then
    ends_at: datetime | None = None
    own_act_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    suffix: str = ""


def tell(
    facts: Facts, cadence: Sequence[Step], story: Story, *, holds: Callable[[Step, datetime], bool]
) -> Iterator[Wanted]:
    """The messages of one story: each step at its time, on its channels, within the story's limits."""
    for step in cadence:
        anchor = story.anchors.get(step.anchor)
        if anchor is None:
            continue
        due = step.due_at(anchor, facts.zone)
        if story.earliest and due < story.earliest:
            due = story.earliest
        if (story.not_before and due < story.not_before) or (
            step.anchor == Anchor.START and due == story.not_before
        ):
            continue
        if not holds(step, due):
            continue
        for name, channel, at in _ways(facts, step, story.about, step.name + story.suffix, due):
            message = _message(facts, story, step, name, channel, at)
            if message:
                yield message


def _ways(
    facts: Facts, step: Step, about: str, name: str, due: datetime
) -> Iterator[tuple[str, ChannelName, datetime]]:
    """One step as what it is called, where it goes and when it is due."""
    if step.route == Route.CALL:
        for call, at in calls_for(facts, step, about, name, due):
            yield call, ChannelName.PHONE, at
        return
    for channel in channels_for(facts, step, about, name):
        if step.route != Route.EVERY or not _came_later(facts, channel, due):
            yield name, channel, due


def _came_later(facts: Facts, channel: ChannelName, due: datetime) -> bool:
    """LINE was connected after this was told on every channel they had: it is not told there once more."""
    is_new = channel == ChannelName.LINE and facts.line_since is not None and due < facts.line_since
    return is_new and len(facts.reach) > 1


def _message(
    facts: Facts, story: Story, step: Step, name: str, channel: ChannelName, due: datetime
) -> Wanted | None:
    """One message, moved into speaking hours; None when that leaves it no use."""
    limit = due + step.useful
    if story.own_act_at is None and channel in QUIET_AT_NIGHT:
        spoken_at = facts.hours.next_allowed(due)
        if step.anchor == Anchor.START and spoken_at != due:
            spoken_at = _the_evening_before(facts, due)
            if not _needs_the_evening(facts, spoken_at):
                return None
        limit += max(spoken_at - due, timedelta(0))
        due = spoken_at
    if story.ends_at:
        limit = min(limit, story.ends_at)
    values = dict(story.values)
    if step.kind == Kind.FINAL_NOTICE and facts.case:
        deadline = _final_deadline(facts.case, due)
        values["deadline_at"] = deadline.isoformat()
        limit = min(limit, deadline - TIME_TO_ANSWER)
    if due >= limit:
        return None
    return Wanted(
        kind=Kind(step.kind),
        about=story.about,
        step=name,
        channel=channel,
        due_at=due,
        expires_at=limit,
        values=values,
        attachments=story.attachments if channel == ChannelName.EMAIL else (),
        why=step.why or step.name,
        own_act_at=story.own_act_at,
        variant=step.variant,
        words=next(((subject, body) for on, subject, body in step.texts if on == channel), None),
    )


def _the_evening_before(facts: Facts, due: datetime) -> datetime:
    """What would come before speaking hours open is said the evening before, while they are still open."""
    zone = ZoneInfo(facts.zone)
    return datetime.combine(due.astimezone(zone).date() - timedelta(days=1), EVENING, zone)


def _needs_the_evening(facts: Facts, evening: datetime) -> bool:
    """The evening's own message carries the way; it does not go to who has answered or just booked."""
    interview = facts.interview
    if interview is None or interview.confirmed_at is None:
        return False
    return interview.booked_at is None or interview.booked_at <= evening


def _final_deadline(case: CaseFacts, due: datetime) -> datetime:
    """A real deadline on a full hour: as long after the notice as the rule leaves them, a day at least, and
    not before the rule's hours have passed.
    """
    leaves = max(FINAL_NOTICE_AT_LEAST, timedelta(hours=case.notice_hours))
    earliest = max(due + leaves, case.opened_at + timedelta(hours=case.hours))
    full_hour = earliest.replace(minute=0, second=0, microsecond=0)
    return full_hour if full_hour >= earliest else full_hour + timedelta(hours=1)
