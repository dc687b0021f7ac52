"""Why somebody left, said afterwards: a tap on the page that thanks them, while it can still be undone."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from company.policy import Actor
from company.services.trail import record
from scheduling.policy import UNDO_WITHDRAWAL_FOR, InterviewState, LeavingReason
from scheduling.services.locking import locked_application


class ReasonTooLate(Exception):
    """They have not withdrawn, or longer ago than a withdrawal can be undone."""


@transaction.atomic
def say_why_they_left(application: Application, reason: LeavingReason, *, now: datetime) -> None:
    """Keep why they withdrew; another reason takes its place, the same again changes nothing.

    Raises ReasonTooLate.
    """
    current = locked_application(application.pk)
    if current.stage != Stage.WITHDRAWN or current.closed_at is None:
        raise ReasonTooLate
    if now > current.closed_at + UNDO_WITHDRAWAL_FOR:
        raise ReasonTooLate
    if current.closed_reason == reason:
        return
    Application.objects.filter(pk=current.pk).update(closed_reason=reason)
    left = current.interviews.filter(
        state=InterviewState.CANCELLED_BY_CANDIDATE, cancelled_at=current.closed_at
    )
    left.update(cancel_reason=reason)
    who, reason_code = Actor.CANDIDATE, reason.value
    record("leaving_reason_given", current, now=now, actor=who, application_id=current.pk, reason=reason_code)
