"""Inviting to an interview: the candidate gets a link and chooses a time."""

from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from company.models import Staff
from company.policy import Actor
from company.services.profile import the_company
from company.services.trail import record
from scheduling import signals
from scheduling.models import Interview, Slot
from scheduling.policy import ANSWER_FLOOR, InterviewState, answer_by
from scheduling.services.changing import save_change
from scheduling.services.locking import InterviewOver, locked_application
from scheduling.services.telling import FactsMissing, require_facts, ways_offered

__all__ = [
    "AlreadyBooked",
    "FactsMissing",
    "InterviewOver",
    "give_time",
    "invite",
    "may_be_taken_up",
    "take_up",
]

SAME_PRESS = timedelta(minutes=5)
DEADLINE = "deadline"
"""Why it lapsed: nobody answered in time. Whoever comes back later may still choose."""


class AlreadyBooked(Exception):
    """A time is booked already; it can be moved, and needs no invitation."""


def invite(
    application: Application,
    *,
    by: Staff | None = None,
    now: datetime,
    days: int | None = None,
    slot: Slot | None = None,
) -> Interview:
    """Open an interview to be booked, to be answered within ``days`` (the company's default).

    An invitation still waiting for its answer is kept, with a new deadline when ``days`` is given; one
    whose deadline has passed lapses and a new one takes its place. Raises AlreadyBooked, InterviewOver when
    the application has ended, and FactsMissing when staff (``by``) invite before all can be told, about
    ``slot`` alone if that is what they book at once.
    """
    with transaction.atomic():
        current = locked_application(application.pk)
        if current.is_over:
            raise InterviewOver
        standing = current.interviews.filter(
            state__in=[InterviewState.INVITED, InterviewState.BOOKED]
        ).first()
        deadline = _deadline(current, now, days)
        if by is not None and (standing is None or not standing.is_booked):
            require_facts(current, now=now, slot=slot)
        ways = ways_offered(current, now=now, slot=slot)
        if standing is not None and _keeps(
            standing, deadline, now=now, by=by, is_new=days is not None, ways=ways
        ):
            return standing
        interview = _open(current, deadline, now=now, by=by, ways=ways)
        if current.stage != Stage.INTERVIEWING:
            move_stage(current, Stage.INTERVIEWING, now=now, by=by)
        signals.interview_invited.send(sender=Interview, interview_id=interview.pk, now=now)
        return interview


def may_be_taken_up(interview: Interview, application: Application) -> bool:
    """Whether only its deadline has passed: the person may still choose, or say when they could come."""
    lapsed = interview.state == InterviewState.LAPSED and interview.cancel_reason == DEADLINE
    return lapsed and application.stage == Stage.INTERVIEWING


def take_up(interview: Interview, *, now: datetime) -> None:
    """A lapsed invitation stands again, with a new deadline, because its person has come back to it.

    Callers hold the candidate's and the interview's lock. Raises InterviewOver when it ended otherwise.
    """
    application = interview.application
    others = application.interviews.filter(state__in=[InterviewState.INVITED, InterviewState.BOOKED])
    if not may_be_taken_up(interview, application) or others.exists():
        raise InterviewOver
    interview.state = InterviewState.INVITED
    interview.cancel_reason = ""
    interview.answer_by = _deadline(application, now, None)
    save_change(interview, "invitation_taken_up", signals.interview_invited, now=now)


def give_time(interview: Interview, *, now: datetime) -> None:
    """Who has only just heard from us gets at least a day to answer. Callers hold the candidate's lock."""
    if interview.answer_by is None or interview.answer_by >= now + ANSWER_FLOOR:
        return
    interview.answer_by = _deadline(interview.application, now, None)
    interview.save(update_fields=["answer_by"])
    actor = Actor.SYSTEM
    record("invitation_extended", interview, now=now, actor=actor, application_id=interview.application_id)


def _deadline(application: Application, now: datetime, days: int | None) -> datetime:
    place = application.job.location
    wait = the_company().invitation_days if days is None else days
    return answer_by(now, wait, place.closes, place.zone)


def _keeps(
    standing: Interview, deadline: datetime, *, now: datetime, by: Staff | None, is_new: bool, ways: list[str]
) -> bool:
    """Whether the standing invitation stays; otherwise it has lapsed here."""
    if standing.is_booked:
        raise AlreadyBooked
    lapsed = standing.answer_by is not None and standing.answer_by <= now
    if not lapsed and not is_new:
        return True
    if lapsed:
        standing.state = InterviewState.LAPSED
        standing.cancel_reason = DEADLINE
    else:
        _say_again(standing, now=now)
        standing.answer_by = deadline
    standing.version += 1
    standing.updated_at = now
    standing.save()
    number = standing.application_id
    if lapsed:
        record("interview_lapsed", standing, now=now, by=by, application_id=number)
    else:
        record("invitation_extended", standing, now=now, by=by, application_id=number, ways=ways)
        signals.interview_invited.send(sender=Interview, interview_id=standing.pk, now=now)
    return not lapsed


def _say_again(standing: Interview, *, now: datetime) -> None:
    """Whoever is invited again reads it again, with the new deadline; a second press is the same press."""
    if now - standing.invited_at >= SAME_PRESS:
        standing.invited_at = now
        standing.invited_again += 1


def _open(
    application: Application, deadline: datetime, *, now: datetime, by: Staff | None, ways: list[str]
) -> Interview:
    interview = Interview.objects.create(
        application=application, invited_at=now, invited_by=by, answer_by=deadline, updated_at=now
    )
    actor = Actor.STAFF if by else Actor.SYSTEM
    number = application.pk
    record("interview_invited", interview, now=now, by=by, actor=actor, application_id=number, ways=ways)
    return interview
