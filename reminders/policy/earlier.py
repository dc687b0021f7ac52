"""An earlier time that opened: said while it is kept for them, and kindly when somebody else was first."""

from collections.abc import Iterator
from datetime import timedelta

from messaging.policy import Kind, Wanted
from reminders.policy.cadence import Anchor, Step
from reminders.policy.facts import EarlierFacts, Facts, InterviewFacts
from reminders.policy.telling import Story, tell

TAKEN_USEFUL = timedelta(hours=12)


def earlier_words(facts: Facts, interview: InterviewFacts) -> Iterator[Wanted]:
    """At most one text for each offer that stands, and one for each that somebody else took."""
    for one in interview.earlier:
        if one.is_open:
            step = Step("earlier-time", Kind.EARLIER_TIME, Anchor.BOOKED, useful=one.until - one.offered_at)
            story = Story(
                about=one.about,
                anchors={Anchor.BOOKED: one.offered_at},
                values={**facts.values, **interview.values, **one.values},
                ends_at=one.until,
            )
            yield from tell(facts, [step], story, holds=lambda step, due: True)
        elif one.taken_at and _was_told(facts, one) and not _moved_since(interview, one):
            step = Step("earlier-taken", Kind.EARLIER_TAKEN, Anchor.BOOKED, useful=TAKEN_USEFUL)
            story = Story(
                about=one.about,
                anchors={Anchor.BOOKED: one.taken_at},
                values={**facts.values, **interview.values},
                ends_at=interview.starts_at,
            )
            yield from tell(facts, [step], story, holds=lambda step, due: True)


def _was_told(facts: Facts, one: EarlierFacts) -> bool:
    """Whoever never heard of the time need not hear that it is gone."""
    said = [word for word in facts.spoken if word.about == one.about and word.kind == Kind.EARLIER_TIME]
    return any(not word.missed and word.reason != "stopped" for word in said)


def _moved_since(interview: InterviewFacts, one: EarlierFacts) -> bool:
    moved_at, taken_at = interview.booked_at, one.taken_at
    return moved_at is not None and taken_at is not None and moved_at > taken_at
