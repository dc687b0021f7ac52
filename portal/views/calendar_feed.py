"""An interviewer's interviews for a calendar program that subscribes. Reading it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from company import clock
from portal.services.limiting import take
from portal.views.linked import MISSES, WINDOW_SECONDS
from portal.visitors import network_address
from scheduling.services.subscriptions import UnknownFeed, feed_text, open_feed

READS = 60
"""Of one calendar in a window; programs ask every few minutes to hours."""


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    response = _answer(request, token)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        feed = open_feed(token)
    except UnknownFeed:
        if not take("miss", network_address(request), most=MISSES, seconds=WINDOW_SECONDS):
            return _busy()
        return _plain(_("There is no calendar here. Its address may have been replaced."), 404)
    if not take("feed", str(feed.pk), most=READS, seconds=WINDOW_SECONDS):
        return _busy()
    response = HttpResponse(feed_text(feed, now=clock.now()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="yakusoku.ics"'
    return response


def _busy() -> HttpResponse:
    response = _plain(_("Please ask again in ten minutes."), 429)
    response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
