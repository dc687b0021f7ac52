"""What a pressed button gets back: the changed parts by htmx, the page again without."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_htmx.http import trigger_client_event

from candidates.models import Application, ApplicationQuerySet
from candidates.services.locking import PersonErased
from company import clock
from dashboard.queries.today import rows_for
from dashboard.scope import staff_of
from dashboard.views.access import back
from dashboard.views.desk import desk_context, htmx_target
from dashboard.views.showing import page_context
from scheduling.models import Interview


def the_application(request: HttpRequest, pk: int) -> Application:
    """The application, if this person may see it; otherwise it does not exist for them.

    Nothing is done any more with somebody who was erased. Raises PersonErased.
    """
    rows = seen_by(request).select_related("candidate", "job__location", "job__owner", "owner")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and found.candidate.erased_at is not None:
        raise PersonErased
    return found


def the_interview(request: HttpRequest, pk: int) -> Interview:
    rows = Interview.objects.visible_to(staff_of(request))
    return get_object_or_404(
        rows.select_related("application__candidate", "application__job__location"), pk=pk
    )


def seen_by(request: HttpRequest) -> ApplicationQuerySet:
    """Every application the person may see; the store chosen in the top bar narrows lists, not pages."""
    return Application.objects.visible_to(staff_of(request))


def done(request: HttpRequest, application: Application, part: str = "") -> HttpResponse:
    """After an action: the row, the queue or the page's parts that asked for it, or a redirect."""
    target, now = htmx_target(request), clock.now()
    if target.startswith("iv-"):
        return trigger_client_event(_row(request, application, target, now), "queue-changed")
    if target == "queue":
        context = desk_context(request, "_queue", now)
        response = render(request, "dashboard/desk/_queue_live.html", context)
        return trigger_client_event(response, "day-changed")
    if target:
        return render(request, "dashboard/candidate/_live.html", page_context(request, application, now))
    return back(request, "dashboard:application", application.pk)


def _row(request: HttpRequest, application: Application, target: str, now: datetime) -> HttpResponse:
    number = target.removeprefix("iv-")
    chosen = Interview.objects.visible_to(staff_of(request)).filter(
        application=application, pk=int(number) if number.isdecimal() else 0
    )
    row = next(iter(rows_for(chosen, now)), None)
    if row is None:
        return HttpResponse(status=204)
    context = {"row": row, "now": now, "may_act": staff_of(request).may_act}
    return render(request, "dashboard/desk/_row_live.html", context)


def refused(request: HttpRequest, application: Application, words: str) -> HttpResponse:
    """The action did not happen; ``words`` say why and what to do next."""
    messages.error(request, words)
    return done(request, application)
