"""「LINEで受け取る」 on a candidate's own page: a code to send in LINE, and disconnecting again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from messaging.services.linking import TooManyCodes, unlink
from portal.services.line_offer import is_offered, show_code
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS
from portal.views.showing import draw, where_they_stand


@require_http_methods(ANSWERS)
@linked
def line(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The button makes a code and shows it this once. Reading the page only tells whether it has worked."""
    here = where_they_stand(visit)
    with_htmx = bool(request.htmx)  # type: ignore[attr-defined]  # set by django_htmx's middleware
    is_linked = bool(here.application.candidate.line_id)
    if is_linked and with_htmx:
        return draw(request, visit, "_line", here)
    if with_htmx and request.method != "POST":
        return HttpResponse(status=204)  # not yet: the code stays on the screen
    if is_linked or request.method != "POST" or not is_offered():
        return see_other(visit.address("home") + "#line")
    template = "_line" if with_htmx else "line"
    try:
        shown = show_code(here.application, prefers_line="first" in request.POST, now=visit.now)
    except TooManyCodes:
        return draw(request, visit, template, here, status=429, too_many_codes=True)
    return draw(request, visit, template, here, shown=shown)


@require_http_methods(ANSWERS)
@linked
def line_off(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Not in LINE any more; the other ways stay."""
    if request.method == "POST":
        unlink(visit.application.candidate, now=visit.now)
        return see_other(visit.address("preferences") + "?saved=1")
    return see_other(visit.address("preferences"))
