"""The few figures of today's screen; each is None while nothing is known, never a guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q
from django.utils import timezone

from company.models import Company
from dashboard.scope import Scope
from scheduling.policy import InterviewState

CAME = [InterviewState.CAME, InterviewState.CAME_LATE]
CONTACT_SPAN = timedelta(days=30)


@dataclass(frozen=True)
class Rate:
    came: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.came / self.total)


@dataclass(frozen=True)
class Figures:
    """``contact_minutes``: median wall time to the first human contact, last 30 days."""

    contact_minutes: int | None
    contact_target: int
    this_month: Rate | None
    last_month: Rate | None

    @property
    def is_contact_in_time(self) -> bool:
        return self.contact_minutes is not None and self.contact_minutes <= self.contact_target

    @property
    def points(self) -> int | None:
        """Percentage points gained on last month."""
        if not self.this_month or not self.last_month:
            return None
        return self.this_month.percent - self.last_month.percent

    @property
    def points_lost(self) -> int:
        return -(self.points or 0)


def figures(scope: Scope, company: Company, now: datetime) -> Figures:
    month = _month_start(now)
    before = _month_start(month - timedelta(days=1))
    return Figures(
        contact_minutes=_contact_minutes(scope, now),
        contact_target=company.first_contact_minutes,
        this_month=_rate(scope, month, now),
        last_month=_rate(scope, before, month),
    )


def _month_start(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _contact_minutes(scope: Scope, now: datetime) -> int | None:
    rows = scope.applications().filter(contacted_at__isnull=False, applied_at__gt=now - CONTACT_SPAN)
    waits = [
        (contacted - (started or applied)).total_seconds()
        for applied, started, contacted in rows.values_list("applied_at", "started_at", "contacted_at")
        if contacted is not None
    ]
    return round(max(0, median(waits)) / 60) if waits else None


def _rate(scope: Scope, start: datetime, end: datetime) -> Rate | None:
    """Of the interviews that ended in coming or not coming; excused and cancelled do not count."""
    counts = (
        scope.interviews()
        .filter(starts_at__gte=start, starts_at__lt=end)
        .aggregate(
            came=Count("pk", filter=Q(state__in=CAME)),
            total=Count("pk", filter=Q(state__in=[*CAME, InterviewState.ABSENT])),
        )
    )
    return Rate(counts["came"], counts["total"]) if counts["total"] else None
