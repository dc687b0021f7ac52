"""合否・内定・入社: the decision, the offer and its words before they go, the first day; undoing each."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from candidates.services.staging import StageNotAllowed
from candidates.services.standing import note_standing
from company import clock
from dashboard.forms_deciding import FirstDayForm, OfferForm, StandingForm
from dashboard.permits import must_act
from dashboard.queries.deciding import offer_preview
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused, the_application
from reminders.services.deciding import (
    DecidedSince,
    MovedOn,
    WordUnanswered,
    decide,
    last_decision,
    take_back_decision,
    turn_down,
)


def _undo(application: Application) -> str:
    """Takes back this decision, and none that comes after it."""
    back = reverse("dashboard:undo_decision", args=[application.pk])
    return f"{back}?of={last_decision(application)}"


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _moved_on() -> str:
    return _("They, or a colleague, have acted since you opened this page. Please look once more.")


def _not_from_here() -> str:
    return _("This step is not possible from here. Please look once more.")


def _nothing_goes_out() -> str:
    return _("Noted. Nothing goes out by itself.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """First the words as they will read, then the press; ten minutes pass before they go."""
    must_act(request)
    application, now = the_application(request, pk), clock.now()
    if request.method != "POST":
        return _offer_page(request, application, OfferForm(application=application, now=now), now)
    form = OfferForm(request.POST, application=application, now=now)
    if not form.is_valid() or "look" in request.POST:
        return _offer_page(request, application, form, now, status=200 if form.is_valid() else 422)
    try:
        offers.offer(
            application, answer_by=form.answer_by, first_day=form.first_day, by=staff_of(request), now=now
        )
    except offers.TooShort:
        form.add_error("answer_on", _("Please leave them at least half a day to answer."))
        return _offer_page(request, application, form, now, status=422)
    except StageNotAllowed:
        return refused(request, application, _not_from_here())
    messages.success(
        request,
        _("The offer is noted. The message goes out in ten minutes."),
        extra_tags=_undo(application),
    )
    return done(request, application)


def _offer_page(
    request: HttpRequest, application: Application, form: OfferForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "candidate": application.candidate,
        "form": form,
        "now": now,
        "previews": offer_preview(application, form, now),
    }
    return render(request, "dashboard/candidate/offer.html", context, status=status)


@acting
def not_this_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends it, with kind words unless they were told already; a word nobody has read is shown first."""
    application, now = the_application(request, pk), clock.now()
    kindly = request.POST.get("kindly") == "1"
    try:
        turn_down(
            application,
            by=staff_of(request),
            now=now,
            kindly=kindly,
            read=_number(request.POST.get("has_read", "")),
            seen=request.POST.get("seen", ""),
        )
    except WordUnanswered:
        return refused(
            request,
            application,
            _("They wrote, and nobody has answered. Please read it first, and say below that you have."),
        )
    except MovedOn:
        return refused(request, application, _moved_on())
    except StageNotAllowed:
        return refused(request, application, _not_from_here())
    words = (
        _("Noted. A kind word goes out in ten minutes.")
        if kindly
        else _("Noted. Nothing goes out by itself.")
    )
    messages.success(request, words, extra_tags=_undo(application))
    return done(request, application)


@acting
def accepted(request: HttpRequest, pk: int) -> HttpResponse:
    """They said yes on the telephone."""
    application = the_application(request, pk)
    try:
        offers.accept_offer(application, now=clock.now(), by=staff_of(request))
    except offers.NoOffer:
        return refused(request, application, _("No offer stands any more."))
    messages.success(request, _("Accepted. They get a word of thanks."))
    return done(request, application)


@acting
def declined(request: HttpRequest, pk: int) -> HttpResponse:
    """They said no on the telephone; nothing goes out."""
    return _move(request, pk, Stage.DECLINED, _nothing_goes_out())


@acting
def joined(request: HttpRequest, pk: int) -> HttpResponse:
    """The first day has begun."""
    return _move(request, pk, Stage.JOINED, _("Welcome aboard. Noted."))


def _move(request: HttpRequest, pk: int, stage: Stage, words: str) -> HttpResponse:
    application, seen = the_application(request, pk), request.POST.get("seen", "")
    try:
        decide(
            application,
            stage,
            by=staff_of(request),
            now=clock.now(),
            reason=offers.TOLD_BY_US,
            seen=seen,
        )
    except MovedOn:
        return refused(request, application, _moved_on())
    except StageNotAllowed:
        return refused(request, application, _not_from_here())
    messages.success(request, words, extra_tags=_undo(application))
    return done(request, application)


@acting
def first_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The day, the hour, the place and what to bring."""
    application, now = the_application(request, pk), clock.now()
    form = FirstDayForm(request.POST, application=application, now=now)
    if not form.is_valid():
        return refused(request, application, str(next(iter(form.errors.values()))[0]))
    try:
        offers.set_first_day(application, form.first_day, by=staff_of(request), now=now)
    except offers.NoOffer:
        return refused(request, application, _("No offer stands any more."))
    messages.success(request, _("Saved. They read it the day before."))
    return done(request, application)


@acting
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision that was meant, as long as it is the last one and nobody has been told of it."""
    application = the_application(request, pk)
    of = _number(request.POST.get("of", request.GET.get("of", "")))
    try:
        take_back_decision(application, by=staff_of(request), now=clock.now(), of=of)
    except DecidedSince:
        return refused(
            request,
            application,
            _("Something else has happened since, so it stays as it is. Please look once more."),
        )
    except offers.UndoTooLate:
        return refused(
            request, application, _("They have been told already. Please speak with them, or open it again.")
        )
    messages.success(request, _("Taken back. Nothing of it goes out."))
    return done(request, application)


@acting
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """How keen they seem, and where else they applied."""
    application, form = the_application(request, pk), StandingForm(request.POST)
    if not form.is_valid():
        return refused(request, application, _("Please write a number from 0 to 99."))
    note_standing(
        application,
        keenness=form.cleaned_data["keenness"],
        other_applications=form.cleaned_data["other_applications"],
        by=staff_of(request),
        now=clock.now(),
    )
    messages.success(request, _("Noted."))
    return done(request, application)
