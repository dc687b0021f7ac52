"""受付の番号: shown, renewed, put up as a poster; and whether interviewers are asked by e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from company import clock
from dashboard.permits import must_own
from dashboard.queries.reception import address_of, drawing, receptions
from dashboard.scope import acting, locations_of, staff_of
from scheduling.services.asking_interviewers import asks_interviewers, switch_asking
from scheduling.services.reception import code_of, drop_code, renew_code, spaced


@login_required
@require_safe
def reception(request: HttpRequest) -> HttpResponse:
    """The places this person works for, each with its number."""
    staff = staff_of(request)
    context = {
        "rows": receptions(locations_of(staff)),
        "may_act": staff.may_act,
        "asks": asks_interviewers(),
    }
    return render(request, "dashboard/attendance/reception.html", context)


@acting
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another number, or the first one; ``do=drop`` takes it away."""
    staff, now = staff_of(request), clock.now()
    place = get_object_or_404(locations_of(staff), pk=pk)
    if request.POST.get("do") == "drop":
        drop_code(place, by=staff, now=now)
        messages.success(request, _("%(place)s shows no number any more.") % {"place": place})
    else:
        made = renew_code(place, by=staff, now=now)
        words = _("The number of %(place)s is %(code)s from now on. Please put up the new poster.")
        messages.success(request, words % {"place": place, "code": spaced(made.code)})
    return redirect("dashboard:reception")


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """For the reception's wall: the number, and a drawing to scan."""
    place = get_object_or_404(locations_of(staff_of(request)), pk=pk)
    code = spaced(code_of(place.pk))
    if not code:
        messages.error(request, _("%(place)s has no number yet. Make one first.") % {"place": place})
        return redirect("dashboard:reception")
    context = {"place": place, "code": code, "qr": drawing(address_of(code))}
    return render(request, "dashboard/attendance/poster.html", context)


@login_required
@require_POST
def asking(request: HttpRequest) -> HttpResponse:
    must_own(request)
    on = request.POST.get("on") == "1"
    switch_asking(on=on, by=staff_of(request), now=clock.now())
    said = (
        _("Interviewers are asked by e-mail.") if on else _("Interviewers are not asked by e-mail any more.")
    )
    messages.success(request, said)
    return redirect("dashboard:reception")
