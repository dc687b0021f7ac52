"""Locking a case behind its candidate, in the one lock order."""

from noshow.models import Case
from scheduling.services.locking import locked_application


def lock_case(case: Case) -> None:
    """Lock the candidate and the case, and read the case anew into ``case``."""
    locked_application(case.interview.application_id)
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(no_key=True))
