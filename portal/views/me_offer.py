"""内定: お受けします, 今回は見送ります, and taking either back for a quarter of an hour."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.services import offers
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw, stale, where_they_stand


@require_http_methods(ANSWERS)
@linked
def accept(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One press, also after the deadline: nobody is too late to be welcome."""
    here = where_they_stand(visit)
    if request.method != "POST":
        return see_other(visit.address("home"))
    try:
        offers.accept_offer(here.application, now=visit.now, seen=request.POST.get("offer", ""))
    except offers.NoOffer:
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def decline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A second screen, then one press; no reason is asked."""
    here = where_they_stand(visit)
    if request.method != "POST":
        if not here.has_offer:
            return see_other(visit.address("home"))
        return draw(request, visit, "offer_decline", here)
    try:
        offers.decline_offer(here.application, now=visit.now, seen=request.POST.get("offer", ""))
    except offers.NoOffer:
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def undo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The answer given a moment ago."""
    if request.method == "POST":
        try:
            offers.undo_answer(visit.application, now=visit.now)
        except offers.UndoTooLate:
            words = _("This can no longer be taken back here. Write to us below, or call: we will be glad.")
            return stale(request, visit, words)
    return see_other(visit.address("home"))
