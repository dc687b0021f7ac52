"""Invitations nobody answered in time: recorded as lapsed, and from then on a task for a person."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from candidates.models import Application
from company.policy import Actor
from scheduling import signals
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.services.changing import save_change
from scheduling.services.inviting import DEADLINE
from scheduling.services.locking import lock_interview, locked_application

BATCH = 200


def lapse_due(*, now: datetime) -> int:
    """Let invitations lapse whose deadline has passed; returns how many did.

    Not while they wait for our answer to a wish: then the next word is ours, and a task says so.
    """
    due = list(_due(now).order_by("answer_by", "pk").values_list("pk", "application_id")[:BATCH])
    return sum(_lapse(interview_id, application_id, now=now) for interview_id, application_id in due)


def _due(now: datetime) -> QuerySet[Interview]:
    ours = AvailabilityWish.objects.filter(
        application=OuterRef("application"), handled_at=None, matched_at=None
    )
    running = Application.objects.active().values("pk")
    return Interview.objects.filter(
        ~Exists(ours), state=InterviewState.INVITED, answer_by__lte=now, application__in=running
    )


@transaction.atomic
def _lapse(interview_id: int, application_id: int, *, now: datetime) -> bool:
    """Looked at once more under the lock: they may be choosing this moment."""
    locked_application(application_id)
    interview = _due(now).filter(pk=interview_id).first()
    if interview is None:
        return False
    lock_interview(interview)
    interview.state = InterviewState.LAPSED
    interview.cancel_reason = DEADLINE
    signal, actor = signals.interview_lapsed, Actor.SYSTEM
    save_change(interview, "interview_lapsed", signal, now=now, actor=actor)
    return True
