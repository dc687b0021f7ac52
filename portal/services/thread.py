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
    """``answer_by`` is when an unanswered question has waited as long as any should; None if none waits."""

    lines: Sequence[Line]
    answer_by: datetime | None
    now: datetime

    @property
    def is_overdue(self) -> bool:
        return self.answer_by is not None and self.answer_by <= self.now


def thread_of(application: Application, *, now: datetime) -> Thread:
    """Their own words and what staff wrote by hand, newest last; automatic messages are left out."""
    last = _LAST.all(application.pk)
    waiting = [row.created_at for row in last if row.is_inbound and row.needs_answer]
    lines = [
        Line(row.body, row.created_at, row.is_inbound, str(row.author) if row.author else "") for row in last
    ]
    return Thread(lines[::-1], min(waiting) + ANSWERED_WITHIN if waiting else None, now)
