"""After a case: an excuse, and a second chance, which a person decides."""

from datetime import datetime

from django.db import transaction

from candidates.policy import Stage
from candidates.services.staging import move_stage
from company.models import Staff
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.cases import CaseOver
from noshow.services.changing import save_change
from noshow.services.locking import lock_case
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import AlreadyBooked, invite
from scheduling.services.locking import InterviewOver
from scheduling.services.outcomes import record_outcome

__all__ = ["AlreadyBooked", "CaseOver", "InterviewOver", "excuse", "give_second_chance"]


@transaction.atomic
def excuse(case: Case, *, by: Staff, now: datetime) -> None:
    """They had a good reason: the interview counts as excused and the case is resolved. Raises CaseOver."""
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
    _resolve(case, "excused", by=by, now=now)
    record_outcome(case.interview, InterviewState.EXCUSED, by=by, now=now)


@transaction.atomic
def give_second_chance(case: Case, *, by: Staff, now: datetime, days: int | None = None) -> Interview:
    """Invite once more; a case the rule or a person closed is opened again for it. Returns the interview.

    Raises CaseOver for a case that was taken back, InterviewOver when the application ended another way.
    """
    lock_case(case)
    if case.state == CaseState.UNDONE:
        raise CaseOver
    application = case.interview.application
    if case.state == CaseState.CLOSED and application.stage == Stage.REJECTED:
        move_stage(application, Stage.INTERVIEWING, now=now, by=by, reason="second_chance")
    _resolve(case, "second_chance", by=by, now=now)
    return invite(application, by=by, now=now, days=days)


def _resolve(case: Case, reason: str, *, by: Staff, now: datetime) -> None:
    case.state, case.closed_at, case.closed_by = CaseState.RESOLVED, now, by
    save_change(case, "case_resolved", now=now, by=by, reason=reason)
