"""Earlier applications of the same person, as far as whoever looks may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from candidates.models import Application
from candidates.policy.retention import kept_since
from company.models import Staff
from company.services.profile import the_company
from dashboard.queries.events import reason_words
from dashboard.words import age
from noshow.models import Case
from scheduling.models import LEAVING_REASONS, Interview
from scheduling.policy import InterviewState

SHOWN = 10


@dataclass(frozen=True)
class EarlierApplication:
    """``is_faded``: it ended longer ago than people are remembered; only that there was one is shown."""

    application: Application
    age: str
    is_faded: bool
    missed: bool = False
    reason: str = ""


def earlier_applications(application: Application, staff: Staff, now: datetime) -> list[EarlierApplication]:
    """The newest first. An application at a place this member of staff does not see is not shown at all."""
    rows = list(
        Application.objects.visible_to(staff)
        .filter(candidate=application.candidate_id, applied_at__lt=application.applied_at)
        .exclude(pk=application.pk)
        .select_related("job__location")
        .order_by("-applied_at")[:SHOWN]
    )
    since = kept_since(timezone.localtime(now), months=the_company().retention_months)
    missed = _missed([row.pk for row in rows])
    return [_one(row, since, missed, now) for row in rows]


def _one(row: Application, since: datetime, missed: dict[int, str], now: datetime) -> EarlierApplication:
    how_old = age(now - row.applied_at)
    if row.closed_at is not None and row.closed_at < since:
        return EarlierApplication(row, how_old, is_faded=True)
    reason = missed.get(row.pk) or reason_words(LEAVING_REASONS, row.closed_reason)
    return EarlierApplication(row, how_old, is_faded=False, missed=row.pk in missed, reason=reason)


def _missed(applications: list[int]) -> dict[int, str]:
    """Those who could not come, with the reason they told, if they did."""
    absent = Interview.objects.filter(application__in=applications, state=InterviewState.ABSENT)
    found = dict.fromkeys(absent.values_list("application", flat=True), "")
    told = Case.objects.filter(interview__in=absent).exclude(reason="").select_related("interview")
    return found | {
        row.interview.application_id: str(row.get_reason_display()) for row in told.order_by("pk")
    }
