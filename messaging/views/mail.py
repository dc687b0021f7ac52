"""The mail provider's entrances, for any that Anymail speaks to: what became of mails, and mail for us."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any  # Anymail ships no types

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import inbound, tracking
from anymail.urls import urlpatterns as theirs
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import receiver
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
)
from django.urls import URLPattern
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from company import clock
from messaging.channels.email import NUMBER
from messaging.services.events import keep
from messaging.views.answering import AnsweredFirst
from messaging.views.mail_parts import letter_of

logger = logging.getLogger(__name__)

PROVIDER = "mail"
NOT_UNDERSTOOD = (AnymailError, ImproperlyConfigured, ValueError, LookupError, TypeError, AttributeError)
"""What their parsers raise when a body is not what their provider posts."""

_SOFT = re.compile(r"soft|transient|temporar|block", re.IGNORECASE)
_SOFT_ANSWER = re.compile(
    r"\b4\d\d[ -]|\b4\.\d{1,3}\.\d{1,3}\b|\b5\.2\.2\b|\b5\.7\.\d|mailbox (?:is )?full", re.IGNORECASE
)
_SOFT_FIELDS = ("Type", "type", "event", "severity", "bounceType", "bounce_type")


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody comes in without the secret, whatever else that provider's own check asks for.

    Where no secret is set the entrance does not exist. A body that cannot be read is refused; a database
    that is away is our fault and is said so (500), for then the provider tries again.
    """

    @csrf_exempt
    def entrance(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        secrets = settings.ANYMAIL.get("WEBHOOK_SECRET")
        if not secrets:
            raise Http404
        if request.method == "HEAD":  # some providers knock before they are used
            return HttpResponse()
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST", "HEAD"])
        told = get_request_basic_auth(request) or ""
        if not any(constant_time_compare(told, secret) for secret in secrets):
            logger.warning("a mail report came without our secret")
            return HttpResponseForbidden()
        try:
            view(request, *parts, **named)
        except AnymailWebhookValidationFailure:
            logger.warning("a mail report was not the provider's")
            return HttpResponseForbidden()
        except NOT_UNDERSTOOD as error:
            logger.warning("a mail report could not be read: %s", type(error).__name__)
            return HttpResponseBadRequest()
        return AnsweredFirst()

    return entrance


urlpatterns = [
    URLPattern(one.pattern, guarded(one.callback), one.default_args, one.name)
    for one in theirs
    if isinstance(one, URLPattern)
]


@receiver(tracking)
def keep_report(event: Any, esp_name: str, **_: Any) -> None:
    """No address is kept: the message knows it."""
    now = clock.now()
    number = str((event.metadata or {}).get(NUMBER, ""))
    report = {
        "type": str(event.event_type),
        "message_id": str(event.message_id or ""),
        "number": int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None,
        "reason": str(event.reject_reason or ""),
        "soft": _is_soft(event),
    }
    number_of_event = event.event_id or _digest(event.message_id, event.recipient, event.timestamp, number)
    event_id = f"{esp_name}:{report['type']}:{number_of_event}"
    keep(PROVIDER, event_id, "tracking", report, occurred_at=event.timestamp or now, now=now)


@receiver(inbound)
def keep_letter(event: Any, esp_name: str, **_: Any) -> None:
    now = clock.now()
    letter = letter_of(event.message)
    number_of_event = event.event_id or _digest(event.message["Message-ID"], letter["from"], letter["text"])
    keep(
        PROVIDER,
        f"{esp_name}:inbound:{number_of_event}",
        "inbound",
        letter,
        occurred_at=event.timestamp or now,
        now=now,
    )


def _is_soft(event: Any) -> bool:
    """A bounce that says nothing against the address: full, away, or put off by the words."""
    told = " ".join(str(value) for value in _told_about_kind(event.esp_event))
    return bool(
        _SOFT.search(told) or _SOFT_ANSWER.search(f"{event.mta_response or ''} {event.description or ''}")
    )


def _told_about_kind(raw: Any) -> Iterator[object]:
    if not isinstance(raw, Mapping):
        return
    for fields in (raw, raw.get("bounce")):
        if isinstance(fields, Mapping):
            yield from (fields.get(name, "") for name in _SOFT_FIELDS)


def _digest(*parts: object) -> str:
    """What stands for an event whose provider numbers none: the same report gives the same."""
    return hashlib.sha256(repr([str(part) for part in parts]).encode("utf-8", "replace")).hexdigest()
