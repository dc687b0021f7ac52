"""The audit trail of one application, in words."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from company import clock
from dashboard.queries.trail import trail_of
from dashboard.views.answering import the_application


@require_safe
@login_required
def trail(request: HttpRequest, pk: int) -> HttpResponse:
    application, page = the_application(request, pk), request.GET.get("page", "1")
    context = {
        "application": application,
        "candidate": application.candidate,
        "trail": trail_of(application, page=int(page) if page.isdecimal() else 1),
        "now": clock.now(),
    }
    return render(request, "dashboard/candidate/trail.html", context)
