"""What LINE posts, signed as it signs."""

import json
from typing import Any  # LINE's JSON

from django.test import Client

from messaging.standin import AUTH_TOKEN
from messaging.standin.book import Book
from messaging.standin.line import Line, signature

ME, OTHER = "U" + "a" * 32, "U" + "b" * 32
HOOK = "/hooks/line/"


def an_event(type: str = "message", user: str = ME, **said: Any) -> dict[str, Any]:
    return Line(Book(), AUTH_TOKEN).event(type, user, **said)


def a_press(data: str, user: str = ME, **more: Any) -> dict[str, Any]:
    return an_event("postback", user, data=data, **more)


def posted(*events: dict[str, Any], secret: str = AUTH_TOKEN, **more: Any) -> int:
    body = json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False).encode()
    return posted_body(body, signature(body, secret), **more)


def posted_body(body: bytes, signed: str, **more: Any) -> int:
    """Without a CSRF token, as a machine posts."""
    client = Client(enforce_csrf_checks=True)
    headers = {"x-line-signature": signed} if signed else {}
    return client.post(HOOK, body, content_type="application/json", headers=headers, **more).status_code
