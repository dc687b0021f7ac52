"""Errors in one shape: ``application/problem+json`` (RFC 9457) with the fields that are wrong."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field: a code for programs, words for people."""

    code: str
    message: str


class Refused(Exception):
    """A request that is answered with a problem; ``kind`` is one of ``TITLES``."""

    def __init__(
        self,
        kind: str,
        *,
        detail: str = "",
        errors: Mapping[str, Sequence[Fault]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.errors = errors or {}
        self.headers = headers or {}


STATUS = {
    "malformed": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "method": 405,
    "conflict": 409,
    "too_large": 413,
    "media_type": 415,
    "invalid": 422,
    "key_reused": 422,
    "too_many": 429,
}


def title_of(kind: str) -> str:
    titles = {
        "malformed": _("This is not JSON that we can read."),
        "unauthorized": _("The key is missing, wrong, expired or revoked."),
        "forbidden": _("This key may not do that."),
        "not_found": _("There is nothing here that this key may see."),
        "method": _("This address does not take that method."),
        "conflict": _("Another person's application has this number already."),
        "too_large": _("The request is too large."),
        "media_type": _("The request has to be application/json."),
        "invalid": _("Some fields cannot be taken as they are."),
        "key_reused": _("This Idempotency-Key was used for another request."),
        "too_many": _("Too many requests with this key. Please wait."),
    }
    return titles[kind]


def problem(refused: Refused) -> HttpResponse:
    """The answer for ``refused``."""
    status = STATUS[refused.kind]
    body: dict[str, object] = {
        "type": reverse("api:docs") + f"#problem-{refused.kind.replace('_', '-')}",
        "title": title_of(refused.kind),
        "status": status,
    }
    if refused.detail:
        body["detail"] = refused.detail
    if refused.errors:
        body["errors"] = {
            name: [{"code": one.code, "message": one.message} for one in faults]
            for name, faults in refused.errors.items()
        }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    for name, value in refused.headers.items():
        response.headers[name] = value
    return response


def not_found(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for below our address."""
    return problem(Refused("not_found"))
