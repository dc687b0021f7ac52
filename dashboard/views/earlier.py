"""早い時間のご案内: what is offered to whom, stopping one, and the company's switch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from company import clock
from company.services.profile import the_company
from dashboard.permits import must_own
from dashboard.queries.earlier import earlier_times
from dashboard.queries.waiting_tasks import long_waits
from dashboard.scope import acting, scope_of, staff_of
from scheduling.models import EarlierOffer, Interview
from scheduling.services.earlier import stop as stop_offer
from scheduling.services.earlier import switch_offers


@login_required
@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """Everything at a glance; interviewers and readers may look."""
    scope, company, now = scope_of(request), the_company(), clock.now()
    context = {
        "times": earlier_times(scope, now=now),
        "waits": long_waits(scope, company, now=now),
        "company": company,
        "may_act": scope.staff.may_act,
        "may_switch": scope.staff.sees_everything,
        "now": now,
    }
    return render(request, "dashboard/earlier/earlier.html", context)


@acting
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one offer back; the time is free again once nobody else has it to answer."""
    seen = Interview.objects.visible_to(staff_of(request))
    offer = get_object_or_404(EarlierOffer.objects.filter(interview__in=seen), pk=pk)
    stop_offer(offer, by=staff_of(request), now=clock.now())
    messages.success(request, _("Stopped. Their own time stays as it is."))
    return redirect("dashboard:earlier")


@acting
def switch(request: HttpRequest) -> HttpResponse:
    """For the whole company, and so for owners: offer what opens, or do not."""
    must_own(request)
    is_on = request.POST.get("on") == "1"
    switch_offers(is_on, by=staff_of(request), now=clock.now())
    messages.success(
        request,
        _("Times that open are offered again.") if is_on else _("From now on nothing is offered by itself."),
    )
    return redirect("dashboard:earlier")
