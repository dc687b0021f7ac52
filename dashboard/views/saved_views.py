"""Keeping a list with its filters under a name, and tidying what is kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.policy import clean_line
from company.models import SavedView
from dashboard.aside import lay_aside, take_up, wants_back
from dashboard.queries.people_filter import read
from dashboard.scope import staff_of
from dashboard.services import saved_views as kept

LONGEST_NAME = 40


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it stands; or bring back the view that was just deleted."""
    if wants_back(request):
        return _brought_back(request)
    query = read(QueryDict(request.POST.get("query", ""))).query
    name = clean_line(request.POST.get("name", ""))[:LONGEST_NAME]
    if not name:
        messages.error(request, _("Give it a name, so that you find it again."))
        return _to(query)
    try:
        kept.save_view(staff_of(request), name, query)
    except kept.NameTaken:
        messages.error(request, _("You have a view of this name already. Choose another name."))
    except kept.TooLong:
        messages.error(request, _("These conditions are too long to keep. Shorten the search."))
    except kept.EnoughViews:
        messages.error(request, _("No more than %(n)d fit. Delete one first.") % {"n": kept.MOST})
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return _to(query)


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, another place, other conditions, or gone."""
    view = get_object_or_404(SavedView, pk=pk, staff=staff_of(request))
    match request.POST.get("do"):
        case "rename":
            _rename(request, view)
        case "left":
            kept.move_view(view, -1)
        case "right":
            kept.move_view(view, 1)
        case "delete":
            lay_aside(request, "view", name=view.name, query=view.query, position=view.position)
            view.delete()
            words = _("“%(name)s” is gone. The people are untouched.") % {"name": view.name}
            undo = reverse("dashboard:save_view") + "?back=1"
            messages.success(request, words, extra_tags=undo)
            return _to("")
    return _to(view.query)


def _brought_back(request: HttpRequest) -> HttpResponse:
    gone = take_up(request, "view")
    try:
        view = gone and kept.save_view(staff_of(request), gone["name"], gone["query"], at=gone["position"])
    except (kept.NameTaken, kept.EnoughViews):
        view = None
    if not view:
        messages.error(request, _("It cannot be brought back any more."))
    return _to(view.query if view else "")


def _rename(request: HttpRequest, view: SavedView) -> None:
    name = clean_line(request.POST.get("name", ""))[:LONGEST_NAME]
    try:
        if name:
            kept.rename_view(view, name)
    except kept.NameTaken:
        view.refresh_from_db()
        messages.error(request, _("You have a view of this name already. Choose another name."))


def _to(query: str) -> HttpResponse:
    return redirect(reverse("dashboard:applications") + (f"?{query}" if query else ""))
