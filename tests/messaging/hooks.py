"""Posting as providers post: signed, without cookies or CSRF tokens."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any  # what JSON may hold
from urllib.parse import urlencode

from django.apps import apps
from django.db import models
from django.test import Client
from twilio.request_validator import RequestValidator

from messaging.standin import ACCOUNT_SID, AUTH_TOKEN

BASE = "https://saiyo.example.jp"
FORM = "application/x-www-form-urlencoded"
SECRET = "postmark:a-long-enough-secret"
INBOUND = "/hooks/twilio/inbound/"
LETTERS, REPORTS = "/hooks/anymail/postmark/inbound/", "/hooks/anymail/postmark/tracking/"

SID = "SM" + "a" * 32
PHONE = "+819012345678"


def report_path(attempt_id: int) -> str:
    return f"/hooks/twilio/status/{attempt_id}/"


def report_of(status: str = "delivered", **more: str) -> dict[str, str]:
    known = {"AccountSid": ACCOUNT_SID, "MessageSid": SID, "MessageStatus": status, "To": PHONE}
    return known | more


def text_from(sender: str = PHONE, body: str = "伺います", **more: str) -> dict[str, str]:
    sid = "SM" + hashlib.sha256(f"{sender}{body}".encode()).hexdigest()[:32]
    known = {"AccountSid": ACCOUNT_SID, "MessageSid": sid, "SmsStatus": "received", "From": sender}
    return known | {"To": "+15005550006", "Body": body} | more


def signature(
    url: str, parameters: Mapping[str, object], token: str = AUTH_TOKEN, algorithm: str = ""
) -> str:
    return str(RequestValidator(token).compute_signature(url, dict(parameters), algorithm or None))


def post_twilio(
    path: str,
    parameters: Mapping[str, str],
    *,
    base: str = BASE,
    token: str = AUTH_TOKEN,
    body: str | bytes | None = None,
    content_type: str = FORM,
    query: str = "",
    headers: Mapping[str, str] | None = None,
) -> Any:
    """``headers`` go on top of the right signature; ``body`` stands for what the parameters would be."""
    known = {"X-Twilio-Signature": signature(base + path, parameters, token)}
    client = Client(enforce_csrf_checks=True, headers=known | dict(headers or {}))
    sent = urlencode(parameters) if body is None else body
    return client.generic("POST", path + query, sent, content_type=content_type)


def post_mail(path: str, payload: object, *, secret: str = SECRET, body: bytes | None = None) -> Any:
    """As Postmark posts: JSON, with the user and password of the address it was given."""
    told = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    client = Client(enforce_csrf_checks=True, headers=told)
    sent = json.dumps(payload).encode() if body is None else body
    return client.generic("POST", path, sent, content_type="application/json")


def a_letter(
    text: str, *, sender: str = "ren@example.jp", headers: Mapping[str, str] | None = None, **more: object
) -> dict[str, object]:
    """What Postmark posts for a mail that came in."""
    named = {"Return-Path": f"<{sender}>"} | dict(headers or {})
    known: dict[str, object] = {
        "FromFull": {"Email": sender, "Name": "佐々木 蓮"},
        "ToFull": [{"Email": "saiyo@hinata.example", "Name": ""}],
        "Subject": "Re: 面接のお約束",
        "TextBody": text,
        "HtmlBody": "",
        "MessageID": hashlib.sha256(text.encode()).hexdigest()[:36],
        "Headers": [{"Name": name, "Value": value} for name, value in named.items()],
        "Attachments": [],
    }
    return known | more


def a_report(record: str, number: int, **more: object) -> dict[str, object]:
    """What Postmark posts of a mail of ours: Delivery, Bounce or SpamComplaint."""
    known: dict[str, object] = {
        "RecordType": record,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Recipient": "ren@example.jp",
        "Metadata": {"yakusoku": str(number)},
    }
    if record == "Delivery":
        known |= {"DeliveredAt": "2026-06-10T01:10:00Z", "Details": "Test delivery"}
    else:
        known |= {
            "ID": 42,
            "Type": "HardBounce",
            "BouncedAt": "2026-06-10T01:11:00Z",
            "Email": "ren@example.jp",
        }
    return known | more


def everything(*, without: Iterable[str] = ()) -> str:
    """A digest of every row of every table of ours."""
    rows = []
    for model in apps.get_models():
        if model._meta.app_label in {"sessions", "contenttypes", "auth"} or model._meta.label in set(without):
            continue
        rows.append(
            (model._meta.label, [_plain(row) for row in model._default_manager.order_by("pk").values()])
        )
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def _plain(row: Mapping[str, object]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in row.items() if not isinstance(value, models.Model))
