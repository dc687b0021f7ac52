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
    person, with_htmx = here.application.candidate, bool(request.htmx)  # type: ignore[attr-defined]  # django_htmx
    if request.method != "POST" or person.line_id or not is_offered():
        if with_htmx and request.method != "POST" and not person.line_id:
            return HttpResponse(status=204)  # not yet: the code stays on the screen
        return draw(request, visit, "_line", here) if with_htmx else see_other(visit.address("home") + "#line")
    try:
        shown = show_code(here.application, prefers_line="first" in request.POST, now=visit.now)
    except TooManyCodes:
        return draw(request, visit, "_line" if with_htmx else "line", here, status=429, too_many_codes=True)
    return draw(request, visit, "_line" if with_htmx else "line", here, shown=shown)


@require_http_methods(ANSWERS)
@linked
def line_off(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Not in LINE any more; the other ways stay."""
    if request.method == "POST":
        unlink(visit.application.candidate, now=visit.now)
        return see_other(visit.address("preferences") + "?saved=1")
    return see_other(visit.address("preferences"))
