"""The company cancels: the candidate is told, and it never counts against them."""

from datetime import datetime

from django.db import transaction

from company.models import Staff
from scheduling import signals
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.locking import InterviewOver, locked_application, retried
from scheduling.services.releasing import end, lock_with_seat

__all__ = ["InterviewOver", "cancel_by_us"]


def cancel_by_us(interview: Interview, *, by: Staff, now: datetime, reason: str) -> None:
    """Cancel an invited or booked interview; ``reason`` is a short code or word. Raises InterviewOver."""
    retried(lambda: _cancel(interview, by=by, now=now, reason=reason))


@transaction.atomic
def _cancel(interview: Interview, *, by: Staff, now: datetime, reason: str) -> None:
    locked_application(interview.application_id)
    held = lock_with_seat(interview)
    if not InterviewState(interview.state).is_open:
        raise InterviewOver
    end(
        interview,
        InterviewState.CANCELLED_BY_US,
        "interview_cancelled",
        signals.interview_cancelled,
        held=held,
        now=now,
        reason=reason,
        by=by,
    )
