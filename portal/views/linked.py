"""The door of every secret page: who stands behind the link, in which language and zone, how often."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from candidates.models import Application, Link
from candidates.policy.languages import EASY_JAPANESE, spoken_language, words_of_pages
from candidates.services.links import UnknownLink, open_link
from candidates.services.locking import PersonErased
from company import clock
from company.services.profile import the_company
from portal.services.limiting import take
from portal.visitors import network_address

MISSES = 30  # wrong addresses an IP may try in a window before it is asked to wait; right ones always open
POSTS = 30  # answers one link may give in a window
WINDOW_SECONDS = 600
WORDS = {EASY_JAPANESE, *(code for code, _name in settings.LANGUAGES)}


@dataclass(frozen=True)
class Visit:
    """Somebody holding a link, at one moment."""

    token: str
    link: Link
    application: Application
    now: datetime

    def address(self, name: str) -> str:
        return reverse(f"portal:{name}", args=[self.token])


View = Callable[..., HttpResponse]  # takes the request, the visit, and what else the address holds


class LinkedPageCsrf(CsrfViewMiddleware):
    """Django's check, for pages whose ``no-referrer`` makes browsers send ``Origin: null`` with plain forms.

    The token still has to match. Where the browser says where a request came from it has to be this site;
    the ``__Host-`` cookie keeps a neighbouring host from planting a token of its own.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.headers.get("Origin") == "null":
            return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # not in the stubs

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        match = request.resolver_match
        home = reverse("portal:home", args=[match.kwargs["token"]]) if match else "/"
        return render(request, "portal/me/again.html", {"company": the_company(), "home": home}, status=403)


def linked(view: View) -> Callable[..., HttpResponse]:
    """A view of the person behind the token in the address. Unknown and dead links get one neutral page."""

    @csrf_exempt  # the check stands in _answer, with its own idea of a null origin
    @wraps(view)
    def page(request: HttpRequest, token: str, **more: object) -> HttpResponse:
        return private(_answer(request, token, view, more))

    return page


def _answer(request: HttpRequest, token: str, view: View, more: Mapping[str, object]) -> HttpResponse:
    refused = LinkedPageCsrf(lambda _request: HttpResponse()).process_view(request, view, (), {})
    if refused is not None:
        return refused
    now = clock.now()
    try:
        link = open_link(token, now=now)
    except UnknownLink:
        return neutral(request)
    with _speaking_to(request, link.application) as language:
        if request.method == "POST" and not take("link", str(link.pk), most=POSTS, seconds=WINDOW_SECONDS):
            response = _busy(request)
        else:
            response = _page_of(view, request, Visit(token, link, link.application, now), more)
        response.headers.setdefault("Content-Language", language)
        return response


def _page_of(view: View, request: HttpRequest, visit: Visit, more: Mapping[str, object]) -> HttpResponse:
    """Whoever was erased since the link was looked at finds what they would find a moment later."""
    try:
        return view(request, visit, **more)
    except PersonErased:
        return neutral(request)


@contextmanager
def _speaking_to(request: HttpRequest, application: Application) -> Iterator[str]:
    """The language chosen on the page, else the person's own; the clock of the place they will come to."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    person = application.candidate
    words = chosen if chosen in WORDS else words_of_pages(person.language, easy_words=person.easy_words)
    with translation.override(words), timezone.override(ZoneInfo(application.job.location.zone)):
        yield spoken_language(words)


def neutral(request: HttpRequest) -> HttpResponse:
    """The same words, in both languages, whatever was wrong with the address."""
    if not take("miss", network_address(request), most=MISSES, seconds=WINDOW_SECONDS):
        return _busy(request)
    return render(request, "portal/me/unknown.html", {"company": the_company()}, status=404)


def _busy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/me/busy.html", {"company": the_company()}, status=429)


def broken(request: HttpRequest, rest: str) -> HttpResponse:
    """An address under /i/ that cannot be one of ours: cut off, or with a full stop behind it."""
    return private(neutral(request))


def private(response: HttpResponse) -> HttpResponse:
    """Neither a cache nor a search engine nor the next site learns of the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def see_other(address: str) -> HttpResponse:
    """After a change: read the present state anew."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
