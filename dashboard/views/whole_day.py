"""嵐の日: a place's whole day is moved, called off or held online; shown first, done in the background."""

from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from company import clock
from company.models import BulkAct, Location
from dashboard.forms_day import DayForm
from dashboard.permits import must_act
from dashboard.queries.day_progress import progress_of
from dashboard.queries.whole_day import Outlook, outlook, with_starts
from dashboard.scope import Scope, acting, scope_of, staff_of
from dashboard.services import bulk, day_acts
from dashboard.services.day_deeds import Deed
from dashboard.views.desk import htmx_target


@login_required
def day_act(request: HttpRequest) -> HttpResponse:
    """The form; with its answers, what would happen; a POST does it."""
    must_act(request)
    if request.method == "POST":
        return _do(request)
    asked = "deed" in request.GET
    form = _form(request, request.GET if asked else None)
    shown = _outlook(request, form) if asked and form.is_valid() else None
    return _page(request, form, shown)


def _do(request: HttpRequest) -> HttpResponse:
    form, now, by = _form(request, request.POST), clock.now(), staff_of(request)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    shown = _outlook(request, form)
    if request.POST.get("mark") != shown.mark:
        words = _("Somebody booked, moved or withdrew meanwhile. Please look once more, then confirm.")
        return _page(request, form, shown, problem=words, status=422)
    if shown.needs_typing and request.POST.get("count", "").strip() != str(len(shown.acting)):
        words = _("Please type the number of people to confirm.")
        return _page(request, form, shown, problem=words, status=422)
    choices = with_starts(form.choices, shown.acting)
    people = [one.interview for one in shown.acting]
    act = day_acts.ask(choices, people, form.reason_words, by=by, now=now)
    return redirect("dashboard:day_progress", act.pk)


def _form(request: HttpRequest, data: Any) -> DayForm:
    scope, now = Scope(staff_of(request)), clock.now()
    if data is not None:
        return DayForm(data, scope=scope, now=now)
    place = scope_of(request).location or scope.locations().first()
    on = request.GET.get("on", "") or timezone.localtime(now).date().isoformat()
    initial = {"place": place, "on": on, "deed": Deed.CALL_OFF, "else_call_off": True}
    return DayForm(initial=initial, scope=scope, now=now)


def _outlook(request: HttpRequest, form: DayForm) -> Outlook:
    return outlook(Scope(staff_of(request)), form.where, form.choices, now=clock.now())


def _page(
    request: HttpRequest, form: DayForm, shown: Outlook | None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "shown": shown,
        "problem": problem,
        "reasons": day_acts.REASONS,
        "has_places": Location.objects.filter(pk__in=Scope(staff_of(request)).locations()).exists(),
    }
    return render(request, "dashboard/day/act.html", context, status=status)


@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come; htmx asks for the panel alone."""
    act = _act(request, pk)
    part = "_progress" if htmx_target(request) == "progress" else "progress"
    now = clock.now()
    context = {"progress": progress_of(act, now), "now": now, "may_act": staff_of(request).may_act}
    response = render(request, f"dashboard/day/{part}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@acting
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever has not had their turn stays as they are."""
    act = _act(request, pk)
    if bulk.stop(act, by=staff_of(request), now=clock.now()):
        messages.success(request, _("Stopped. Whoever had not had their turn stays as they were."))
    else:
        messages.info(request, _("It had ended already."))
    return redirect("dashboard:day_progress", act.pk)


@acting
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to how it was, for everybody who has not been told yet."""
    act = _act(request, pk)
    back = day_acts.take_back(act, by=staff_of(request), now=clock.now())
    if back is None:
        messages.info(request, _("It has been taken back already."))
        return redirect("dashboard:day_progress", act.pk)
    messages.success(request, _("It is being taken back for everybody who has not been told yet."))
    return redirect("dashboard:day_progress", back.pk)


def _act(request: HttpRequest, pk: int) -> BulkAct:
    """One's own; an owner's are all."""
    staff = staff_of(request)
    rows = BulkAct.objects.filter(kind__in=[day_acts.KIND, day_acts.UNDO]).select_related("by")
    return get_object_or_404(rows if staff.sees_everything else rows.filter(by=staff), pk=pk)
