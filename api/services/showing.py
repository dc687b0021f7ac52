"""What a key may read: applications, jobs and interviews, page by page."""

import base64
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse

from api import schemas
from candidates.models import Application, ApplicationQuerySet, Job
from candidates.policy import clean_line
from company.models import ApiToken, AuditEvent
from company.services.api_tokens import reach_of


class BadCursor(ValueError):
    """Not one of ours."""


def applications_of(token: ApiToken) -> ApplicationQuerySet:
    rows = Application.objects.select_related("job__location")
    return rows.filter(job__location__in=reach_of(token))


def narrowed(
    rows: ApplicationQuerySet, *, updated_since: datetime | None, external_ref: str, stage: str, job: str
) -> ApplicationQuerySet:
    if updated_since is not None:
        touched = AuditEvent.objects.filter(at__gte=updated_since, application_id__isnull=False)
        rows = rows.filter(pk__in=touched.values("application_id"))
    if ref := clean_line(external_ref):
        rows = rows.filter(external_ref=ref)
    if stage:
        rows = rows.filter(stage=stage)
    if said := clean_line(job):
        is_number = said.isascii() and said.isdigit() and len(said) < 19
        rows = rows.filter(job__pk=int(said)) if is_number else rows.filter(job__slug=said)
    return rows


def jobs_of(token: ApiToken) -> QuerySet[Job]:
    return Job.objects.select_related("location").filter(location__in=reach_of(token))


def page_after(rows: QuerySet[Application] | QuerySet[Job], cursor: str, limit: int) -> tuple[list[int], str]:
    """Numbers of the next rows in their order, and the cursor behind them. Raises BadCursor."""
    numbers = list(rows.filter(pk__gt=_read(cursor)).order_by("pk").values_list("pk", flat=True)[: limit + 1])
    return numbers[:limit], _write(numbers[limit - 1]) if len(numbers) > limit else ""


def _write(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        number = int(text.removeprefix("after:"))
    except ValueError as error:
        raise BadCursor from error
    if cursor != _write(number) or not 0 <= number <= schemas.LARGEST_NUMBER:
        raise BadCursor
    return number


def told(applications: Iterable[Application]) -> list[dict[str, object]]:
    """Applications as ``schemas.ApplicationOut``."""
    rows = list(applications)
    moved = AuditEvent.objects.filter(application_id__in=[row.pk for row in rows])
    last = dict(moved.order_by().values_list("application_id").annotate(Max("at")))
    return [_told(row, last.get(row.pk) or row.applied_at) for row in rows]


def _told(row: Application, updated_at: datetime) -> dict[str, object]:
    return {
        "id": row.pk,
        "external_ref": row.external_ref,
        "job": job_told(row.job),
        "stage": row.stage,
        "source": row.source,
        "applied_at": row.applied_at,
        "contact_started_at": row.started_at,
        "first_contact_due_at": row.first_contact_due_at,
        "contacted_at": row.contacted_at,
        "decide_by": row.decide_by,
        "offered_at": row.offered_at,
        "offer_accepted_at": row.offer_accepted_at,
        "starts_on": row.starts_on,
        "closed_at": row.closed_at,
        "closed_reason": row.closed_reason,
        "updated_at": updated_at,
        "url": page_of(row.pk),
    }


def job_told(job: Job) -> dict[str, object]:
    place = {"slug": job.location.slug, "name": job.location.name}
    return {"id": job.pk, "slug": job.slug, "title": job.title, "location": place}


def page_of(application_id: int) -> str:
    """Where staff find it."""
    return absolute(reverse("dashboard:application", args=[application_id]))


def absolute(path: str) -> str:
    base = urlsplit(settings.PUBLIC_BASE_URL)
    return f"{base.scheme}://{base.netloc}{path}"
