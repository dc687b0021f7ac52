"""The risk's page: where its levels begin, where its points come from, whether it holds."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from company import clock
from dashboard.forms_risk import LevelsForm
from dashboard.permits import must_own
from dashboard.queries.calibration import calibration
from dashboard.queries.risk_levels import Spreads, spreads
from dashboard.queries.risk_points import points
from dashboard.scope import Scope, staff_of
from noshow.services.levels import NoSuchPoints, choose_points, let_learn, set_levels, the_settings


@login_required
def levels(request: HttpRequest) -> HttpResponse:
    """Saving, or with ``?middle=…&high=…`` a look at what that would mean."""
    must_own(request)
    settings, now = the_settings(), clock.now()
    stands = {"middle": settings.middle, "high": settings.high}
    typed = request.POST if request.method == "POST" else request.GET
    form = LevelsForm(typed) if stands.keys() <= typed.keys() else LevelsForm(initial=stands)
    if request.method == "POST" and form.is_valid():
        set_levels(form.cleaned_data["middle"], form.cleaned_data["high"], by=staff_of(request), now=now)
        messages.success(request, _("Saved."))
        return redirect("dashboard:risk")
    context = {
        "form": form,
        "spreads": _spreads(form),
        "points": points(settings, now=now),
        "calibration": calibration(Scope(staff_of(request)), now=now),
        "is_trying": form.is_bound and not form.errors,
    }
    return render(request, "dashboard/risk/levels.html", context, status=422 if form.errors else 200)


@login_required
def count(request: HttpRequest) -> HttpResponse:
    """How many would fall where, as the form stands."""
    must_own(request)
    return render(request, "dashboard/risk/_spreads.html", {"spreads": _spreads(LevelsForm(request.GET))})


def _spreads(form: LevelsForm) -> Spreads:
    """Under what was typed, or, while that makes no sense, under what counts."""
    model = the_settings().as_model()
    if form.is_bound and form.is_valid():
        model = replace(model, **form.cleaned_data)
    return spreads(model, now=clock.now())


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Another version counts; what is learned meanwhile waits."""
    must_own(request)
    number = request.POST.get("number", "")
    if not number.isdecimal():
        raise Http404
    try:
        choose_points(int(number), by=staff_of(request), now=clock.now())
    except NoSuchPoints as missing:
        raise Http404 from missing
    messages.success(request, _("These points count from now on. They stay until you let it learn again."))
    return redirect("dashboard:risk")


@login_required
@require_POST
def learning(request: HttpRequest) -> HttpResponse:
    must_own(request)
    learns = request.POST.get("learns") == "1"
    let_learn(learns, by=staff_of(request), now=clock.now())
    messages.success(
        request, _("It learns again.") if learns else _("The points stay as they are; nothing is learned.")
    )
    return redirect("dashboard:risk")
