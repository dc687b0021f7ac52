"""``plan``: from what is true to what should be said. Pure: no database, no clock.

The plan holds every step of the story, past ones included, and assumes silence. An answer changes the
facts, and the next plan no longer wants what the answer made needless.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from messaging.policy import QUIET_AT_NIGHT, Attachment, ChannelName, Kind, Wanted
from noshow.policy import UNDO_FOR
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.facts import CaseFacts, Facts, Heard, InterviewFacts
from reminders.policy.routing import channels_for

LONG_WAIT = timedelta(days=4)  # a shorter one needs no word in between
FRESH_ANSWER = timedelta(days=2)
FINAL_NOTICE_AT_LEAST = timedelta(hours=24)
TIME_TO_ANSWER = timedelta(hours=12)  # a notice held up until less is left helps nobody; a person decides
EVENING = time(18)
CANCELLATION_USEFUL = timedelta(days=1)
REJECTION_AFTER = timedelta(minutes=10)  # the closing can be taken back until then
REPLY_USEFUL = timedelta(hours=1)
LAST_WORDS_USEFUL = timedelta(days=7)


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


def plan(facts: Facts, cadence: Sequence[Step]) -> tuple[Wanted, ...]:
    """All messages these facts call for, in order of their due time.

    ``cadence`` are the steps in use. Nothing is wanted before contact has started, and nothing but the
    closing words once the application is over.
    """
    if facts.contact_starts_at is None:
        return ()
    wanted: list[Wanted] = []
    if facts.is_over and facts.ended_by_us:
        wanted += _closing_words(facts)
        wanted += _ended_before_the_interview(facts)
    elif not facts.is_over:
        wanted += _welcome(facts, cadence, facts.contact_starts_at)
        wanted += _interview(facts, cadence)
        wanted += _recovery(facts, cadence)
        wanted += _replies(facts)
    return tuple(sorted(wanted, key=lambda one: (one.due_at, one.kind, one.channel)))


def _welcome(facts: Facts, cadence: Sequence[Step], starts_at: datetime) -> Iterator[Wanted]:
    story = Story(
        about=f"application:{facts.application_id}",
        anchors={Anchor.APPLIED: starts_at},
        values=facts.values,
        own_act_at=starts_at if facts.applied_by_own_act else None,
    )
    yield from _tell(facts, cadence, story, holds=lambda step, due: step.condition == Condition.ALWAYS)


def _interview(facts: Facts, cadence: Sequence[Step]) -> Iterator[Wanted]:
    interview = facts.interview
    if interview is None:
        return
    if interview.is_invited and interview.invited_at:
        yield from _invitation(facts, cadence, interview, interview.invited_at)
    if interview.is_booked and interview.booked_at and interview.starts_at:
        yield from _booking(facts, cadence, interview, interview.booked_at)
        yield from _reminders(facts, cadence, interview, interview.booked_at, interview.starts_at)
    if interview.cancelled_by_us_at and interview.booked_at:
        yield from _cancellation(facts, interview, interview.cancelled_by_us_at)


def _invitation(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, invited_at: datetime
) -> Iterator[Wanted]:
    anchors = {Anchor.INVITED: invited_at}
    if interview.answer_by:
        anchors[Anchor.ANSWER_BY] = interview.answer_by
    story = Story(
        about=f"interview:{interview.id}",
        anchors=anchors,
        values={**facts.values, **interview.values},
        not_before=invited_at,
        ends_at=interview.answer_by,
        suffix=f"-{interview.invited_again}" if interview.invited_again else "",
    )
    yield from _tell(facts, cadence, story, holds=lambda step, due: True)


def _booking(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, booked_at: datetime
) -> Iterator[Wanted]:
    """The receipt of a booking or a move, with the calendar file; each move has its own."""
    kind = Kind.MOVED if interview.moves else Kind.BOOKED
    steps = [step for step in cadence if step.anchor == Anchor.BOOKED and step.kind == kind]
    story = Story(
        about=interview.about,
        anchors={Anchor.BOOKED: booked_at},
        values={**facts.values, **interview.values},
        ends_at=interview.starts_at,
        own_act_at=booked_at if interview.by_candidate else None,
        attachments=interview.invitation,
        suffix=f"-{interview.moves}" if interview.moves else "",
    )
    yield from _tell(facts, steps, story, holds=lambda step, due: True)


def _reminders(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, booked_at: datetime, starts_at: datetime
) -> Iterator[Wanted]:
    """Steps counted from the start. What was already due when they booked is told by the confirmation."""

    def holds(step: Step, due: datetime) -> bool:
        answered_at = interview.confirmed_at
        match step.condition:
            case Condition.UNANSWERED:
                return answered_at is None
            case Condition.STALE_ANSWER:
                return answered_at is None or answered_at < due - FRESH_ANSWER
            case Condition.LONG_WAIT:
                return starts_at - booked_at > LONG_WAIT
            case _:
                return True

    story = Story(
        about=interview.about,
        anchors={Anchor.START: starts_at},
        values={**facts.values, **interview.values},
        not_before=booked_at,
        ends_at=starts_at,
    )
    yield from _tell(facts, cadence, story, holds=holds)


def _cancellation(facts: Facts, interview: InterviewFacts, cancelled_at: datetime) -> Iterator[Wanted]:
    step = Step("cancelled", Kind.CANCELLED, Anchor.BOOKED, route=Route.EVERY, useful=CANCELLATION_USEFUL)
    yield from _about_the_lost_interview(facts, interview, step, cancelled_at)


def _about_the_lost_interview(
    facts: Facts, interview: InterviewFacts, step: Step, cancelled_at: datetime
) -> Iterator[Wanted]:
    """On every channel, with the file that takes it out of the calendar, and no later than its start."""
    story = Story(
        about=interview.about,
        anchors={Anchor.BOOKED: cancelled_at},
        values={**facts.values, **interview.values},
        ends_at=interview.starts_at,
        attachments=interview.cancellation,
    )
    yield from _tell(facts, [step], story, holds=lambda step, due: True)


def _recovery(facts: Facts, cadence: Sequence[Step]) -> Iterator[Wanted]:
    """The no-blame steps of an open case; any word from the person ends them."""
    case = facts.case
    if case is None or not case.asking:
        return
    interview_values = facts.interview.values if facts.interview else {}
    story = Story(
        about=case.about,
        anchors={Anchor.CASE: case.opened_at},
        values={**facts.values, **interview_values},
        earliest=case.opened_at + UNDO_FOR,
    )
    yield from _tell(facts, cadence, story, holds=lambda step, due: True)


def _closing_words(facts: Facts) -> Iterator[Wanted]:
    if facts.case is None or facts.case.closed_at is None:
        return
    step = Step("rejected", Kind.REJECTED, Anchor.CASE, offset=REJECTION_AFTER, useful=LAST_WORDS_USEFUL)
    story = Story(about=facts.case.about, anchors={Anchor.CASE: facts.case.closed_at}, values=facts.values)
    yield from _tell(facts, [step], story, holds=lambda step, due: True)


def _ended_before_the_interview(facts: Facts) -> Iterator[Wanted]:
    """We ended an application whose interview was still to come: nobody may come in vain."""
    interview = facts.interview
    if interview is None or interview.cancelled_by_us_at is None or interview.booked_at is None:
        return
    if interview.starts_at is None or interview.starts_at <= interview.cancelled_by_us_at:
        return
    step = Step("ended", Kind.ENDED, Anchor.BOOKED, route=Route.EVERY, useful=CANCELLATION_USEFUL)
    yield from _about_the_lost_interview(facts, interview, step, interview.cancelled_by_us_at)


def _replies(facts: Facts) -> Iterator[Wanted]:
    """A short answer to what somebody wrote, on the channel they wrote on where we can."""
    for heard in facts.heard:
        if heard.answer is None or not facts.reach or not _still_true(heard, facts.interview):
            continue
        channel = heard.channel if heard.channel in facts.reach else facts.reach[0]
        yield Wanted(
            kind=heard.answer,
            about=f"heard:{heard.message_id}",
            step="reply",
            channel=channel,
            due_at=heard.at,
            expires_at=heard.at + REPLY_USEFUL,
            values={**facts.values, **(facts.interview.values if facts.interview else {}), **heard.values},
            why=heard.answer,
            own_act_at=heard.at,
        )


def _still_true(heard: Heard, interview: InterviewFacts | None) -> bool:
    """Thanks for a yes or a delay is only for the time they meant; the link answers anything."""
    if heard.answer == Kind.REPLY_LINK or interview is None:
        return True
    return interview.is_booked and (interview.booked_at is None or interview.booked_at <= heard.at)


def _tell(
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
        for channel in channels_for(facts, step, story.about, step.name + story.suffix):
            message = _message(facts, story, step, channel, due)
            if message:
                yield message


def _message(facts: Facts, story: Story, step: Step, channel: ChannelName, due: datetime) -> Wanted | None:
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
        step=step.name + story.suffix,
        channel=channel,
        due_at=due,
        expires_at=limit,
        values=values,
        attachments=story.attachments if channel == ChannelName.EMAIL else (),
        why=step.why or step.name,
        own_act_at=story.own_act_at,
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
    """A real deadline: a day after the notice, not before the rule's hours have passed, on a full hour."""
    earliest = max(due + FINAL_NOTICE_AT_LEAST, case.opened_at + timedelta(hours=case.hours))
    full_hour = earliest.replace(minute=0, second=0, microsecond=0)
    return full_hour if full_hour >= earliest else full_hour + timedelta(hours=1)
