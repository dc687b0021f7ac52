"""Which language a request is answered in, what goes out compressed, and parts after a sign-out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.utils import translation

from candidates.policy.languages import EASY_JAPANESE, spoken_language

LANGUAGE_CODES = {code for code, _name in settings.LANGUAGES}
SLOW_LINES = ("/i/", "/jobs/")
PUBLIC = "/jobs/"  # what anybody may read can be read in easy Japanese, too


class PagesGzip(GZipMiddleware):
    """Pages go out compressed: candidates' because of slow lines, the desk's because a day is a long list.

    Who wants to guess at a page's secrets by its size (BREACH) needs three things at once: words of his own
    in the page, a secret beside them that stays the same, and many tries. On a candidate's page the address
    is the secret, and he does not have it. On the desk the one secret he could use, the CSRF token, is masked
    anew in every answer; the session's cookie stands in no page and does not travel with a foreign site's
    requests, but for a visible change of page; and Django adds up to a hundred random bytes to each answer,
    so that a single letter's difference drowns. Files, exports and what machines ask for stay as they are.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_slow = request.path.startswith(SLOW_LINES)
        return super().process_response(request, response) if is_slow or is_page else response


class LanguageMiddleware:
    """Japanese unless the person chose otherwise: a staff member's setting, then the language cookie.

    The browser's Accept-Language is not asked: many people in Japan use a phone set to another
    language and still expect a Japanese employer's page in Japanese; the choice is one tap away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = _words_for(request)
        with translation.override(words):
            request.LANGUAGE_CODE = spoken_language(words)
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response


def _words_for(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
    if chosen == EASY_JAPANESE and request.path.startswith(PUBLIC):
        return EASY_JAPANESE
    return chosen if chosen in LANGUAGE_CODES else settings.LANGUAGE_CODE


class PartsAfterSignOut:
    """A part of a page that was asked for after the session ended gets 401 instead of the sign-in page.

    htmx would follow the redirect and put the sign-in form where a list was; the page says instead that
    the session is over, and keeps what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_part = request.headers.get("HX-Request") == "true"
        if is_part and response.status_code == 302 and _leads_to_sign_in(response["Location"]):
            return HttpResponse(status=401)
        return response


def _leads_to_sign_in(address: str) -> bool:
    return address.partition("?")[0] == resolve_url(settings.LOGIN_URL)
