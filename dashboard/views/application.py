"""One application: the person, the one conversation, the interview, what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from company import clock
from dashboard.scope import scope_of


@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    rows = scope_of(request).applications().select_related("candidate", "job__location", "owner")
    found = get_object_or_404(rows, pk=pk)
    return render(request, "dashboard/candidate/page.html", {"application": found, "now": clock.now()})
