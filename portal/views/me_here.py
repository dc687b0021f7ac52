"""「着きました」: at the reception, with the number that stands there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging.policy import ChannelName
from messaging.services.hearing import hear
from portal.forms_me import HereForm
from portal.services.limiting import take
from portal.services.present import Present
from portal.services.standing import Standing
from portal.views.linked import WINDOW_SECONDS, Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw, stale, where_they_stand
from scheduling.policy import Arrival
from scheduling.services.arriving import (
    InterviewOver,
    NotNow,
    NotOnSite,
    OtherPlace,
    StalePage,
    WrongNumber,
    check_in,
)

NUMBERS = 10  # numbers one person may type in a window; nobody finds one of a million by trying
COMING = {Standing.BOOKED, Standing.STARTED}


@require_http_methods(ANSWERS)
@linked
def here(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Reading shows where to type; the button records that they are here, with the moment."""
    stand = where_they_stand(visit)
    if request.method != "POST":
        shows = stand.standing in COMING and stand.has_reception
        return draw(request, visit, "here", stand) if shows else see_other(visit.address("home"))
    form = HereForm(request.POST)
    typed = request.POST.get("code", "")[:20]
    if not take("here", str(visit.application.pk), most=NUMBERS, seconds=WINDOW_SECONDS):
        words = _("That was often. Please wait ten minutes, or tell us at the reception: we note it for you.")
        return _once_more(request, visit, stand, typed, words, status=429)
    if not form.is_valid():
        return _once_more(request, visit, stand, typed, _("Please type the number at the reception."))
    return _check_in(request, visit, stand, form)


def _check_in(request: HttpRequest, visit: Visit, stand: Present, form: HereForm) -> HttpResponse:
    typed = form.cleaned_data["code"]
    if stand.interview is None:
        return stale(request, visit, aged())
    try:
        check_in(stand.interview, typed, now=visit.now, version=form.shown)
    except WrongNumber:
        words = _("That is not the number that stands at the reception now. Please look once more.")
        return _once_more(request, visit, stand, typed, words)
    except OtherPlace as other:
        words = _("That is the number of %(place)s. Your interview today is elsewhere: see below.")
        return _once_more(request, visit, stand, typed, words % {"place": other.location.name})
    except NotNow as refusal:
        return stale(request, visit, _too_soon_or_late(refusal.arrival))
    except NotOnSite:
        return stale(request, visit, _("Here nothing needs to be typed. Just tell us that you are here."))
    except StalePage:
        return stale(request, visit, aged())
    except InterviewOver:
        return _over(request, visit)
    return see_other(visit.address("home"))


def _too_soon_or_late(arrival: Arrival) -> str:
    if arrival is Arrival.TOO_EARLY:
        return _("You are early! From an hour before the start you can tell us here. Please take your time.")
    return _("It is more than an hour after the start, so this is noted by a person. Please speak to us.")


def _over(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Something else was said first, and stands. Whoever is here all the same is heard by a person."""
    stand = where_they_stand(visit)
    if stand.standing is not Standing.ABSENT:
        return stale(request, visit, aged())
    with translation.override(settings.LANGUAGE_CODE):
        text = _("I am here (pressed on my page, after “did not come” was noted)")
    hear(stand.application, channel=ChannelName.PAGE, text=text, now=visit.now)
    words = _(
        "Somebody had just noted that we could not meet. They know now that you are here: please speak to us."
    )
    return stale(request, visit, words)


def _once_more(
    request: HttpRequest, visit: Visit, stand: Present, typed: str, words: str, *, status: int = 422
) -> HttpResponse:
    """The same page, with what was typed and why it was not taken."""
    if stand.standing not in COMING:
        return stale(request, visit, aged())
    return draw(request, visit, "here", stand, status=status, typed=typed, fault=words)
