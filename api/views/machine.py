"""The endpoints below ``/api/v1/``: each asks one service and answers."""

from datetime import datetime
from typing import Any  # answers are told as plain values, which the schemas check
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from api import schemas
from api.auth import BearerKey, key_of
from api.problems import Fault, Refused
from api.services.once import Answer, KeyReused, answered_once, fingerprint_of
from api.services.receiving import NotUnderstood, NumberTaken, Posted, take_in, understand
from api.services.showing import (
    BadCursor,
    absolute,
    applications_of,
    job_told,
    jobs_of,
    narrowed,
    page_after,
    told,
)
from api.words import faults_of
from candidates.models import Application, Job
from candidates.services.posting import is_open
from company import clock
from company.policy import ApiScope
from scheduling.models import Interview

LONGEST_KEY = 120
PROBLEMS = {401: schemas.Problem, 429: schemas.Problem}
SCOPED = {**PROBLEMS, 403: schemas.Problem}
router = Router()


def _posted(data: schemas.ApplicationIn) -> Posted:
    person = data.applicant
    cells = person.model_dump(
        exclude={"language", "preferred_channel", "preferred_hours", "guardian_consent"}
    )
    cells |= {"motivation": data.motivation, "availability": data.availability, "source_note": data.source}
    return Posted(
        job=data.job,
        cells=cells,
        language=person.language,
        preferred_channel=person.preferred_channel,
        preferred_hours=person.preferred_hours,
        guardian_consent=person.guardian_consent,
        consent_text=data.consent_text,
        external_ref=data.external_ref,
        applied_at=data.applied_at,
        starts_contact=data.start_contact,
    )


@router.get("/me", response={200: schemas.Me, **PROBLEMS}, auth=BearerKey(), operation_id="me")
def me(request: HttpRequest) -> dict[str, object]:
    """The key that asks: its name, scopes, locations and limit."""
    token = key_of(request)
    return {
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "all_locations": not token.is_limited,
        "locations": [{"slug": one.slug, "name": one.name} for one in token.locations.all()],
        "expires_at": token.expires_at,
        "requests_per_minute": settings.API_LIMIT_PER_MINUTE,
    }


@router.get(
    "/jobs",
    response={200: schemas.Jobs, **SCOPED, 422: schemas.Problem},
    auth=BearerKey(ApiScope.JOBS),
    operation_id="list_jobs",
)
def jobs(request: HttpRequest, filters: Query[schemas.ListFilters]) -> dict[str, object]:
    """The jobs of the key's locations, with the slug that an application names."""
    rows = jobs_of(key_of(request))
    numbers, following = _page(rows, filters)
    now = clock.now()
    items = [_job(job, now) for job in rows.filter(pk__in=numbers).order_by("pk")]
    return {"items": items, "next": following or None}


def _job(job: Job, now: datetime) -> dict[str, object]:
    return {
        **job_told(job),
        "takes_applications": is_open(job, now.astimezone(ZoneInfo(job.location.zone)).date()),
        "closes_on": job.closes_on,
        "url": absolute(f"/jobs/{job.slug}/"),
    }


@router.post(
    "/applications",
    response={
        200: schemas.ApplicationOut,
        201: schemas.ApplicationOut,
        **SCOPED,
        400: schemas.Problem,
        409: schemas.Problem,
        413: schemas.Problem,
        415: schemas.Problem,
        422: schemas.Problem,
    },
    auth=BearerKey(ApiScope.WRITE),
    operation_id="post_application",
)
def post_application(request: HttpRequest, response: HttpResponse, data: schemas.ApplicationIn) -> Any:
    """Take in one application: 201 when it is new, 200 when it is known already and stays one.

    The same person with an open application for the same job keeps that one, whichever way it came. With
    an ``Idempotency-Key`` the same request gets the same answer for 24 hours.
    """
    token, now = key_of(request), clock.now()

    def work() -> Answer:
        application, is_new = take_in(_posted(data), token, now=now)
        [shown] = told([_with_place(application)])
        out = schemas.ApplicationOut.model_validate(shown).model_dump(mode="json")
        return (201 if is_new else 200), out

    key = _key(request)
    try:
        print_of = fingerprint_of("POST", request.path, request.body)
        (status, body), is_repeated = answered_once(token, key, print_of, work, machine_now=timezone.now())
    except KeyReused as error:
        raise Refused("key_reused") from error
    except NumberTaken as error:
        raise Refused("conflict") from error
    except NotUnderstood as wrong:
        raise Refused("invalid", errors=faults_of(wrong.problems)) from wrong
    if is_repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return Status(status, body)


@router.post(
    "/applications/check",
    response={
        200: schemas.Checked,
        **SCOPED,
        400: schemas.Problem,
        413: schemas.Problem,
        415: schemas.Problem,
        422: schemas.Problem,
    },
    auth=BearerKey(ApiScope.WRITE),
    operation_id="check_application",
)
def check_application(request: HttpRequest, data: schemas.ApplicationIn) -> dict[str, object]:
    """Whether it could be taken in. Nothing is stored, nobody is written to."""
    try:
        understood = understand(_posted(data), key_of(request), now=clock.now())
    except NotUnderstood as wrong:
        raise Refused("invalid", errors=faults_of(wrong.problems)) from wrong
    return {"job": job_told(understood.job)}


@router.get(
    "/applications",
    response={200: schemas.Applications, **SCOPED, 422: schemas.Problem},
    auth=BearerKey(ApiScope.READ),
    operation_id="list_applications",
)
def applications(request: HttpRequest, filters: Query[schemas.ApplicationFilters]) -> dict[str, object]:
    """Applications of the key's locations, the oldest first; by what changed, stage, job or your number."""
    rows = narrowed(
        applications_of(key_of(request)),
        updated_since=filters.updated_since,
        external_ref=filters.external_ref,
        stage=filters.stage or "",
        job=filters.job,
    )
    numbers, following = _page(rows, filters)
    shown = Application.objects.select_related("job__location").filter(pk__in=numbers).order_by("pk")
    return {"items": told(shown), "next": following or None}


@router.get(
    "/applications/{int:application_id}",
    response={200: schemas.ApplicationOut, **SCOPED, 404: schemas.Problem, 422: schemas.Problem},
    auth=BearerKey(ApiScope.READ),
    operation_id="get_application",
)
def application(request: HttpRequest, application_id: int) -> dict[str, object]:
    """Where one application stands."""
    return told([_found(request, application_id)])[0]


@router.get(
    "/applications/{int:application_id}/interviews",
    response={200: schemas.Interviews, **SCOPED, 404: schemas.Problem, 422: schemas.Problem},
    auth=BearerKey(ApiScope.READ),
    operation_id="list_interviews",
)
def interviews(request: HttpRequest, application_id: int) -> dict[str, object]:
    """Its interviews, from the invitation to the outcome."""
    rows = Interview.objects.filter(application=_found(request, application_id)).order_by("pk")
    fields = schemas.InterviewOut.model_fields
    return {"items": [{name: getattr(row, name) for name in fields} for row in rows]}


def _found(request: HttpRequest, number: int) -> Application:
    if number > schemas.LARGEST_NUMBER:
        raise Http404
    found = applications_of(key_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _with_place(application: Application) -> Application:
    return Application.objects.select_related("job__location").get(pk=application.pk)


def _page(rows: Any, filters: schemas.ListFilters) -> tuple[list[int], str]:
    try:
        return page_after(rows, filters.cursor, filters.limit)
    except BadCursor as error:
        fault = Fault("cursor", "cursor")
        raise Refused("invalid", errors={"cursor": [fault]}) from error


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not all(33 <= ord(letter) < 127 for letter in key):
        fault = Fault("format", "1–120 × ASCII")
        raise Refused("invalid", errors={"Idempotency-Key": [fault]})
    return key
