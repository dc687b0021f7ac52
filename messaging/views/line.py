"""LINE's entrance: what people write, press, and whether they are friends of the account."""

import base64
import binascii
import hashlib
import hmac
import json
import logging
from datetime import UTC, datetime
from typing import Any  # LINE's JSON

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from company import clock
from messaging.services.events import keep
from messaging.views.answering import AnsweredFirst

logger = logging.getLogger(__name__)

SIGNATURE = "x-line-signature"
LONGEST_BODY = 256 * 1024
MOST_EVENTS = 200
KINDS = {"message", "postback", "follow", "unfollow"}


@csrf_exempt
@require_POST
def line_webhook(request: HttpRequest) -> HttpResponse:
    """Keep the events and answer 200; an empty list is how LINE tries the address."""
    if _length(request) > LONGEST_BODY:
        return HttpResponse(status=413)
    if not _is_from_line(request):
        logger.warning("an event was not LINE's")
        return HttpResponseForbidden()
    events = _events(request.body)
    if events is None:
        return HttpResponseBadRequest()
    now = clock.now()
    return AnsweredFirst() if sum(_kept(event, now) for event in events) else HttpResponse()


def _length(request: HttpRequest) -> int:
    """As announced; the server reads no more than that."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isdecimal() else 0


def _is_from_line(request: HttpRequest) -> bool:
    """HMAC-SHA256 of the body, byte for byte as it came, with the channel's secret."""
    secret, told = settings.LINE_CHANNEL_SECRET, request.headers.get(SIGNATURE, "")
    if not secret or settings.LINE_PROVIDER != "line":
        return False
    try:
        signature = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return False
    expected = hmac.new(secret.encode(), request.body, hashlib.sha256).digest()
    return hmac.compare_digest(signature, expected)


def _events(body: bytes) -> list[dict[str, Any]] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    events = said.get("events") if isinstance(said, dict) else None
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        return None
    return [event for event in events if isinstance(event, dict)]


def _kept(event: dict[str, Any], now: datetime) -> bool:
    """Whether it is new. A standby account's events are another program's."""
    number, kind = event.get("webhookEventId"), str(event.get("type"))
    if not isinstance(number, str) or not number or kind not in KINDS or event.get("mode") == "standby":
        return False
    return keep("line", number, kind, event, occurred_at=_moment(event, now), now=now)


def _moment(event: dict[str, Any], now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return now
