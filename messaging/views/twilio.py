"""Twilio's entrance: its reports on what became of a message."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.request_validator import RequestValidator

from company import clock
from messaging.channels.twilio_sms import status_callback_url
from messaging.models import Attempt
from messaging.services.receipts import apply_receipt

logger = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Signature"


@csrf_exempt
@require_POST
def twilio_status(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Twilio's report on one attempt. Kept and answered at once; an attempt we no longer know is ignored."""
    if not _is_from_twilio(request, attempt_id):
        logger.warning("a status report for attempt %s was not Twilio's", attempt_id)
        return HttpResponseForbidden()
    attempt = Attempt.objects.select_related("message").filter(pk=attempt_id).first()
    if attempt is not None:
        said = request.POST
        status = said.get("MessageStatus", "")
        apply_receipt(
            attempt.message,
            status,
            code=said.get("ErrorCode", ""),
            event_id=f"{said.get('MessageSid', '')}:{status}",
            now=clock.now(),
        )
    return HttpResponse()


def _is_from_twilio(request: HttpRequest, attempt_id: int) -> bool:
    """Signed with our token over the address we gave out, for our account.

    The algorithm is the one we expect, whatever a header names. The validator folds repeated parameters
    into one, so a request that repeats any is refused before it is asked.
    """
    signature, said = request.headers.get(SIGNATURE, ""), request.POST
    if not signature or not settings.TWILIO_AUTH_TOKEN or request.META.get("QUERY_STRING"):
        return False
    if any(len(values) != 1 for _name, values in said.lists()):
        return False
    if not said.get("MessageStatus") or said.get("AccountSid") != settings.TWILIO_ACCOUNT_SID:
        return False
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    return bool(validator.validate(status_callback_url(attempt_id), said, signature))
