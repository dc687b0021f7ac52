"""A CSV file on its way in: upload, columns, preview, saving, and starting contact."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.vary import vary_on_headers

from candidates.models import Import, ImportState
from candidates.policy.spreadsheets import safe_cell
from candidates.services.import_words import field_labels, file_words
from candidates.services.importing import (
    ColumnsMissing,
    UnreadableFile,
    WrongStep,
    choose_columns,
    confirm,
    discard,
    start,
    summary,
    upload,
)
from company import clock
from dashboard.forms_imports import UploadForm
from dashboard.permits import must_act
from dashboard.queries import imports as queries
from dashboard.scope import Scope, acting, scope_of, staff_of
from dashboard.tablets import not_by_pin

LISTED = 30


@login_required
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier files, and the form for a new one."""
    must_act(request)
    scope = scope_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, scope=scope)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = upload(
                file.read(), name=file.name, job=form.cleaned_data["job"], by=scope.staff, now=clock.now()
            )
        except UnreadableFile as wrong:
            form.add_error("file", file_words(wrong))
        else:
            return redirect("dashboard:import", batch.pk)
    context = {"form": form, "batches": queries.imports(scope)[:LISTED]}
    return render(request, "dashboard/imports/list.html", context, status=422 if form.errors else 200)


def _batch(request: HttpRequest, pk: int) -> Import:
    """The store chosen in the top bar narrows lists, not pages."""
    must_act(request)
    return get_object_or_404(queries.imports(Scope(staff_of(request))), pk=pk)


@login_required
@vary_on_headers("HX-Request")
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The step the import is at. While it is being worked on, htmx asks for the numbers alone."""
    batch = _batch(request, pk)
    if request.headers.get("HX-Request"):
        return _progress(request, batch)
    if batch.state == ImportState.UPLOADED or (
        batch.state == ImportState.CHECKED and request.GET.get("columns")
    ):
        return _columns_page(request, batch)
    return _lines_page(request, batch)


def _progress(request: HttpRequest, batch: Import) -> HttpResponse:
    """Still busy: the bar. Finished: the whole page anew, since its next step is another."""
    if batch.state not in queries.BUSY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "dashboard/imports/_import.html", {"batch": batch, "is_busy": True})


def _columns_page(request: HttpRequest, batch: Import, trouble: str = "") -> HttpResponse:
    columns = queries.columns(batch)
    if trouble:
        typed = [request.POST.get(f"column-{column.index}", "") for column in columns]
        columns = [
            queries.Column(column.index, column.header, column.samples, field)
            for column, field in zip(columns, typed, strict=True)
        ]
    context = {
        "batch": batch,
        "columns": columns,
        "fields": list(field_labels().items()),
        "trouble": trouble,
    }
    return render(request, "dashboard/imports/columns.html", context, status=422 if trouble else 200)


def _lines_page(request: HttpRequest, batch: Import) -> HttpResponse:
    show = request.GET.get("show", "")
    page = queries.page_of(queries.rows_of(batch, show), request.GET.get("page"))
    context = {
        "batch": batch,
        "summary": summary(batch),
        "is_busy": batch.state in queries.BUSY,
        "show": show,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": queries.lines(page, batch.mapping),
    }
    return render(request, "dashboard/imports/lines.html", context)


@acting
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    prefix = "column-"
    chosen = {
        name.removeprefix(prefix): str(field)
        for name, field in request.POST.items()
        if name.startswith(prefix) and field
    }
    known = {str(index) for index in range(len(batch.headers))}
    try:
        choose_columns(
            batch,
            {index: field for index, field in chosen.items() if index in known},
            by=staff_of(request),
            now=clock.now(),
        )
    except ColumnsMissing as wrong:
        return _columns_page(request, batch, _columns_words(wrong))
    except WrongStep:
        return _elsewhere(request, batch)
    return redirect("dashboard:import", batch.pk)


def _columns_words(wrong: ColumnsMissing) -> str:
    words = {
        "name": _("Say which column holds the name."),
        "contact": _("Say which column holds the phone number or the e-mail address."),
        "twice": _("Two columns are the same thing. Choose each only once."),
    }
    return words[wrong.code]


def _elsewhere(request: HttpRequest, batch: Import) -> HttpResponse:
    messages.error(request, _("This import has moved on meanwhile. Here is where it stands now."))
    return redirect("dashboard:import", batch.pk)


@acting
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the good lines. Nobody is contacted by this."""
    batch = _batch(request, pk)
    try:
        confirm(batch, by=staff_of(request), now=clock.now())
    except WrongStep:
        return _elsewhere(request, batch)
    return redirect("dashboard:import", batch.pk)


@acting
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        discard(batch, by=staff_of(request), now=clock.now())
    except WrongStep:
        return _elsewhere(request, batch)
    messages.success(request, _("The file is given up; nothing of it was saved."))
    return redirect("dashboard:imports")


@acting
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Start contact, if as many people wait as the button said."""
    batch = _batch(request, pk)
    if request.POST.get("people") != str(summary(batch).waiting):
        messages.error(request, _("The number of people has changed. Look once more, then press again."))
        return redirect("dashboard:import", batch.pk)
    try:
        people = start(batch, by=staff_of(request), now=clock.now())
    except WrongStep:
        return _elsewhere(request, batch)
    words = ngettext(
        "Contact with %(n)d person has begun.", "Contact with %(n)d people has begun.", people
    ) % {"n": people}
    messages.success(request, words)
    return redirect("dashboard:import", batch.pk)


@not_by_pin
@login_required
def wrong_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that need another look, as a file to put right and upload again."""
    batch = _batch(request, pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="import-{batch.pk}-to-put-right.csv"'
    writer = csv.writer(response)
    lines = [[*batch.headers, _("To put right")]]
    lines += [[*row.cells, " ".join(row.errors)] for row in queries.rows_of(batch, "wrong")]
    writer.writerows([safe_cell(cell, keeps_numbers=True) for cell in line] for line in lines)
    return response
