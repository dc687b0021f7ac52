"""Whom this browser has just applied as, for half an hour. The thanks page itself knows nobody.

It is told only to who made the record known here by this very press: with somebody else's phone number
one gets their record, and must not get the right to connect a LINE account with it.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from candidates.models import Application, Job
from portal.services.line_offer import is_offered

COOKIE, SALT = "applied", "portal.applied"
LASTS = timedelta(minutes=30)


def remember(response: HttpResponse, application: Application, form_key: uuid.UUID) -> None:
    """This browser has just applied; nobody knew the person before."""
    is_new = application.form_key == form_key and application.candidate.created_at == application.applied_at
    if not is_new or not is_offered():
        response.delete_cookie(COOKIE, path="/jobs/", samesite="Lax")
        return
    response.set_signed_cookie(
        COOKIE,
        str(application.pk),
        salt=SALT,
        max_age=LASTS,
        path="/jobs/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def just_applied(request: HttpRequest, job: Job) -> Application | None:
    """Whom this browser applied as, for this job and within LASTS."""
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) or ""
    if not said.isdecimal() or not is_offered():
        return None
    known = Application.objects.select_related("candidate")
    return known.filter(pk=said, job=job, candidate__erased_at=None).first()
