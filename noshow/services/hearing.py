"""What people wrote: the question nobody has answered yet, and how long they take to answer us."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from messaging.models import Message
from messaging.policy import ChannelName, Direction
from messaging.services.hearing import AUTOMATIC

AN_ANSWER = timedelta(days=14)
"""What comes later after our last word answers it no more."""
A_HABIT = 2
"""Answers, at least."""


@dataclass(frozen=True)
class Answer:
    at: datetime
    took: timedelta


@dataclass(frozen=True)
class Heard:
    """``question``: the oldest message of theirs that nobody has answered; ``answers``: the oldest first."""

    question: Message | None = None
    answers: tuple[Answer, ...] = ()

    def usual(self, asked_at: datetime | None) -> timedelta | None:
        """The middle of what they took before they were asked whether they come."""
        spans = sorted(one.took for one in self.answers if asked_at is None or one.at < asked_at)
        return spans[len(spans) // 2] if len(spans) >= A_HABIT else None

    def took(
        self, asked_at: datetime | None, confirmed_at: datetime | None, now: datetime
    ) -> timedelta | None:
        """From our asking to the first word since or their yes, or to ``now``; unasked there is none."""
        if asked_at is None:
            return None
        since = [one.at for one in self.answers if one.at >= asked_at]
        if confirmed_at is not None and confirmed_at >= asked_at:
            since.append(confirmed_at)
        elif confirmed_at is not None:
            return None
        return min([*since, now]) - asked_at


NOTHING = Heard()


def heard_of(applications: Sequence[int]) -> dict[int, Heard]:
    """By application, in one question; what a machine of theirs wrote is no word."""
    ours = Message.objects.outgoing().filter(
        application=OuterRef("application"), due_at__lt=OuterRef("due_at"), sent_at__lt=OuterRef("due_at")
    )
    written = ours.exclude(channel=ChannelName.PHONE).order_by("-due_at", "-pk")
    rows = (
        Message.objects.filter(direction=Direction.IN, application__in=applications)
        .exclude(reason=AUTOMATIC)
        .annotate(answers=Subquery(written.values("sent_at")[:1]))
        .order_by("due_at", "pk")
    )
    found: dict[int, list[Message]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return {pk: _heard(said) for pk, said in found.items()}


def _heard(said: Sequence[Message]) -> Heard:
    """Of several words after one of ours, the first is the answer."""
    answers: dict[datetime, Answer] = {}
    for row in said:
        ours: datetime | None = row.answers  # type: ignore[attr-defined]  # annotated above
        if ours is not None and row.due_at - ours <= AN_ANSWER:
            answers.setdefault(ours, Answer(row.due_at, row.due_at - ours))
    return Heard(next((row for row in said if row.needs_answer), None), tuple(answers.values()))
