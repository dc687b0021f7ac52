"""On the day itself: 体調不良, 別の日に. An excuse works up to and after the start; it is never a no-show."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.words import note_word
from scheduling.models import Interview
from scheduling.policy import EXCUSES_THAT_INVITE, Excuse, InterviewState, is_the_day
from scheduling.services.inviting import invite
from scheduling.services.locking import InterviewOver, StalePage, locked_application
from scheduling.services.outcomes import Said, record_outcome
from scheduling.services.releasing import lock_with_seat
from scheduling.services.telling import missing_for
from scheduling.services.wishing import wish

__all__ = ["InterviewOver", "NotToday", "StalePage", "ask_another_day"]


class NotToday(Exception):
    """The interview is on a later day: it can simply be moved."""


@transaction.atomic
def ask_another_day(
    interview: Interview,
    *,
    now: datetime,
    version: int | None = None,
    text: str = "",
    why: Excuse = Excuse(),  # noqa: B008  never changed
) -> Interview | None:
    """The candidate cannot come today: excused, the seat is free, what they said stands on the desk.

    The first time a new choice of times is open at once, and returned; later a person decides (None).
    Raises InterviewOver, StalePage, NotToday.
    """
    application = locked_application(interview.application_id)
    lock_with_seat(interview, version=version)
    if not interview.is_booked or interview.starts_at is None or application.is_over:
        raise InterviewOver
    if not is_the_day(interview.starts_at, now, application.job.location.zone):
        raise NotToday
    record_outcome(interview, InterviewState.EXCUSED, now=now, said=Said(excuse=why))
    note_word(application, now=now)
    invites = _invites(application, now)
    if text or not invites:
        wish(application, (), text, now)
    return invite(application, now=now) if invites else None


def _invites(application: Application, now: datetime) -> bool:
    """Not again and again, and not while an invitation could not say all they need: then a person does."""
    excused = application.interviews.filter(state=InterviewState.EXCUSED).count()
    return excused <= EXCUSES_THAT_INVITE and not missing_for(application, now=now)
