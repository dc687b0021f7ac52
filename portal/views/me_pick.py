"""Choosing a time, moving to another, or saying that none of them suits."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms_coming import WishForm
from portal.forms_me import PickForm
from portal.services.present import Present
from portal.services.standing import Standing
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw, draw_choice, draw_present, seconds_left, stale, where_they_stand
from scheduling.models import Slot
from scheduling.policy import MoveRefusal
from scheduling.services.booking import MoveNotAllowed, SlotTaken
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.offering import coming_of
from scheduling.services.taking import keep_time, take_time
from scheduling.services.wishing import wish

CHOOSING = {Standing.INVITED, Standing.BOOKED, Standing.STARTED}


@require_http_methods(ANSWERS)
@linked
def pick(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The live times; past the cut-off the same page says how to move all the same."""
    here = where_they_stand(visit)
    if here.standing not in CHOOSING:
        return see_other(visit.address("home")) if request.method != "POST" else stale(request, visit, aged())
    if request.method == "POST":
        return _book(request, visit, here)
    template = "_slots" if request.htmx else "pick"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    response = draw_choice(request, visit, here, template=template)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _book(request: HttpRequest, visit: Visit, here: Present) -> HttpResponse:
    form = PickForm(request.POST)
    if not form.is_valid() or here.interview is None:
        return draw_choice(request, visit, here, status=422, trouble=_("Please choose a time first."))
    slot = _slot(here, form)
    if slot is None:
        return stale(request, visit, aged())
    if here.condition is not None:
        words = _("Please read this first, then choose a time.")
        return draw_choice(request, visit, here, status=409, trouble=words)
    try:
        reason = form.cleaned_data["reason"]
        take_time(here.interview, slot, now=visit.now, version=form.shown, reason=reason)
    except SlotTaken:
        words = _("That time has just been taken. Please choose another one below.")
        return draw_choice(request, visit, where_they_stand(visit), status=409, taken=slot, trouble=words)
    except MoveNotAllowed as refused:
        words = _("Please tell us shortly why, too.") if refused.reason is MoveRefusal.NO_REASON else ""
        status = 422 if words else 409
        return draw_choice(request, visit, where_they_stand(visit), status=status, trouble=words, chosen=slot)
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def hold(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asked for by the page's script after a time was tapped: it is kept while they read on."""
    here = where_they_stand(visit)
    form = PickForm(request.POST)
    if request.method != "POST" or not form.is_valid() or here.interview is None:
        return see_other(visit.address("pick"))
    slot = _slot(here, form)
    try:
        if slot is None or here.condition is not None:
            raise InterviewOver
        kept = keep_time(here.interview, slot, now=visit.now, version=form.shown)
    except SlotTaken:
        return draw(request, visit, "_held", here, lost=slot)
    except (MoveNotAllowed, StalePage, InterviewOver):
        return HttpResponse(status=204)  # nothing is kept; the button says how things stand
    return draw(request, visit, "_held", here, held=kept, held_seconds=seconds_left(kept, visit.now))


def _slot(here: Present, form: PickForm) -> Slot | None:
    return Slot.objects.filter(
        pk=form.cleaned_data["slot"], location=here.application.job.location_id
    ).first()


@require_http_methods(ANSWERS)
@linked
def wishes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """「この中に合う日がない」: when they could come. What is open then answers it, else a person."""
    if request.method != "POST":
        return see_other(visit.address("home"))
    form = WishForm(request.POST)
    if not form.is_valid():
        return draw_present(request, visit, status=422, trouble=_("Please choose a time or write a word."))
    known = coming_of(visit.application)
    coming = form.coming(known)
    try:
        told = wish(
            visit.application, form.cleaned_data["times"], form.in_words(known), visit.now, coming=coming
        )
    except InterviewOver:
        return stale(request, visit, aged())
    return see_other(visit.address("pick") + "?wished=1" if told.shown else visit.address("home") + "#wish")
