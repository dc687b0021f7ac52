"""Facts as events for other systems: ids, states, times and a link; never a name, number or text."""

from datetime import UTC, datetime

from api.services.showing import page_of
from candidates.models import Application
from company.models import AuditEvent
from company.policy import HookEvent
from company.services.webhooks import listening, queue_event
from scheduling.models import Interview

STAGES = ("stage_moved", "application_contacted")


def tell_application(
    event: HookEvent, application_id: int, key: str, *, now: datetime, **more: object
) -> None:
    """Called inside the transaction of the fact; nothing is read unless somebody listens."""
    queue_event(event, f"{event}:{key}", lambda: _told(application_id, now) | more, now=now)


def tell_stage(application_id: int, *, now: datetime) -> None:
    """Only if this very change moved it: the signal also says that something else about it changed."""
    moves = AuditEvent.objects.filter(application_id=application_id, action__in=STAGES, at=now)
    for pk in moves.values_list("pk", flat=True):
        tell_application(HookEvent.STAGE_CHANGED, application_id, f"{application_id}:{pk}", now=now)


def tell_interview(event: HookEvent, interview_id: int, *, now: datetime) -> None:
    if not any(event in hook.events for hook in listening()):
        return
    row = Interview.objects.get(pk=interview_id)
    about = {
        "id": row.pk,
        "state": row.state,
        "starts_at": _moment(row.starts_at),
        "ends_at": _moment(row.ends_at),
        "confirmed_at": _moment(row.confirmed_at),
        "moves": row.moves,
    }
    key = f"{row.pk}:{row.version}:{now.isoformat()}"
    tell_application(event, row.application_id, key, now=now, interview=about)


def tell_of_erasing(candidate_id: int, *, now: datetime) -> None:
    for pk in Application.objects.filter(candidate=candidate_id).values_list("pk", flat=True):
        tell_application(HookEvent.ERASED, pk, f"{pk}", now=now)


def _told(application_id: int, now: datetime) -> dict[str, object]:
    row = Application.objects.select_related("job__location").get(pk=application_id)
    return {
        "application": row.pk,
        "external_ref": row.external_ref,
        "stage": row.stage,
        "source": row.source,
        "job": row.job.slug,
        "location": row.job.location.slug,
        "at": _moment(now),
        "url": page_of(row.pk),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
