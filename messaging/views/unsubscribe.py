"""The way out of our mails: a link that only shows a page, and a button that stops mail to one address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from company import clock
from company.services.profile import the_company
from messaging.services.suppressing import is_blocked
from messaging.services.unsubscribing import message_behind, stop_by_link


@never_cache
@csrf_exempt  # RFC 8058: mail programs press the button for the person, without cookies or a page
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, however often; pressing is not a withdrawal, and pressing twice is once."""
    message = message_behind(token)
    company = the_company()
    known = {"company": company, "reach_number": company.caller_number}
    if message is None:
        return _private(render(request, "messaging/unsubscribe_unknown.html", known, status=404))
    if request.method == "POST":
        stop_by_link(message, now=clock.now())
    known |= {"address": message.address, "is_stopped": is_blocked(message.channel, message.address)}
    with translation.override(message.application.candidate.language):
        return _private(render(request, "messaging/unsubscribe.html", known))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
