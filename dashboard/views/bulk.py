"""A decision about many while it is carried out, and what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from company import clock
from company.models import BulkAct
from dashboard.queries.bulk_acts import acts_seen_by, progress
from dashboard.scope import acting, staff_of
from dashboard.services import bulk as acts
from dashboard.views.desk import htmx_target


@login_required
def bulk_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; htmx asks the same address for the numbers alone, while it runs."""
    act = _the_act(request, pk)
    is_part = htmx_target(request) == "progress"
    template = "dashboard/candidates/_progress.html" if is_part else "dashboard/candidates/progress.html"
    response = render(request, template, {"progress": progress(act, staff_of(request))})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@acting
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave undone what has not been done."""
    act = _the_act(request, pk)
    if acts.stop(act, by=staff_of(request), now=clock.now()):
        messages.success(request, _("Stopped. What was done before stays done."))
    return redirect("dashboard:bulk_act", act.pk)


@acting
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what can still be taken back; that is a decision about many as well."""
    act = _the_act(request, pk)
    back = acts.undo(act, by=staff_of(request), now=clock.now())
    if back is None:
        messages.error(request, _("This cannot be taken back any more."))
        return redirect("dashboard:bulk_act", act.pk)
    return redirect("dashboard:bulk_act", back.pk)


def _the_act(request: HttpRequest, pk: int) -> BulkAct:
    return get_object_or_404(acts_seen_by(staff_of(request)), pk=pk)
