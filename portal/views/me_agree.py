"""A second chance has a condition: they read it and agree before they choose a time."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from noshow.services.chances import agree as agree_to
from portal.services.standing import Standing
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw_choice, stale, where_they_stand


@require_http_methods(ANSWERS)
@linked
def agree(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One POST with the words as shown; others by now are shown anew."""
    if request.method != "POST":
        return see_other(visit.address("home"))
    here = where_they_stand(visit)
    if here.standing is not Standing.INVITED or here.interview is None:
        return stale(request, visit, aged())
    words = request.POST.get("words", "").replace("\r\n", "\n")
    if not agree_to(here.interview, words=words, language=get_language() or "ja", now=visit.now):
        changed = _("The words have changed meanwhile. Please read them once more.")
        return draw_choice(request, visit, here, status=409, trouble=changed)
    return see_other(visit.address("pick"))
