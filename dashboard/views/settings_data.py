"""取り込みの列: what a file's columns mean."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.models import ColumnChoice
from candidates.services.import_words import field_labels
from candidates.services.remembering import forget_column, keep_column
from company import clock
from dashboard.aside import lay_aside, take_up, wants_back
from dashboard.permits import must_own
from dashboard.scope import staff_of


@login_required
def columns(request: HttpRequest) -> HttpResponse:
    """What columns were taken for, last time; changed here or forgotten."""
    must_own(request)
    if request.method == "POST" and wants_back(request):
        return _column_back(request)
    rows = ColumnChoice.objects.order_by("header")
    context = {"rows": rows, "fields": field_labels().items()}
    return render(request, "dashboard/settings/columns.html", context)


def _column_back(request: HttpRequest) -> HttpResponse:
    gone = take_up(request, "column")
    if gone and not ColumnChoice.objects.filter(header=gone["header"]).exists():
        again = ColumnChoice.objects.create(header=gone["header"])
        keep_column(again, gone["field"], by=staff_of(request), now=clock.now())
        messages.success(request, _("It is as it was before."))
    else:
        messages.error(request, _("It cannot be brought back any more."))
    return redirect("dashboard:settings_columns")


@login_required
@require_POST
def column(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    found = get_object_or_404(ColumnChoice, pk=pk)
    field = request.POST.get("field", "")
    if request.POST.get("do") == "forget":
        lay_aside(request, "column", header=found.header, field=found.field)
        forget_column(found, by=staff_of(request), now=clock.now())
        undo = reverse("dashboard:settings_columns") + "?back=1"
        messages.success(request, _("Forgotten. The next file is asked about it again."), extra_tags=undo)
    elif field == "" or field in field_labels():
        keep_column(found, field, by=staff_of(request), now=clock.now())
        messages.success(request, _("Saved."))
    return redirect("dashboard:settings_columns")
