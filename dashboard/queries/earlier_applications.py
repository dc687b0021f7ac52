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
class Miss:
    """An interview they could not come to, and why, if they told."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class EarlierApplication:
    """``is_faded``: it ended longer ago than people are remembered; only that there was one is shown."""

    application: Application
    age: str
    is_faded: bool
    missed: bool = False
    reason: str = ""
    missed_age: str = ""
    """How long ago that was; nothing of it is told once it is older than people are remembered."""


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
    missed = _missed([row.pk for row in rows], since)
    return [_one(row, since, missed, now) for row in rows]


def _one(row: Application, since: datetime, missed: dict[int, Miss], now: datetime) -> EarlierApplication:
    how_old = age(now - row.applied_at)
    if row.closed_at is not None and row.closed_at < since:
        return EarlierApplication(row, how_old, is_faded=True)
    miss = missed.get(row.pk)
    if miss is None:
        reason = reason_words(LEAVING_REASONS, row.closed_reason)
        return EarlierApplication(row, how_old, is_faded=False, reason=reason)
    reason = miss.reason or reason_words(LEAVING_REASONS, row.closed_reason)
    return EarlierApplication(row, how_old, False, True, reason, age(now - miss.at))


def _missed(applications: list[int], since: datetime) -> dict[int, Miss]:
    """The newest of each application that is still remembered."""
    absent = Interview.objects.filter(
        application__in=applications, state=InterviewState.ABSENT, starts_at__gte=since
    ).order_by("starts_at", "pk")
    told = {
        row.interview_id: str(row.get_reason_display())
        for row in Case.objects.filter(interview__in=absent).exclude(reason="").order_by("pk")
    }
    return {
        row.application_id: Miss(row.starts_at, told.get(row.pk, ""))
        for row in absent
        if row.starts_at is not None
    }
