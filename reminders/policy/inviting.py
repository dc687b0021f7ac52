"""What is said while somebody is invited and has not chosen: the invitation, a chase, new times. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from messaging.policy import Kind, Wanted
from reminders.policy.cadence import Anchor, Step
from reminders.policy.facts import Facts, InterviewFacts
from reminders.policy.telling import Story, tell

NEW_TIMES_USEFUL = timedelta(days=1)


def invitation(
    facts: Facts, cadence: Sequence[Step], interview: InterviewFacts, invited_at: datetime
) -> Iterator[Wanted]:
    """The words of a standing invitation. Nobody is chased before half of their time has passed."""
    story = Story(
        about=f"interview:{interview.id}",
        anchors={Anchor.INVITED: invited_at},
        values={**facts.values, **interview.values},
        not_before=invited_at,
        ends_at=interview.answer_by,
        suffix=f"-{interview.invited_again}" if interview.invited_again else "",
    )
    yield from tell(facts, cadence, story, holds=lambda step, due: True)
    if interview.answer_by:
        half = invited_at + max((interview.answer_by - invited_at) / 2, timedelta(0))
        anchors = {Anchor.ANSWER_BY: interview.answer_by}
        chase = replace(story, anchors=anchors, not_before=None, earliest=half)
        yield from tell(facts, cadence, chase, holds=lambda step, due: True)
    if interview.new_times_at:
        yield from _new_times(facts, story, interview.new_times_at, interview.new_times_for)


def _new_times(facts: Facts, story: Story, opened_at: datetime, wish: int) -> Iterator[Wanted]:
    """Times that suit what they wished have opened: told once a wish."""
    step = Step("new-times", Kind.NEW_TIMES, Anchor.INVITED, useful=NEW_TIMES_USEFUL, why="new-times")
    told = replace(story, anchors={Anchor.INVITED: opened_at}, not_before=None, suffix=f"-{wish}")
    yield from tell(facts, [step], told, holds=lambda step, due: True)
