"""The few figures of today's screen; each is None while nothing is known, never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Min, Q
from django.utils import timezone

from candidates.models import Application
from company.models import Company
from dashboard.queries.overdue import overdue
from dashboard.scope import Scope
from dashboard.services.watching import hours_of
from messaging.models import Message
from messaging.policy import Kind
from scheduling.policy import InterviewState

CAME = [InterviewState.CAME, InterviewState.CAME_LATE]
CONTACT_SPAN = timedelta(days=30)
LATEST = 200
"""So many of the latest are looked at: a median of more says the same, and the page stays quick."""
_HOURS = [f"job__location__{name}" for name in ("opens", "closes", "zone", "closed_weekdays")]


@dataclass(frozen=True)
class Rate:
    came: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.came / self.total)


@dataclass(frozen=True)
class Contact:
    """Medians in minutes over those who applied in the last 30 days.

    ``promised`` runs in the place's opening hours, as the promise does; ``wall`` is how long they waited.
    ``automatic`` is until the first message, which no person sends, by the wall clock.
    """

    promised: int | None
    wall: int | None
    automatic: int | None
    target: int
    overdue: int

    @property
    def is_in_time(self) -> bool:
        return self.promised is not None and self.promised <= self.target

    @property
    def is_wall_longer(self) -> bool:
        """A night or a closed day lay between."""
        return self.wall is not None and self.promised is not None and self.wall > self.promised


@dataclass(frozen=True)
class Figures:
    contact: Contact
    this_month: Rate | None
    last_month: Rate | None

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
        contact=_contact(scope, company, now),
        this_month=_rate(scope, month, now),
        last_month=_rate(scope, before, month),
    )


def _month_start(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _contact(scope: Scope, company: Company, now: datetime) -> Contact:
    rows = (
        scope.applications()
        .filter(is_started=True, applied_at__gt=now - CONTACT_SPAN)
        .select_related("job__location")
        .only("applied_at", "started_at", "contacted_at", *_HOURS)
        .order_by("-applied_at")[:LATEST]
    )
    known = list(rows)
    met = [(row, _begun(row), row.contacted_at) for row in known if row.contacted_at is not None]
    return Contact(
        promised=_median([hours_of(row.job.location).minutes_between(begun, at) for row, begun, at in met]),
        wall=_median([_minutes(at - begun) for _row, begun, at in met]),
        automatic=_automatic({row.pk: _begun(row) for row in known}),
        target=company.first_contact_minutes,
        overdue=overdue(scope, now).count(),
    )


def _begun(application: Application) -> datetime:
    return application.started_at or application.applied_at


def _minutes(length: timedelta) -> float:
    return max(0.0, length.total_seconds() / 60)


def _median(waits: Sequence[float]) -> int | None:
    return round(median(waits)) if waits else None


def _automatic(begun: Mapping[int, datetime]) -> int | None:
    """Until the first thanks left; what a person writes or says is counted apart."""
    rows = Message.objects.outgoing().filter(
        application__in=list(begun), kind=Kind.THANKS, sent_at__isnull=False
    )
    first = rows.order_by().values_list("application").annotate(first=Min("sent_at"))
    return _median([_minutes(at - begun[pk]) for pk, at in first])


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
