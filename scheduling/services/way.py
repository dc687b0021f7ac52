"""「迷いました」: the candidate asks for the way; it goes out at once and the desk sees it."""

from datetime import datetime

from django.db import transaction

from candidates.services.words import note_word
from scheduling import signals
from scheduling.models import Interview
from scheduling.policy import ONE_ASKING, is_the_day, may_be_late
from scheduling.services.changing import save_change
from scheduling.services.lateness import NotTheTime
from scheduling.services.locking import InterviewOver, StalePage, lock_interview, locked_application

__all__ = ["InterviewOver", "NotTheTime", "StalePage", "ask_the_way"]


@transaction.atomic
def ask_the_way(interview: Interview, *, now: datetime, version: int | None = None) -> None:
    """Record that they ask for the way; pressed again within ten minutes it is the same asking.

    On the day itself it is a yes, too: whoever is lost is on the way.
    Raises InterviewOver, StalePage, NotTheTime.
    """
    application = locked_application(interview.application_id)
    lock_interview(interview)
    if not interview.is_booked or interview.starts_at is None:
        raise InterviewOver
    if interview.lost_at and interview.lost_at <= now < interview.lost_at + ONE_ASKING:
        return
    if version is not None and version != interview.version:
        raise StalePage
    if not may_be_late(interview.starts_at, now):
        raise NotTheTime
    note_word(application, now=now)
    interview.lost_at = now
    if is_the_day(interview.starts_at, now, application.job.location.zone):
        interview.confirmed_at = interview.confirmed_at or now
    save_change(interview, "interview_way_asked", signals.interview_way_asked, now=now)
