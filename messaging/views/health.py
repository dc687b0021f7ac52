"""Whether this instance is up and how it is doing, for machines that watch it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from company import clock
from messaging.services.metrics import as_metrics
from messaging.services.vitals import may_watch, vitals


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up. Touches nothing else, so that an outage elsewhere does not take the web down."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process is up and its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures only; the same for every web process."""
    address, forwarded = request.META.get("REMOTE_ADDR", ""), "X-Forwarded-For" in request.headers
    if not may_watch(request.headers.get("Authorization", ""), address, forwarded=forwarded):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(as_metrics(vitals(clock.now())), content_type=CONTENT_TYPE_LATEST)
