"""An application that ends lets go of its interviews: no seat stays taken by somebody who will not come."""

from datetime import datetime

from django.db import transaction

from company.policy import Actor
from scheduling import signals
from scheduling.policy import InterviewState
from scheduling.services.leaving import OPEN
from scheduling.services.locking import locked_application
from scheduling.services.releasing import end, lock_with_seat


@transaction.atomic
def let_go(application_id: int, *, now: datetime) -> None:
    """Open interviews of an ended application lapse, or are cancelled when their time is still to come.

    One that has begun stays: whether they came is still a fact to record. Nothing happens while the
    application runs.
    """
    application = locked_application(application_id)
    if not application.is_over:
        return
    for interview in application.interviews.filter(state__in=OPEN):
        held = lock_with_seat(interview)
        if interview.starts_at is not None and interview.is_booked and interview.starts_at <= now:
            continue
        state = InterviewState.CANCELLED_BY_US if interview.is_booked else InterviewState.LAPSED
        end(
            interview,
            state,
            "interview_released",
            signals.interview_released,
            held=held,
            now=now,
            reason="application_ended",
            actor=Actor.SYSTEM,
        )
