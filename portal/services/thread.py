"""What a candidate and the company wrote to each other, as the candidate's own page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from candidates.models import Application
from company.prepared import Prepared
from messaging.models import Message
from messaging.policy import SAID, ChannelName, Direction, Kind
from messaging.services.hearing import AUTOMATIC

MOST = 12
ANSWERED_WITHIN = timedelta(hours=24)
"""Nothing waits longer than a day without a person; the desk counts breaches of it."""

CALL_WITHIN = timedelta(hours=1)
"""So shortly before an interview, and until it is long under way, a telephone is quicker than any answer."""
UNDER_WAY = timedelta(hours=2)

BY_HAND = Q(direction=Direction.OUT, kind=Kind.MANUAL, state__in=SAID)
_LAST = Prepared(
    lambda application: (
        Message.objects.filter(Q(direction=Direction.IN) | BY_HAND, application=application)
        .exclude(channel=ChannelName.PHONE)
        .exclude(reason=AUTOMATIC)
        .exclude(body="")
        .select_related("author")
        .order_by("-created_at", "-pk")[:MOST]
    )
)


@dataclass(frozen=True)
class Line:
    """One message. ``by`` is empty where the candidate wrote it, or nobody is named."""

    text: str
    at: datetime
    is_theirs: bool
    by: str = ""


@dataclass(frozen=True)
class Thread:
    """``answer_by`` is when an unanswered question has waited as long as any should; None if none waits.

    ``starts_at`` is that of the interview booked now.
    """

    lines: Sequence[Line]
    answer_by: datetime | None
    now: datetime
    starts_at: datetime | None = None

    @property
    def calling_is_quicker(self) -> bool:
        start = self.starts_at
        return start is not None and start - CALL_WITHIN < self.now < start + UNDER_WAY

    @property
    def is_overdue(self) -> bool:
        return self.answer_by is not None and self.answer_by <= self.now


def thread_of(application: Application, *, now: datetime, starts_at: datetime | None = None) -> Thread:
    """Their own words and what staff wrote by hand, newest last; automatic messages are left out.

    What is asked before the interview (``starts_at``) is answered before it.
    """
    last = _LAST.all(application.pk)
    waiting = [row.created_at for row in last if row.is_inbound and row.needs_answer]
    lines = [
        Line(row.body, row.created_at, row.is_inbound, str(row.author) if row.author else "") for row in last
    ]
    asked = min(waiting, default=None)
    return Thread(lines[::-1], _answer_by(asked, starts_at) if asked else None, now, starts_at)


def _answer_by(asked: datetime, starts_at: datetime | None) -> datetime:
    due = asked + ANSWERED_WITHIN
    return min(due, starts_at) if starts_at is not None and asked < starts_at else due
