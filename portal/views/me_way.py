"""「迷いました」: the way on one screen, and the same as a message."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from portal.forms_me import VersionForm
from portal.services.standing import Standing
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw, stale, where_they_stand
from scheduling.services.way import InterviewOver, NotTheTime, StalePage, ask_the_way

COMING = {Standing.BOOKED, Standing.STARTED}


@require_http_methods(ANSWERS)
@linked
def way(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Reading shows the way; the button tells the company, too, and has it sent as a message."""
    here = where_they_stand(visit)
    if here.standing not in COMING or here.interview is None:
        return see_other(visit.address("home")) if request.method != "POST" else stale(request, visit, aged())
    if request.method != "POST":
        return draw(request, visit, "way", here)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return stale(request, visit, aged())
    try:
        ask_the_way(here.interview, now=visit.now, version=form.shown)
    except NotTheTime:
        return see_other(visit.address("way"))
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("way"))
