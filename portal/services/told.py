"""Why they could not come, while they may still put it right."""

from datetime import timedelta

from company.prepared import Prepared
from noshow.models import Case
from noshow.policy import CaseState
from portal.services.present import Present
from portal.services.standing import Standing

PUT_RIGHT_FOR = timedelta(days=1)

_LAST = Prepared(
    lambda application, since: (
        Case.objects.filter(
            interview__application=application, state=CaseState.RESOLVED, answered_at__gt=since
        )
        .exclude(reason="")
        .order_by("-pk")[:1]
    )
)


def told_lately(here: Present) -> Case | None:
    """The case they answer now; or the one just answered, until they have chosen another time."""
    if here.case is not None or here.standing is not Standing.INVITED:
        return here.case
    told = _LAST.first(here.application.pk, here.now - PUT_RIGHT_FOR)
    return told if isinstance(told, Case) else None
