"""応募者: the list, and adding one person by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from candidates.policy import Source
from candidates.services.intake import receive
from company import clock
from dashboard.forms_applications import AddApplicationForm
from dashboard.permits import must_act
from dashboard.queries import people
from dashboard.queries.imports import unfinished
from dashboard.scope import scope_of, staff_of


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what stands in the address."""
    scope, now = scope_of(request), clock.now()
    names = ("stage", "span", "where", "q", "sort")
    wanted = people.Filter(**{name: request.GET.get(name, "").strip()[:100] for name in names})
    rows = people.found(scope, wanted)
    page = people.page_of(rows, request.GET.get("page"))
    is_new = not wanted.is_narrow and not page.paginator.count and not scope.applications().exists()
    context = {
        "page": page,
        "people": people.people_on(page, rows, now=now),
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "wanted": wanted,
        "counts": people.counts(scope, wanted),
        "places": people.places(scope),
        "is_new": is_new,
        "running": unfinished(scope, now=now) if scope.staff.may_act else None,
        "now": now,
    }
    return render(request, "dashboard/candidates/list.html", context)


@login_required
def add_application(request: HttpRequest) -> HttpResponse:
    """Somebody called, wrote or walked in: enter them, and the story begins with the thanks."""
    must_act(request)
    staff, now = staff_of(request), clock.now()
    form = AddApplicationForm(request.POST or None, scope=scope_of(request), today=now.date())
    if request.method == "POST" and form.is_valid():
        application = receive(
            form.applicant(),
            job=form.cleaned_data["job"],
            now=now,
            source=Source.DESK,
            form_key=form.cleaned_data["form_key"],
            by=staff,
            source_note=form.cleaned_data["source_note"],
        )
        is_known = application.applied_at != now
        words = (
            _("They had applied for this job already; here is their page.")
            if is_known
            else _("Entered. Thanks are on their way.")
        )
        messages.success(request, words)
        return redirect("dashboard:application", application.pk)
    return render(
        request, "dashboard/candidates/add.html", {"form": form}, status=422 if form.errors else 200
    )
