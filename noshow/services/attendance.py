"""来ましたか？ What the desk answers, and the case that begins with a no."""

from datetime import datetime

from django.db import transaction

from company.models import Staff
from noshow.models import Case
from noshow.services.cases import open_case
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.outcomes import (
    ExcuseUnexplained,
    InterviewOver,
    OutcomeStands,
    Said,
    SaidMeanwhile,
    TooEarly,
    record_outcome,
)

__all__ = [
    "ExcuseUnexplained",
    "InterviewOver",
    "OutcomeStands",
    "Said",
    "SaidMeanwhile",
    "TooEarly",
    "record_attendance",
]


@transaction.atomic
def record_attendance(
    interview: Interview,
    outcome: InterviewState,
    *,
    by: Staff,
    now: datetime,
    said: Said = Said(),  # noqa: B008  never changed
) -> Case | None:
    """Record or correct who came; "could not come" opens a case and returns it.

    A correction resolves the case that stood. Raises TooEarly, InterviewOver, SaidMeanwhile,
    ExcuseUnexplained.
    """
    record_outcome(interview, outcome, by=by, now=now, said=said)
    return open_case(interview, by=by, now=now) if outcome is InterviewState.ABSENT else None
