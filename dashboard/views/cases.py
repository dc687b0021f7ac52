"""欠席対応: the list, one case, and everything a person can do about it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company import clock
from company.models import Staff
from dashboard.queries import cases as queries
from dashboard.scope import acting, scope_of, staff_of
from dashboard.words_cases import CLOSING_REASONS
from dashboard.words_facts import refusal_words
from noshow.models import Case
from noshow.services.cases import CaseOver, UndoTooLate, hold, release, undo_case
from noshow.services.chances import AlreadyBooked, InterviewOver, excuse, give_second_chance
from noshow.services.closing import NotMet, close_by_hand, confirm_closing, take_back_closing
from scheduling.services.inviting import FactsMissing
from scheduling.services.outcomes import OutcomeStands

REFUSALS: dict[type[Exception], object] = {
    CaseOver: gettext_lazy("This case has ended already. Here is where it stands."),
    UndoTooLate: gettext_lazy("The minute is over. The outcome can be corrected on the applicant's page."),
    NotMet: gettext_lazy("The rule is not met any more; something has happened since. Look at the facts."),
    AlreadyBooked: gettext_lazy("They have a new time already."),
    InterviewOver: gettext_lazy("The application has ended another way; nobody is invited."),
    OutcomeStands: gettext_lazy("Something later builds on this outcome, so it stays."),
}


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The list, with its first case beside it."""
    first = queries.cases(scope_of(request), ended=_ended(request)).first()
    return _page(request, first)


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _case(request, pk))


def _case(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.visible_to(staff_of(request)).select_related(
        "interview__application__candidate",
        "interview__application__job__location",
        "interview__application__owner",
        "opened_by",
        "closed_by",
    )
    return get_object_or_404(rows, pk=pk)


def _ended(request: HttpRequest) -> bool:
    return request.GET.get("show") == "ended"


def _page(request: HttpRequest, chosen: Case | None) -> HttpResponse:
    scope, now, ended = scope_of(request), clock.now(), _ended(request)
    context = {
        "items": queries.items(queries.cases(scope, ended=ended)[: queries.LISTED], now=now),
        "ended": ended,
        "open_count": queries.cases(scope).count(),
        "ended_count": queries.cases(scope, ended=True).count(),
        "story": queries.story(chosen, now=now) if chosen else None,
        "now": now,
        "reasons": list(CLOSING_REASONS.items()),
    }
    return render(request, "dashboard/case/case.html", context)


@login_required
def attempts(request: HttpRequest, pk: int) -> HttpResponse:
    """What was tried and what is planned, for the refresh."""
    now = clock.now()
    context = {"story": queries.story(_case(request, pk), now=now), "now": now}
    return render(request, "dashboard/case/_attempts.html", context)


Change = Callable[[Case, Staff, datetime], object]


def _do(request: HttpRequest, pk: int, change: Change, done: str, undo: str = "") -> HttpResponse:
    """One act upon a case, its refusals put into words, then the case as it stands."""
    case = _case(request, pk)
    try:
        change(case, staff_of(request), clock.now())
    except tuple(REFUSALS) as refusal:
        messages.error(request, str(REFUSALS[type(refusal)]))
    except FactsMissing as refusal:
        messages.error(request, refusal_words(refusal.missing))
    else:
        messages.success(request, done, extra_tags=undo)
    return redirect("dashboard:case", pk)


@acting
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Taken back. Nothing was sent.")
    return _do(request, pk, lambda case, by, now: undo_case(case, by=by, now=now), words)


@acting
def hold_case(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "").strip() or _("No reason given")
    words = _("On hold. Nothing is sent and nothing is closed until you go on.")
    back = reverse("dashboard:release_case", args=[pk])
    return _do(request, pk, lambda case, by, now: hold(case, by=by, now=now, reason=reason), words, back)


@acting
def release_case(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("It goes on where it was.")
    return _do(request, pk, lambda case, by, now: release(case, by=by, now=now), words)


@acting
def excuse_case(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Recorded as excused. It does not count as an absence.")
    return _do(request, pk, lambda case, by, now: excuse(case, by=by, now=now), words)


@acting
def second_chance(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Invited once more; the page with times is on its way.")
    return _do(request, pk, lambda case, by, now: give_second_chance(case, by=by, now=now), words)


@acting
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A person decides, with a reason."""
    _case(request, pk)  # a case of another place is not there, whatever was chosen
    reason = request.POST.get("reason", "")
    if reason not in CLOSING_REASONS:
        messages.error(request, _("Choose a reason for closing it."))
        return redirect("dashboard:case", pk)
    back = reverse("dashboard:take_back_closing", args=[pk])
    words, seen = _("Closed. A kind word goes out."), request.POST.get("seen", "")
    return _do(
        request,
        pk,
        lambda case, by, now: close_by_hand(case, by=by, now=now, reason=reason, seen=seen),
        words,
        back,
    )


@acting
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule proposed it; a person agrees."""
    back = reverse("dashboard:take_back_closing", args=[pk])
    words = _("Closed by the rule. A kind word goes out.")
    return _do(request, pk, lambda case, by, now: confirm_closing(case, by=by, now=now), words, back)


@acting
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Open again, and on hold until you go on.")
    return _do(request, pk, lambda case, by, now: take_back_closing(case, by=by, now=now), words)
