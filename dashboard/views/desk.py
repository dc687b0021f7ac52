"""今日: who comes today, and what to do next. One address serves the page and each of its live parts."""

from datetime import date, datetime
from typing import Any  # template contexts hold anything

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from company import clock
from company.services.profile import the_company
from dashboard.queries.attention import ON_THE_DESK, panel
from dashboard.queries.figures import figures
from dashboard.queries.today import Show, day_of
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import scope_of, staff_of

PARTS = {
    "kpis": "_kpis",
    "today-head": "_head",
    "timeline": "_timeline_live",
    "queue": "_queue",
    "attention": "_attention",
}
FIGURES = {"desk", "_kpis"}
TASKS = {"desk", "_queue"}


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    part = PARTS.get(htmx_target(request), "desk")
    folder = "attention" if part == "_attention" else "desk"
    context = desk_context(request, part, clock.now())
    response = render(request, f"dashboard/{folder}/{part}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def htmx_target(request: HttpRequest) -> str:
    """The id of the element htmx wants anew; empty for a whole page."""
    return request.headers.get("HX-Target", "") if request.headers.get("HX-Request") == "true" else ""


def desk_context(request: HttpRequest, part: str, now: datetime) -> dict[str, Any]:
    """What the page or one part of it shows; a part asks only its own questions."""
    scope, company = scope_of(request), the_company()
    context: dict[str, Any] = {"now": now, "may_act": staff_of(request).may_act}
    if part not in {"_queue", "_attention"}:
        wanted = request.GET.get("show", "")
        show = Show(wanted) if wanted in set(Show) else Show.ALL
        context["day"] = day_of(scope, now, show, _chosen_day(request))
        if not context["day"].is_today:
            return context  # another day is a list to read and to print
    if part in {"desk", "_attention"}:
        context["attention"] = panel(scope, now, most=ON_THE_DESK)
    if part in FIGURES:
        context["figures"] = figures(scope, company, now)
    if part in TASKS:
        context["queue"] = queue_of(scope, company, now)
    return context


def _chosen_day(request: HttpRequest) -> date | None:
    """``?day=2026-06-12``; today without it, or with anything that is no day."""
    try:
        chosen = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return chosen if date(2000, 1, 1) <= chosen <= date(2100, 1, 1) else None
