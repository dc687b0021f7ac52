"""「伺います」: the candidate will come."""

from datetime import datetime

from django.db import transaction

from candidates.services.words import note_word
from company.models import Staff
from scheduling import signals
from scheduling.models import Interview
from scheduling.services.changing import save_change
from scheduling.services.locking import InterviewOver, StalePage, lock_interview, locked_application

__all__ = ["InterviewAlreadyStarted", "InterviewOver", "StalePage", "confirm_interview"]


class InterviewAlreadyStarted(Exception):
    """It is too late to confirm: the interview has begun."""


@transaction.atomic
def confirm_interview(
    interview: Interview, *, now: datetime, version: int | None = None, by: Staff | None = None
) -> None:
    """Record that the candidate will attend; confirming twice keeps the first time.

    ``by`` is staff who heard it on the telephone. Raises InterviewOver, StalePage, and
    InterviewAlreadyStarted from the start onwards.
    """
    application = locked_application(interview.application_id)
    lock_interview(interview)
    if not interview.is_booked or interview.starts_at is None:
        raise InterviewOver
    note_word(application, now=now)
    if interview.confirmed_at is not None:
        return
    if version is not None and version != interview.version:
        raise StalePage
    if now >= interview.starts_at:
        raise InterviewAlreadyStarted
    interview.confirmed_at = now
    changed = ("confirmed_at",)
    save_change(interview, "interview_confirmed", signals.interview_confirmed, now=now, by=by, only=changed)
