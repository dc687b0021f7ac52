"""取り込みの列, and one person's data: reading it out, erasing it."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from candidates.models import Application, ColumnChoice
from candidates.services.erasing import erase
from candidates.services.import_words import field_labels
from candidates.services.remembering import forget_column, keep_column
from company import clock
from company.services.profile import the_company
from company.services.trail import record
from dashboard.aside import lay_aside, take_up, wants_back
from dashboard.permits import must_own
from dashboard.queries.personal import export_of, what_is_kept
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


@login_required
@never_cache
def personal(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept about one person. Erasing takes their name, typed: it cannot be undone."""
    must_own(request)
    application = get_object_or_404(Application.objects.select_related("candidate"), pk=pk)
    person, fault = application.candidate, ""
    if request.method == "POST" and person.erased_at is None:
        if "".join(request.POST.get("name", "").split()) == "".join(str(person).split()):
            erase(person, now=clock.now(), by=staff_of(request))
            messages.success(request, _("The person’s data is erased."))
            return redirect("dashboard:application", pk)
        fault = _("Please type the name as it stands above.")
    context = {
        "application": application,
        "person": person,
        "kept": what_is_kept(person),
        "months": the_company().retention_months,
        "fault": fault,
        "typed": request.POST.get("name", ""),
    }
    return render(request, "dashboard/settings/personal.html", context, status=422 if fault else 200)


@login_required
@never_cache
def personal_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it as a file, for the person who asked."""
    must_own(request)
    application = get_object_or_404(Application.objects.select_related("candidate"), pk=pk)
    record("personal_data_read_out", application.candidate, now=clock.now(), by=staff_of(request))
    text = json.dumps(export_of(application.candidate), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="person-{application.candidate_id}.json"'
    return answer
