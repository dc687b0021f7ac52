"""Twilio's entrances: its reports on what became of a message, and texts that people send us."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.request_validator import RequestValidator

from company import clock
from messaging.channels.twilio_sms import inbound_url, status_callback_url
from messaging.models import Attempt, DeliveryReceipt
from messaging.services.events import keep
from messaging.services.receipts import apply_receipt
from messaging.views.answering import AnsweredFirst

logger = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 64 * 1024
NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""TwiML for: say nothing. Answers are rows of ours, sent by the outbox."""


@csrf_exempt
@require_POST
def twilio_status(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Twilio's report on one attempt. Kept and answered at once; an attempt we no longer know is ignored."""
    said = verified(request, status_callback_url(attempt_id), "MessageSid", "MessageStatus")
    if said is None:
        logger.warning("a status report for attempt %s was not Twilio's", attempt_id)
        return HttpResponseForbidden()
    attempt = Attempt.objects.select_related("message").filter(pk=attempt_id).first()
    event_id = f"{said['MessageSid']}:{said['MessageStatus']}"[:120]
    if attempt is not None and not _is_known(attempt, event_id):
        code = said.get("ErrorCode", "")
        apply_receipt(
            attempt.message,
            said["MessageStatus"],
            code=code,
            event_id=event_id,
            attempt=attempt,
            now=clock.now(),
        )
    return HttpResponse()


@csrf_exempt
@require_POST
def twilio_inbound(request: HttpRequest) -> HttpResponse:
    """A text somebody sent to our number. Kept once under its number, answered with silence, then read."""
    said = verified(request, inbound_url(), "MessageSid", "From")
    if said is None:
        logger.warning("an incoming text was not Twilio's")
        return HttpResponseForbidden()
    now = clock.now()
    text = {"from": said["From"], "text": said.get("Body", ""), "opt_out": said.get("OptOutType", "")}
    keep("twilio", said["MessageSid"], "inbound", text, occurred_at=now, now=now)
    return AnsweredFirst(NO_ANSWER, content_type="text/xml; charset=utf-8")


def verified(request: HttpRequest, url: str, *needed: str) -> dict[str, str] | None:
    """What Twilio posted, or None unless it is signed with our token, for our account, over that address.

    The algorithm is the one we expect (HMAC-SHA1 with the account's token), whatever a header names. The
    validator folds repeated parameters into one, so a request that repeats any is refused before it is
    asked; so are other content types, whose parameters the signature does not cover.
    """
    signature = request.headers.get(SIGNATURE, "")
    if not signature or not settings.TWILIO_AUTH_TOKEN or request.META.get("QUERY_STRING"):
        return None
    if request.content_type != FORM or _length(request) > LONGEST_BODY:
        return None
    if any(len(values) != 1 for _name, values in request.POST.lists()):
        return None
    said = {name: str(value) for name, value in request.POST.items()}
    if said.get("AccountSid") != settings.TWILIO_ACCOUNT_SID or not all(said.get(name) for name in needed):
        return None
    if not RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(url, said, signature):
        return None
    return {name: value.replace("\0", "") for name, value in said.items()}


def _length(request: HttpRequest) -> int:
    """As announced; the server reads no further than that."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isdigit() else LONGEST_BODY + 1


def _is_known(attempt: Attempt, event_id: str) -> bool:
    return DeliveryReceipt.objects.filter(message=attempt.message_id, event_id=event_id).exists()
