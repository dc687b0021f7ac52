"""求人: every posting with how many people came through it and how many times are open."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from candidates.models import Job
from candidates.policy import Stage
from candidates.services.posting import fact_words, has_closed, missing_in
from company.services.profile import the_company
from dashboard.scope import Scope

OVER = [stage for stage in Stage if stage.is_over]


@dataclass(frozen=True)
class JobRow:
    """``free`` are the open times at the job's location; ``missing`` is what the law asks it to say."""

    job: Job
    active: int
    total: int
    free: int
    missing: list[str]
    has_closed: bool = False

    @property
    def is_short(self) -> bool:
        return self.job.is_published and not self.free


def job_rows(scope: Scope, *, now: datetime) -> list[JobRow]:
    """Published ones first; in three questions."""
    company = the_company()
    free: dict[int, int] = {}
    for location in scope.slots().open(now).values_list("location", flat=True):
        free[location] = free.get(location, 0) + 1
    jobs = (
        scope.jobs()
        .select_related("location", "owner")
        .annotate(
            total=Count("applications", distinct=True),
            active=Count("applications", filter=~Q(applications__stage__in=OVER), distinct=True),
        )
        .order_by("-is_published", "location__name", "title", "pk")
    )
    return [
        JobRow(
            job,
            job.active,  # type: ignore[attr-defined]  # annotated
            job.total,  # type: ignore[attr-defined]  # annotated
            free.get(job.location_id, 0),
            [fact_words(name) for name in missing_in(job, company)],
            has_closed(job, now.astimezone(ZoneInfo(job.location.zone)).date()),
        )
        for job in jobs
    ]
