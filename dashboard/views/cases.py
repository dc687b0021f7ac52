"""欠席対応: the list, and one case beside it. What can be done about it is in ``case_acts``."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from company import clock
from dashboard.queries import cases as queries
from dashboard.queries.case_list import the_list, wanted_from
from dashboard.scope import scope_of, staff_of
from dashboard.words_cases import CLOSING_REASONS
from noshow.models import Case


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The list, with its first case beside it where there is room."""
    return _page(request, None)


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, the_case(request, pk))


def the_case(request: HttpRequest, pk: int) -> Case:
    """The case, if this person may see its place; otherwise it does not exist for them."""
    rows = Case.objects.visible_to(staff_of(request)).select_related(
        "interview__application__candidate",
        "interview__application__job__location",
        "interview__application__owner",
        "opened_by",
        "closed_by",
    )
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, chosen: Case | None) -> HttpResponse:
    now = clock.now()
    listed = the_list(scope_of(request), wanted_from(request.GET), now=now)
    shown = chosen or (the_case(request, listed.first.pk) if listed.first else None)
    context = {
        "listed": listed,
        "is_list": chosen is None,
        "story": queries.story(shown, now=now) if shown else None,
        "now": now,
        "reasons": list(CLOSING_REASONS.items()),
    }
    return render(request, "dashboard/case/case.html", context)


@login_required
def attempts(request: HttpRequest, pk: int) -> HttpResponse:
    """What was tried and what is planned, for the refresh."""
    now = clock.now()
    context = {"story": queries.story(the_case(request, pk), now=now), "now": now}
    return render(request, "dashboard/case/_attempts.html", context)
