"""Closed days: what is closed and who is booked then, closing with a look at the effect, opening again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from company import clock
from dashboard.forms_supply import ClosureForm
from dashboard.permits import must_act
from dashboard.queries.supply import closure_rows, may_end_closure
from dashboard.scope import Scope, acting, scope_of, staff_of
from dashboard.words import sentences
from dashboard.words_supply import closed_words, effect_words, opened_words
from scheduling.models import Closure
from scheduling.services.closures import Effect, close, effect_of, open_again


@login_required
def closures(request: HttpRequest) -> HttpResponse:
    """What is closed; a POST closes."""
    if request.method == "POST":
        return _close(request)
    return _page(request, None)


def _close(request: HttpRequest) -> HttpResponse:
    must_act(request)
    now = clock.now()
    form = ClosureForm(request.POST, scope=_wide(request), now=now)
    if not form.is_valid():
        return _page(request, form, status=422)
    closure = form.closure()
    effect = effect_of(closure, now=now)
    close(closure, by=staff_of(request), now=now)
    told = [_("It is closed then."), closed_words(effect)]
    if effect.booked:
        told.append(_("Booked then: %(n)d. They are listed below.") % {"n": len(effect.booked)})
    messages.success(request, sentences(told))
    return redirect("dashboard:closures")


@login_required
def count_closure(request: HttpRequest) -> HttpResponse:
    """What the form would do as it stands: free times gone, and who is booked then."""
    must_act(request)
    form = ClosureForm(request.GET, scope=_wide(request), now=clock.now())
    return render(request, "dashboard/availability/_closure_sum.html", _effect(form, request))


def _page(request: HttpRequest, form: ClosureForm | None, *, status: int = 200) -> HttpResponse:
    scope, now = scope_of(request), clock.now()
    place = scope.location or (None if scope.staff.sees_everything else scope.locations().first())
    shown = form or ClosureForm(initial={"location": place}, scope=_wide(request), now=now)
    context = {"rows": closure_rows(scope, now=now), "form": shown, **_effect(shown, request)}
    return render(request, "dashboard/availability/closures.html", context, status=status)


def _effect(form: ClosureForm, request: HttpRequest) -> dict[str, object]:
    if not form.is_bound or not form.is_valid():
        return {"effect_words": ""}
    effect: Effect = effect_of(form.closure(), now=clock.now())
    mine = set(_wide(request).interviews().values_list("pk", flat=True)) if effect.booked else set()
    seen = [interview for interview in effect.booked if interview.pk in mine]
    return {"effect_words": effect_words(effect), "effect_booked": seen}


def _wide(request: HttpRequest) -> Scope:
    return Scope(staff_of(request))


@acting
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again."""
    staff = staff_of(request)
    found = get_object_or_404(Closure.objects.visible_to(staff), pk=pk)
    if not may_end_closure(_wide(request), found):
        raise PermissionDenied
    now = clock.now()
    open_again(found, by=staff, now=now)
    messages.success(
        request, sentences([_("It is open again then."), opened_words(effect_of(found, now=now))])
    )
    return redirect("dashboard:closures")
