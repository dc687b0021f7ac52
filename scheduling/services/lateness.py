"""「遅れます」: the candidate is on the way and will be late. It counts as a yes."""

from datetime import datetime

from django.db import transaction

from candidates.services.words import note_word
from company.models import Staff
from scheduling import signals
from scheduling.models import Interview
from scheduling.policy import LATE_AT_MOST, may_be_late
from scheduling.services.changing import save_change
from scheduling.services.locking import InterviewOver, StalePage, lock_interview, locked_application

__all__ = ["InterviewOver", "NotTheTime", "StalePage", "note_late"]


class NotTheTime(Exception):
    """The interview is more than two days away, or began more than two hours ago."""


@transaction.atomic
def note_late(
    interview: Interview,
    *,
    minutes: int,
    now: datetime,
    version: int | None = None,
    by: Staff | None = None,
) -> None:
    """Record that they come ``minutes`` after the start (1 to 180; beyond counts as 180), and that they come.

    Raises InterviewOver, StalePage, NotTheTime.
    """
    application = locked_application(interview.application_id)
    lock_interview(interview, version=version)
    if not interview.is_booked or interview.starts_at is None:
        raise InterviewOver
    if not may_be_late(interview.starts_at, now):
        raise NotTheTime
    note_word(application, now=now)
    interview.late_minutes = max(1, min(minutes, LATE_AT_MOST))
    interview.late_noted_at = now
    interview.confirmed_at = interview.confirmed_at or now
    save_change(interview, "interview_late_noted", signals.interview_late_noted, now=now, by=by)
