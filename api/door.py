"""The API as a whole: its description, its errors, and what stands before every endpoint."""

from collections.abc import Callable
from typing import Any  # django-ninja's schema and Django's views take anything

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from api.auth import use_of
from api.describing import described
from api.problems import Fault, Refused, problem
from api.views.machine import router

LARGEST = 64 * 1024  # bytes


class JsonAlone(Parser):
    """Nothing else is read, not even what happens to look like it."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Refused("media_type")
        return super().parse_body(request)


class Api(NinjaAPI):
    """As django-ninja makes it, with our errors in the description."""

    def get_openapi_schema(self, **options: Any) -> Any:
        return described(super().get_openapi_schema(**options))


api = Api(
    title="Yakusoku",
    version="1",
    description="Post applications, read where they stand, and hear of changes by webhook.",
    urls_namespace="machine",
    openapi_url=None,
    docs_url=None,
    parser=JsonAlone(),
)
api.add_router("", router)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return problem(refused)


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(Refused("not_found"))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    before = error.__cause__ or error.__context__
    return problem(before if isinstance(before, Refused) else Refused("malformed"))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    found: dict[str, list[Fault]] = {}
    for one in error.errors:
        path = [str(part) for part in one.get("loc", ())]
        name = ".".join(part for part in path[1:] if part not in {"data", "filters"}) or "body"
        found.setdefault(name, []).append(Fault(str(one.get("type", "invalid")), _field_words(one)))
    return problem(Refused("invalid", errors=found))


def _field_words(error: dict[str, Any]) -> str:
    words = {
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such field."),
        "string_too_long": _("This is too long."),
        "string_too_short": _("This is missing."),
        "timezone_aware": _("The time needs its offset, like +09:00 or Z."),
    }
    return words.get(str(error.get("type")), _("This could not be read."))


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Size and kind of what comes in, one shape for every error, nothing kept on the way."""

    @csrf_exempt
    def entrance(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        with translation.override(_language(request)):
            try:
                _refuse_what_cannot_be_read(request)
                response = view(request, *parts, **named)
            except Refused as refused:
                response = problem(refused)
            except Http404:
                response = problem(Refused("not_found"))
            if response.status_code == 405:
                response = problem(Refused("method", headers={"Allow": response.headers.get("Allow", "")}))
        return _stamped(request, response)

    return entrance


def _refuse_what_cannot_be_read(request: HttpRequest) -> None:
    if request.method not in {"POST", "PUT", "PATCH"}:
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise Refused("too_large", detail=_("At most %(n)d kB.") % {"n": LARGEST // 1024})


def _language(request: HttpRequest) -> str:
    """Developers are answered in English if their program asks for it."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "ja"


def _stamped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    if (used := use_of(request)) is not None:
        response.headers["X-RateLimit-Limit"] = str(used.limit)
        response.headers["X-RateLimit-Remaining"] = str(max(used.left, 0))
        response.headers["X-RateLimit-Reset"] = str(used.again_in)
    return response


urlpatterns = [
    URLPattern(one.pattern, guarded(one.callback), one.default_args, one.name)
    for one in api.urls[0]
    if isinstance(one, URLPattern) and one.name != "api-root"
]
