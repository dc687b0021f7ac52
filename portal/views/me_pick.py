"""Choosing a time, moving to another, or saying that none of them suits."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms_me import PickForm, WishForm
from portal.services.present import Present, Standing
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw_choice, draw_present, stale, where_they_stand
from scheduling.models import Slot
from scheduling.services.booking import MoveNotAllowed, SlotTaken, book
from scheduling.services.locking import InterviewOver, StalePage
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
    slot = Slot.objects.filter(
        pk=form.cleaned_data["slot"], location=here.application.job.location_id
    ).first()
    if slot is None:
        return stale(request, visit, aged())
    try:
        book(here.interview, slot, now=visit.now, version=form.shown)
    except SlotTaken:
        words = _("That time has just been taken. Please choose another one below.")
        return draw_choice(request, visit, where_they_stand(visit), status=409, taken=slot, trouble=words)
    except MoveNotAllowed:
        return draw_choice(request, visit, where_they_stand(visit), status=409)
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def wishes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """「この中に合う日がない」: when they could come; a person answers."""
    if request.method != "POST":
        return see_other(visit.address("home"))
    form = WishForm(request.POST)
    if not form.is_valid():
        return draw_present(request, visit, status=422, trouble=_("Please choose a time or write a word."))
    try:
        wish(visit.application, form.cleaned_data["times"], form.in_words(), visit.now)
    except InterviewOver:
        return stale(request, visit, aged())
    return see_other(visit.address("home") + "#wish")
