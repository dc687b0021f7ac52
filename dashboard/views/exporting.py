"""The list as a file for a spreadsheet."""

from typing import cast
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from company import clock
from company.services import trail
from company.services.profile import the_company
from dashboard.queries.exporting import BATCH, chosen_columns, lines, may_export
from dashboard.queries.picked import picked_count, picked_parts
from dashboard.scope import acting, scope_of, staff_of
from dashboard.tablets import not_by_pin


@not_by_pin
@acting
def export(request: HttpRequest) -> HttpResponse:
    """Streamed, the chosen columns of the chosen people, however many; the trail keeps who took how many."""
    staff, scope, now = staff_of(request), scope_of(request), clock.now()
    if not may_export(staff, the_company()):
        raise PermissionDenied
    columns = chosen_columns(request.POST.getlist("columns"))
    people = picked_count(scope, request.POST, request.POST.getlist("pick"), now)
    if not columns or not people:
        messages.error(request, _("Choose people and at least one column."))
        return redirect("dashboard:applications")
    trail.record(
        "list_exported",
        the_company(),
        now=now,
        by=staff,
        rows=people,
        columns=[column.name for column in columns],
    )
    language = translation.get_language() or staff.language
    parts = picked_parts(scope, request.POST, request.POST.getlist("pick"), now, size=BATCH)
    answer = StreamingHttpResponse(
        lines(scope, parts, columns, language), content_type="text/csv; charset=utf-8"
    )
    day = f"{timezone.localtime(now):%Y-%m-%d}"
    name = quote(_("applicants_%(day)s.csv") % {"day": day})
    answer["Content-Disposition"] = f"attachment; filename=\"applicants_{day}.csv\"; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)  # Django's two kinds of answers share their base alone
