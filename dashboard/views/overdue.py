"""24時間以内: everybody who has waited a day without a word from a person, and the button beside each."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from company import clock
from dashboard.queries.overdue import ON_A_PAGE, overdue, waiters
from dashboard.scope import scope_of, staff_of


@login_required
def overdue_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    rows = overdue(scope_of(request), now).select_related("candidate", "job__location", "owner")
    page = Paginator(rows.order_by("applied_at", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": waiters(list(page), now),
        "now": now,
        "may_act": staff_of(request).may_act,
    }
    return render(request, "dashboard/desk/overdue.html", context)
