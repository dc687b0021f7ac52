"""``plan``: from what is true to what should be said. Pure: no database, no clock.

The plan holds every step of the story, past ones included, and assumes silence. An answer changes the
facts, and the next plan no longer wants what the answer made needless.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from messaging.policy import Kind, Wanted
from noshow.policy import UNDO_FOR
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.earlier import earlier_words
from reminders.policy.facts import Facts, Heard, InterviewFacts
from reminders.policy.inviting import invitation
from reminders.policy.joining import not_this_time, offer_words
from reminders.policy.telling import Story, tell

LONG_WAIT = timedelta(days=4)  # a shorter one needs no word in between
FRESH_ANSWER = timedelta(days=2)
WAITED = timedelta(days=3)  # so long since the booking that a word in between is welcome
CANCELLATION_USEFUL = timedelta(days=1)
REJECTION_AFTER = timedelta(minutes=10)  # the closing can be taken back until then
WAY_USEFUL = timedelta(hours=1)
MOST_WAYS = 3  # so often the way to one interview is sent
REPLY_USEFUL = timedelta(hours=1)
LAST_WORDS_USEFUL = timedelta(days=7)


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
        wanted += () if _ended_with_the_interview(facts) else not_this_time(facts)
    elif not facts.is_over:
        wanted += _welcome(facts, cadence, facts.contact_starts_at)
        wanted += _interview(facts, cadence)
        wanted += _recovery(facts, cadence)
        wanted += offer_words(facts)
        wanted += _replies(facts)
    return tuple(sorted(wanted, key=lambda one: (one.due_at, one.kind, one.channel)))


def _welcome(facts: Facts, cadence: Sequence[Step], starts_at: datetime) -> Iterator[Wanted]:
    story = Story(
        about=f"application:{facts.application_id}",
        anchors={Anchor.APPLIED: starts_at},
        values=facts.values,
        own_act_at=starts_at if facts.applied_by_own_act else None,
    )
    yield from tell(facts, cadence, story, holds=lambda step, due: step.condition == Condition.ALWAYS)


def _interview(facts: Facts, cadence: Sequence[Step]) -> Iterator[Wanted]:
    interview = facts.interview
    if interview is None:
        return
    if interview.is_invited and interview.invited_at:
        lost = list(_called_off(facts, interview))
        yield from lost
        steps = [step for step in cadence if step.kind != Kind.INVITATION] if lost else cadence
        yield from invitation(facts, steps, interview, interview.invited_at)
    if interview.is_booked and interview.booked_at and interview.starts_at:
        yield from _booking(facts, cadence, interview, interview.booked_at)
        yield from _reminders(facts, cadence, interview, interview.booked_at, interview.starts_at)
        yield from earlier_words(facts, interview)
        yield from _the_way(facts, interview, interview.booked_at)
    if interview.cancelled_by_us_at and interview.booked_at:
        yield from _cancellation(facts, interview, interview.cancelled_by_us_at)


def _booking(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, booked_at: datetime
) -> Iterator[Wanted]:
    """The receipt of a booking or a move, with the calendar file; each move has its own."""
    kind = Kind.MOVED if interview.moves else Kind.BOOKED
    steps = [step for step in cadence if step.anchor == Anchor.BOOKED and step.kind == kind]
    story = Story(
        about=interview.about,
        anchors={Anchor.BOOKED: interview.told_from or booked_at},
        values={**facts.values, **interview.values},
        ends_at=interview.starts_at,
        own_act_at=booked_at if interview.by_candidate else None,
        attachments=interview.invitation,
        suffix=f"-{interview.moves}" if interview.moves else "",
    )
    yield from tell(facts, steps, story, holds=lambda step, due: True)


def _reminders(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, booked_at: datetime, starts_at: datetime
) -> Iterator[Wanted]:
    """Steps counted from the start. What was already due when they booked is told by the confirmation."""
    asked_at = max(booked_at, _asked_at(facts, cadence, starts_at) or booked_at)

    def is_silent(step: Step) -> bool:
        return interview.confirmed_at is None and not _has_spoken(facts, step, asked_at)

    def holds(step: Step, due: datetime) -> bool:
        answered_at = interview.confirmed_at
        match step.condition:
            case Condition.UNANSWERED:
                return is_silent(step)
            case Condition.AT_RISK:
                return _is_doubtful(facts, step, interview, due)
            case Condition.SILENT_OR_AT_RISK:
                return is_silent(step) or _is_doubtful(facts, step, interview, due)
            case Condition.WAITED:
                return due - booked_at >= WAITED
            case Condition.STALE_ANSWER:
                return answered_at is None or answered_at < due - FRESH_ANSWER
            case Condition.LONG_WAIT:
                return starts_at - booked_at > LONG_WAIT
            case Condition.SECOND_CHANCE:
                return interview.is_second_chance and answered_at is None
            case _:
                return True

    story = Story(
        about=interview.about,
        anchors={Anchor.START: starts_at},
        values={**facts.values, **interview.values},
        not_before=booked_at,
        ends_at=starts_at,
    )
    yield from tell(facts, cadence, story, holds=holds)


def _asked_at(facts: Facts, cadence: Sequence[Step], starts_at: datetime) -> datetime | None:
    """When the ladder begins: its first question, which silence leads on from."""
    questions = [one for one in cadence if one.condition == Condition.STALE_ANSWER]
    moments = [one.due_at(starts_at, facts.zone) for one in questions if one.anchor == Anchor.START]
    return min(moments, default=None)


def _is_doubtful(facts: Facts, step: Step, interview: InterviewFacts, due: datetime) -> bool:
    """Whether the risk was noted as high before ``due`` and each time since, and nothing was heard.

    It only ever adds a step: what stands without it stands with it. A later note does not take back what
    an earlier one asked for.
    """
    last, first = interview.doubtful_at, interview.doubtful_since or interview.doubtful_at
    noted_at = last if last and last <= due else first
    if noted_at is None or noted_at > due:
        return False
    answered_at = interview.confirmed_at
    return (answered_at is None or answered_at <= noted_at) and not _has_spoken(facts, step, noted_at)


def _has_spoken(facts: Facts, step: Step, asked_at: datetime) -> bool:
    """A word since the question, even an unclear one, ends what a machine would ask again; it waits for a
    person. Their call is still due, unless somebody has spoken with them since.
    """
    if facts.spoken_with_at and facts.spoken_with_at > asked_at:
        return True
    return step.route != Route.CALL and facts.wrote_at is not None and facts.wrote_at > asked_at


def _the_way(facts: Facts, interview: InterviewFacts, booked_at: datetime) -> Iterator[Wanted]:
    """They ask for the way: the receipt of that act. After some askings the page and the telephone help."""
    asked_at = interview.way_asked_at
    if asked_at is None or asked_at < booked_at:
        return
    suffix = f"-{asked_at:%d%H%M}"
    step = Step("the-way", Kind.THE_WAY, Anchor.BOOKED, useful=WAY_USEFUL)
    told = {one.step for one in facts.spoken if one.kind == Kind.THE_WAY and one.about == interview.about} - {
        step.name + suffix
    }
    if len(told) >= MOST_WAYS:
        return
    story = Story(
        about=interview.about,
        anchors={Anchor.BOOKED: asked_at},
        values={**facts.values, **interview.values},
        own_act_at=asked_at,
        suffix=suffix,
    )
    yield from tell(facts, [step], story, holds=lambda step, due: True)


def _called_off(facts: Facts, interview: InterviewFacts) -> Iterator[Wanted]:
    """We called one off and asked for another choice at once: these words and their link say both."""
    before = interview.called_off
    if before is not None and before.cancelled_by_us_at is not None:
        yield from _cancellation(facts, before, before.cancelled_by_us_at)


def _cancellation(facts: Facts, interview: InterviewFacts, cancelled_at: datetime) -> Iterator[Wanted]:
    step = Step("cancelled", Kind.CANCELLED, Anchor.BOOKED, route=Route.EVERY, useful=CANCELLATION_USEFUL)
    yield from _about_the_lost_interview(facts, interview, step, cancelled_at)


def _about_the_lost_interview(
    facts: Facts, interview: InterviewFacts, step: Step, cancelled_at: datetime
) -> Iterator[Wanted]:
    """On every channel, with the file that takes it out of the calendar, and no later than its start."""
    story = Story(
        about=interview.about,
        anchors={Anchor.BOOKED: interview.told_from or cancelled_at},
        values={**facts.values, **interview.values},
        ends_at=interview.starts_at,
        attachments=interview.cancellation,
    )
    yield from tell(facts, [step], story, holds=lambda step, due: True)


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
    yield from tell(facts, cadence, story, holds=lambda step, due: True)


def _closing_words(facts: Facts) -> Iterator[Wanted]:
    if facts.case is None or facts.case.closed_at is None:
        return
    step = Step("rejected", Kind.REJECTED, Anchor.CASE, offset=REJECTION_AFTER, useful=LAST_WORDS_USEFUL)
    story = Story(about=facts.case.about, anchors={Anchor.CASE: facts.case.closed_at}, values=facts.values)
    yield from tell(facts, [step], story, holds=lambda step, due: True)


def _ended_before_the_interview(facts: Facts) -> Iterator[Wanted]:
    """We ended an application whose interview was still to come: nobody may come in vain."""
    interview = facts.interview
    if interview is None or interview.cancelled_by_us_at is None or interview.booked_at is None:
        return
    if interview.starts_at is None or interview.starts_at <= interview.cancelled_by_us_at:
        return
    step = Step("ended", Kind.ENDED, Anchor.BOOKED, route=Route.EVERY, useful=CANCELLATION_USEFUL)
    yield from _about_the_lost_interview(facts, interview, step, interview.cancelled_by_us_at)


def _ended_with_the_interview(facts: Facts) -> bool:
    """Their booked time went with the application, so those words tell them already."""
    cancelled_at = facts.interview.cancelled_by_us_at if facts.interview else None
    return bool(cancelled_at and facts.rejected_at and cancelled_at >= facts.rejected_at)


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
