"""「早い時間が空きました」: take it with one tap, or keep the time they have."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms_earlier import EarlierForm
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import stale
from scheduling.models import EarlierOffer
from scheduling.policy import OfferState
from scheduling.services.earlier import InterviewOver, OfferOver, SlotTaken, StalePage, accept, decline


@require_http_methods(ANSWERS)
@linked
def earlier(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A pressed button alone changes anything; whatever else comes here sees how things stand."""
    if request.method != "POST":
        return see_other(visit.address("home"))
    form = EarlierForm(request.POST)
    offered = _offer(form, visit)
    if offered is None:
        return stale(request, visit, aged())
    try:
        if form.takes:
            accept(offered, now=visit.now, version=form.shown)
        else:
            decline(offered, now=visit.now, no_more=form.cleaned_data["no_more"])
    except OfferOver as over:
        return stale(request, visit, _over(over.state))
    except SlotTaken:
        return stale(request, visit, _over(OfferState.TAKEN))
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


def _offer(form: EarlierForm, visit: Visit) -> EarlierOffer | None:
    if not form.is_valid():
        return None
    theirs = EarlierOffer.objects.filter(interview__application=visit.application)
    return theirs.select_related("interview").filter(pk=form.cleaned_data["offer"]).first()


def _over(state: OfferState) -> str:
    if state == OfferState.TAKEN:
        return _("Somebody else was first for that time. Your own time stays as it is.")
    return _("That time is no longer on offer. Your own time stays as it is.")
