"""SMS by Twilio. Its Messages API knows no idempotency key, so doubt is never met by sending again."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any  # the library's messages are untyped

from django.conf import settings

from messaging.channels.base import (
    Accepted,
    DeliveryFailed,
    Doubt,
    Doubtful,
    OutcomeUnknown,
    Outgoing,
    fingerprint_of,
)
from messaging.channels.twilio_codes import MEANINGS, meaning_of
from messaging.policy import ChannelName

SHORTEST_SECONDS, LONGEST_SECONDS = 6, 36_000
"""Limits of ValidityPeriod: Twilio takes 1 to 36000 s and advises more than 5."""

A_PAGE = 1000
CLOCKS_DIFFER = timedelta(seconds=5)
"""Twilio's clock is not ours, and it tells whole seconds."""


ARRIVED = frozenset({"delivered", "read"})


class TwilioSms:
    name = ChannelName.SMS
    doubt = Doubt.ASK

    def __init__(self) -> None:
        # Lazily, because the web process names this channel without ever sending: 150 ms and 14 MB.
        from twilio.base.exceptions import TwilioException, TwilioRestException
        from twilio.rest import Client

        from messaging.channels.twilio_http import PooledClient

        self._refusal: type[Exception] = TwilioRestException
        self._trouble: type[Exception] = TwilioException
        self._client = Client(
            settings.TWILIO_ACCOUNT_SID,
            settings.TWILIO_AUTH_TOKEN,
            http_client=PooledClient(settings.TWILIO_BASE_URL, pool=max(64, settings.SENDING_THREADS)),
        )

    def send(self, outgoing: Outgoing) -> Accepted:
        sender, validity = _sender(), validity_seconds(outgoing)
        outgoing.check_in_time()
        try:
            message = self._client.messages.create(
                to=outgoing.to,
                body=outgoing.body,
                validity_period=validity,
                status_callback=status_callback_url(outgoing.attempt_id),
                **sender,
            )
        except self._refusal as error:
            raise _refused(error) from error
        except ValueError as error:  # 2xx, but no JSON: something accepted it, we cannot say what
            raise OutcomeUnknown("unreadable_answer") from error
        return Accepted(provider_id=str(message.sid))

    def find_out(self, doubtful: Doubtful) -> Accepted | None:
        """Ask Twilio for what it sent to this number since then, and look for our text among it.

        The number we send from is not asked for: it may have been changed since, and the secret link in the
        text is unique. Content redaction at Twilio would hide the texts and must be off.
        """
        try:
            sent = self._client.messages.stream(
                to=doubtful.to,
                date_sent_after=doubtful.since.astimezone(UTC).date(),  # whole days in GMT, that day included
                page_size=A_PAGE,
            )
            found = _ours(sent, doubtful)
            if found is None:  # what still waits in Twilio's queue has no date of sending yet
                newest = self._client.messages.list(to=doubtful.to, limit=A_PAGE, page_size=A_PAGE)
                found = _ours(newest, doubtful)
        except self._trouble as error:
            raise _not_told(error) from error
        except ValueError as error:
            raise OutcomeUnknown("unreadable_answer") from error
        return found

    def status_of(self, provider_id: str) -> tuple[str, str]:
        """For texts whose reports did not come."""
        try:
            message = self._client.messages(provider_id).fetch()
        except self._trouble as error:
            raise _not_told(error) from error
        except ValueError as error:
            raise OutcomeUnknown("unreadable_answer") from error
        return str(message.status), str(message.error_code or "")


def _ours(messages: Iterable[Any], doubtful: Doubtful) -> Accepted | None:
    """The first of them that is the text in doubt, and was not there before it."""
    earliest = doubtful.since.replace(microsecond=0) - CLOCKS_DIFFER
    for message in messages:
        is_later = message.date_created is None or message.date_created >= earliest
        if is_later and fingerprint_of(message.body or "") == doubtful.fingerprint:
            return Accepted(provider_id=str(message.sid), delivered=message.status in ARRIVED)
    return None


def status_callback_url(attempt_id: int) -> str:
    """Where Twilio reports on an attempt. The address is part of what it signs."""
    return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/status/{attempt_id}/"


def inbound_url() -> str:
    """Where texts to our number are to be posted; entered at Twilio by hand, see docs/operations.md."""
    return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/inbound/"


def validity_seconds(outgoing: Outgoing) -> int:
    """How long Twilio may keep the message in its queue: never past its end, nor into the night.

    Raises DeliveryFailed when so little is left that it would hardly arrive in time.
    """
    left = (outgoing.expires_at - outgoing.now).total_seconds()
    if left < SHORTEST_SECONDS:
        raise DeliveryFailed("too_late", permanent=False)
    return int(min(left, LONGEST_SECONDS))


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
    meaning = meaning_of(code)
    return DeliveryFailed(
        meaning.reason, permanent=meaning.permanent, retry_after=meaning.retry_after, code=code
    )


def _not_told(error: Exception) -> DeliveryFailed:
    """A list is refused with the answer as it came, which the library does not read."""
    answer = error.args[1] if len(error.args) > 1 else None
    status = getattr(answer, "status_code", 0)
    reason = "misconfigured" if status in {401, 403} else "refused"
    return DeliveryFailed(reason, permanent=False, code=str(status or ""))
