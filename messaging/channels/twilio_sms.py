"""SMS by Twilio. Its Messages API knows no idempotency key, so doubt is never met by sending again."""

from django.conf import settings

from messaging.channels.base import Accepted, DeliveryFailed, Doubt, OutcomeUnknown, Outgoing
from messaging.channels.twilio_codes import MEANINGS, meaning_of
from messaging.policy import ChannelName

SHORTEST_SECONDS, LONGEST_SECONDS = 60, 36_000
"""Limits of ValidityPeriod: Twilio takes 1 to 36000 s and advises against very short ones."""


class TwilioSms:
    name = ChannelName.SMS
    doubt = Doubt.ASK

    def __init__(self) -> None:
        # Lazily, because the web process names this channel without ever sending: 150 ms and 14 MB.
        from twilio.base.exceptions import TwilioRestException
        from twilio.rest import Client

        from messaging.channels.twilio_http import PooledClient

        self._refusal: type[Exception] = TwilioRestException
        self._client = Client(
            settings.TWILIO_ACCOUNT_SID,
            settings.TWILIO_AUTH_TOKEN,
            http_client=PooledClient(settings.TWILIO_BASE_URL, pool=max(64, settings.SENDING_THREADS)),
        )

    def send(self, outgoing: Outgoing) -> Accepted:
        sender = _sender()
        outgoing.check_in_time()
        try:
            message = self._client.messages.create(
                to=outgoing.to,
                body=outgoing.body,
                validity_period=validity_seconds(outgoing),
                status_callback=status_callback_url(outgoing.attempt_id),
                **sender,
            )
        except self._refusal as error:
            raise _refused(error) from error
        except ValueError as error:  # 2xx, but no JSON: something accepted it, we cannot say what
            raise OutcomeUnknown("unreadable_answer") from error
        return Accepted(provider_id=str(message.sid))


def status_callback_url(attempt_id: int) -> str:
    """Where Twilio reports on an attempt. The address is part of what it signs."""
    return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/status/{attempt_id}/"


def validity_seconds(outgoing: Outgoing) -> int:
    """How long Twilio may keep the message in its queue before it is too late to help."""
    left = (outgoing.expires_at - outgoing.now).total_seconds()
    return int(min(max(left, SHORTEST_SECONDS), LONGEST_SECONDS))


def _sender() -> dict[str, str]:
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        return {"messaging_service_sid": settings.TWILIO_MESSAGING_SERVICE_SID}
    if settings.TWILIO_FROM:
        return {"from_": settings.TWILIO_FROM}
    raise DeliveryFailed("misconfigured", permanent=False)


def _refused(error: Exception) -> DeliveryFailed:
    """A 4xx: surely not accepted. Unauthorised is ours to mend; the rest is told by Twilio's number."""
    status, code = getattr(error, "status", 0), str(getattr(error, "code", ""))
    if code not in MEANINGS and status in {401, 403}:
        return DeliveryFailed("misconfigured", permanent=False, code=code)
    reason, permanent = meaning_of(code)
    return DeliveryFailed(reason, permanent=permanent, code=code)
