"""応募者: the list, and adding one person by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from candidates.policy import Source
from candidates.services.intake import receive
from company import clock
from company.services.profile import the_company
from dashboard.forms_applications import AddApplicationForm
from dashboard.permits import must_act
from dashboard.queries import people, people_page, people_words
from dashboard.queries.bulk_acts import under_way
from dashboard.queries.exporting import may_export
from dashboard.queries.imports import unfinished
from dashboard.queries.people_filter import Filter, read
from dashboard.queries.people_views import tabs
from dashboard.scope import Scope, scope_of, staff_of
from dashboard.views.desk import htmx_target


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what stands in the address; htmx asks for the state of an import alone,
    and for all the places once the form is used."""
    scope, now = scope_of(request), clock.now()
    running = unfinished(scope, now=now) if scope.staff.may_act else None
    if htmx_target(request) == "import":
        response = render(request, "dashboard/candidates/_import.html", {"batch": running})
    elif htmx_target(request) == "f-where":
        wanted = read(request.GET)
        offered = people_words.places(scope, wanted, all_of_them=True).shown
        response = render(request, "dashboard/candidates/_where.html", {"places": offered, "wanted": wanted})
    else:
        context = _context(request, scope, read(request.GET))
        response = render(request, "dashboard/candidates/list.html", context | {"running": running})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _context(request: HttpRequest, scope: Scope, wanted: Filter) -> dict[str, object]:
    now = clock.now()
    counts = None if wanted.is_searched else people_page.counts(scope, wanted, now)
    total = _total(counts, wanted)
    number, after = request.GET.get("page", ""), request.GET.get("after", "")
    page = people_page.page(scope, wanted, now, number=number, after=after, total=total)
    is_empty = not page.ids and not wanted.is_narrow
    rows = people.people_on(page.ids, now=now, keys=page.keys)
    return {
        "page": page,
        "people": rows,
        "has_waiting": any(not row.application.is_started for row in rows),
        "search_alone": Filter(q=wanted.q).query,
        "wanted": wanted,
        "counts": counts,
        "total": page.total,
        "chips": people_words.chips(scope, wanted),
        "choices": _choices(scope, wanted, all_places=request.GET.get("places") == "all"),
        "tabs": tabs(scope.staff, wanted),
        "is_new": is_empty and not scope.applications().exists(),
        "acts": under_way(scope.staff),
        "may_act": scope.staff.may_act,
        "may_export": may_export(scope.staff, the_company()),
        "now": now,
    }


def _total(counts: people_page.Counts | None, wanted: Filter) -> people_page.Number:
    """How many the list holds, from the counts its buttons show."""
    if counts is None:
        return people_page.Number(0)
    if wanted.stage in counts.stages:
        return counts.stages[wanted.stage]
    return counts.everyone if not wanted.stage else people_page.Number(people_page.COUNTED, True)


def _choices(scope: Scope, wanted: Filter, *, all_places: bool) -> dict[str, object]:
    return {
        "places": people_words.places(scope, wanted, all_of_them=all_places),
        "owners": people_words.owners(scope),
        "sources": people_words.sources(),
        "keen": people_words.keennesses(),
        "answers": people_words.answers(),
        "contacts": people_words.contacts(),
        "days": people_words.day_choices(),
    }


@login_required
def add_application(request: HttpRequest) -> HttpResponse:
    """Somebody called, wrote or walked in: enter them, and the story begins with the thanks."""
    must_act(request)
    staff, now = staff_of(request), clock.now()
    form = AddApplicationForm(request.POST or None, scope=scope_of(request))
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
        words = (
            _("Entered. Thanks are on their way.")
            if application.is_new
            else _("They had applied for this job already; here is their page.")
        )
        messages.success(request, words)
        return redirect("dashboard:application", application.pk)
    return render(
        request, "dashboard/candidates/add.html", {"form": form}, status=422 if form.errors else 200
    )
