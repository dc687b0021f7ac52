"""What a person can do about a case, each with its way back."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.services.owning import hand_over
from company import clock
from company.models import Staff
from dashboard.queries.colleagues import colleagues_for
from dashboard.scope import acting, staff_of
from dashboard.views.cases import the_case
from dashboard.words_cases import CLOSING_REASONS
from dashboard.words_closing import NO_CHANCE
from dashboard.words_facts import refusal_words
from noshow.models import Case
from noshow.policy import NoChance
from noshow.services.attendance import record_attendance
from noshow.services.cases import CaseOver, UndoTooLate, hold, release, resolve, take_up, undo_case
from noshow.services.chances import AlreadyBooked, InterviewOver, NoneLeft, excuse, give_second_chance
from noshow.services.closing import (
    NotMet,
    close_by_hand,
    confirm_closing,
    note_our_absence,
    take_back_closing,
)
from scheduling.policy import InterviewState
from scheduling.services.inviting import FactsMissing
from scheduling.services.outcomes import OutcomeStands, Said, SaidMeanwhile

REFUSALS: dict[type[Exception], object] = {
    SaidMeanwhile: gettext_lazy("Somebody said how it was in the meantime; that stands."),
    CaseOver: gettext_lazy("This case has ended already. Here is where it stands."),
    UndoTooLate: gettext_lazy("The minute is over. The outcome can be corrected on the applicant's page."),
    NotMet: gettext_lazy("The rule is not met any more; something has happened since. Look at the facts."),
    AlreadyBooked: gettext_lazy("They have a new time already."),
    InterviewOver: gettext_lazy("The application has ended another way; nobody is invited."),
    OutcomeStands: gettext_lazy("Something later builds on this outcome, so it stays."),
    NoneLeft: NO_CHANCE[NoChance.USED],
}


Change = Callable[[Case, Staff, datetime], object]


def _do(request: HttpRequest, pk: int, change: Change, done: str, undo: str = "") -> HttpResponse:
    """One act upon a case, its refusals put into words, then the case as it stands."""
    case = the_case(request, pk)
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
    said = request.POST.get("reason") or request.GET.get("why") or ""
    reason = said.strip() or _("No reason given")
    words = _("On hold. Nothing is sent and nothing is closed until you go on.")
    back = reverse("dashboard:release_case", args=[pk])
    return _do(request, pk, lambda case, by, now: hold(case, by=by, now=now, reason=reason), words, back)


@acting
def release_case(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("It goes on where it was.")
    back = reverse("dashboard:hold_case", args=[pk])
    why = the_case(request, pk).hold_reason
    back += f"?{urlencode({'why': why})}" if why else ""
    return _do(request, pk, lambda case, by, now: release(case, by=by, now=now), words, back)


@acting
def excuse_case(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Recorded as excused. It does not count as an absence.")
    back = reverse("dashboard:unexcuse_case", args=[pk])
    return _do(request, pk, lambda case, by, now: excuse(case, by=by, now=now), words, back)


@acting
def unexcuse_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Excused by mistake: could not come, as it was, and what was planned goes on."""

    def correct(case: Case, by: Staff, now: datetime) -> None:
        as_seen = Said(seen=InterviewState.EXCUSED)
        record_attendance(case.interview, InterviewState.ABSENT, by=by, now=now, said=as_seen)

    return _do(request, pk, correct, _("As it was before. It goes on where it was."))


@acting
def settle_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Seen to, with nothing more to send: the application itself goes on."""
    words = _("Settled. Nothing more is sent about it; the application goes on.")
    back = reverse("dashboard:take_up_case", args=[pk])
    return _do(
        request, pk, lambda case, by, now: resolve(case, by=by, now=now, reason="seen_to"), words, back
    )


@acting
def take_up_case(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("It goes on where it was.")
    return _do(request, pk, lambda case, by, now: take_up(case, by=by, now=now), words)


@acting
def our_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody found out that nobody of ours was there."""
    words = _("Noted as our absence. It does not count against them, and nothing more is sent.")
    return _do(request, pk, lambda case, by, now: note_our_absence(case, by=by, now=now), words)


@acting
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever presses is in charge from now on; ``back`` gives it back to whoever was."""
    application, me = the_case(request, pk).interview.application, staff_of(request)
    if me not in colleagues_for(application):
        messages.error(request, _("Only who may act at this place can take it over."))
        return redirect("dashboard:case", pk)
    back = f"{reverse('dashboard:give_back_case', args=[pk])}?to={application.owner_id or ''}"
    hand_over(application, me, by=me, now=clock.now())
    messages.success(request, _("You are in charge now."), extra_tags=back)
    return redirect("dashboard:case", pk)


@acting
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The undo of taking over; nobody else can be put in charge here."""
    application, to = the_case(request, pk).interview.application, request.GET.get("to", "")
    before = next((one for one in colleagues_for(application) if str(one.pk) == to), None)
    if application.owner == staff_of(request):
        hand_over(application, before, by=staff_of(request), now=clock.now())
    messages.success(request, _("As it was before."))
    return redirect("dashboard:case", pk)


@acting
def second_chance(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Invited once more; the page with times is on its way.")
    return _do(request, pk, lambda case, by, now: give_second_chance(case, by=by, now=now), words)


@acting
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A person decides, with a reason."""
    the_case(request, pk)  # a case of another place is not there, whatever was chosen
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
