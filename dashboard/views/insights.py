"""ふりかえり: the page, and its tables as files."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from company import clock
from dashboard.queries.calibration import calibration
from dashboard.queries.insights import wanted_by
from dashboard.queries.insights_page import Page, choices
from dashboard.scope import Scope, scope_of


@login_required
def insights(request: HttpRequest) -> HttpResponse:
    scope, now = scope_of(request), clock.now()
    wanted = wanted_by(request.GET.dict(), scope, now)
    page = Page(scope, wanted, now)
    context = {
        "page": page,
        "wanted": wanted,
        "choices": choices(scope, wanted),
        "calibration": calibration(Scope(scope.staff, wanted.place), now=now),
        "now": now,
    }
    return render(request, "dashboard/insights/insights.html", context)


@login_required
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What the page shows, narrowed as the page is: sums, never a person."""
    scope, now = scope_of(request), clock.now()
    wanted = wanted_by(request.GET.dict(), scope, now)
    text = Page(scope, wanted, now).file(code)
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    days = f"{wanted.period.first:%Y%m%d}-{wanted.period.last:%Y%m%d}"
    name = quote(_("insights_%(code)s_%(days)s.csv") % {"code": code, "days": days})
    plain = f"insights_{code}_{days}.csv"
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return answer
