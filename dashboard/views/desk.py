"""今日: who comes today, and what to do next. One address serves the page and each of its live parts."""

import re
from datetime import date, datetime
from typing import Any  # template contexts hold anything

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from company import clock
from company.services.profile import the_company
from dashboard.queries.attention import ON_THE_DESK, panel
from dashboard.queries.day_parts import Show
from dashboard.queries.figures import figures
from dashboard.queries.today import day_of, part_of
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import scope_of, staff_of

PARTS = {
    "kpis": "_kpis",
    "today-head": "_head",
    "timeline": "_timeline_live",
    "queue": "_queue",
    "attention": "_attention",
}
STORE = re.compile(r"store-([0-9]{1,15})")
FIGURES = {"desk", "_kpis"}
TASKS = {"desk", "_queue"}


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    target = htmx_target(request)
    if place := STORE.fullmatch(target):
        return _store(request, int(place[1]))
    part = PARTS.get(target, "desk")
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
        opened, is_whole = _opened(request), "all" in request.GET.getlist("open")
        show, on = _show(request), _chosen_day(request)
        context["day"] = day_of(scope, now, show, on, opened=opened, is_whole=is_whole)
        if not context["day"].is_today:
            return context  # another day is a list to read and to print
    if part in {"desk", "_attention"}:
        context["attention"] = panel(scope, now, most=ON_THE_DESK)
    if part in FIGURES:
        context["figures"] = figures(scope, company, now)
    if part in TASKS:
        context["queue"] = queue_of(scope, company, now)
    return context


def _store(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of one folded place. The address remembers which are open, for coming back to them."""
    scope, now = scope_of(request), clock.now()
    place = get_object_or_404(scope.locations(), pk=pk)
    day, part = part_of(scope, place, now, _show(request), _chosen_day(request))
    context = {"now": now, "may_act": staff_of(request).may_act, "day": day, "part": part}
    response = render(request, "dashboard/desk/_store.html", context)
    opened = "".join(f"&open={one}" for one in sorted({*_opened(request), pk}))
    response["HX-Replace-Url"] = f"{request.path}?{day.query}{opened}"
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _show(request: HttpRequest) -> Show:
    wanted = request.GET.get("show", "")
    return Show(wanted) if wanted in set(Show) else Show.ALL


def _opened(request: HttpRequest) -> frozenset[int]:
    """``?open=3&open=8``: places of a folded list that are open; what is no number is none."""
    said = request.GET.getlist("open")
    return frozenset(int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 16)


def _chosen_day(request: HttpRequest) -> date | None:
    """``?day=2026-06-12``; today without it, or with anything that is no day."""
    try:
        chosen = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return chosen if date(2000, 1, 1) <= chosen <= date(2100, 1, 1) else None
