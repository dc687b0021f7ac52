"""「LINEで受け取る」 on the thanks page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates.models import Job
from company import clock
from messaging.services.linking import TooManyCodes
from portal.services.limiting import take
from portal.services.line_offer import CodeShown, show_code
from portal.views.applied import just_applied
from portal.views.jobs import draw_thanks
from portal.views.linked import see_other
from portal.visitors import network_address

POSTS, WINDOW_SECONDS = 10, 600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thanks_line(request: HttpRequest, slug: str) -> HttpResponse:
    """The button makes a code and shows it this once."""
    job = get_object_or_404(Job.objects.select_related("location", "owner"), slug=slug)
    address = reverse("portal:thanks", args=[slug])
    application = just_applied(request, job)
    if request.method != "POST" or application is None or application.candidate.line_id:
        return see_other(address + "#line")
    shown: CodeShown | None = None
    if take("line-code", network_address(request), most=POSTS, seconds=WINDOW_SECONDS):
        try:
            shown = show_code(application, prefers_line="first" in request.POST, now=clock.now())
        except TooManyCodes:
            shown = None
    return draw_thanks(request, job, shown=shown, status=200 if shown else 429)
