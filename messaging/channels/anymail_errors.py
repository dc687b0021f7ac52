"""Sending through Anymail, and what its errors mean for us, whichever provider is behind it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import MaxRetryError, NewConnectionError

from messaging.channels.base import Accepted, DeliveryFailed, OutcomeUnknown


@contextmanager
def while_connecting() -> Iterator[None]:
    """A provider whose key is missing is found out here; nothing has left."""
    try:
        yield
    except AnymailConfigurationError as error:
        raise DeliveryFailed("misconfigured", permanent=False) from error


def sent(
    connection: BaseEmailBackend,
    email: EmailMultiAlternatives,
    *,
    otherwise: Callable[[], EmailMultiAlternatives],
) -> Accepted:
    """Hand it over; ``otherwise`` is a simpler form for providers that cannot carry the first one."""
    try:
        return _sent(connection, email)
    except AnymailUnsupportedFeature:  # raised while the request is built: nothing has left
        return _sent(connection, otherwise())


def _sent(connection: BaseEmailBackend, email: EmailMultiAlternatives) -> Accepted:
    try:
        connection.send_messages([email])
    except AnymailUnsupportedFeature:
        raise
    except AnymailConfigurationError as error:
        raise DeliveryFailed("misconfigured", permanent=False) from error
    except AnymailInvalidAddress as error:
        raise DeliveryFailed("invalid_address", permanent=True) from error
    except AnymailRecipientsRefused as error:
        raise DeliveryFailed(_why_refused(email), permanent=True) from error
    except AnymailAPIError as error:
        raise _judged(error) from error
    status = getattr(email, "anymail_status", None)
    return Accepted(provider_id=str(getattr(status, "message_id", None) or ""))


def _why_refused(email: EmailMultiAlternatives) -> str:
    """``invalid``: no such address; anything else: it bounced or complained before."""
    status = getattr(email, "anymail_status", None)
    return "invalid_address" if status and status.status == {"invalid"} else "bounced"


def _judged(error: AnymailAPIError) -> DeliveryFailed | OutcomeUnknown:
    status = error.status_code
    if status is None:
        return _broken(error.__cause__)
    if status == 429:
        after = error.response.headers.get("Retry-After", "")
        return DeliveryFailed("busy", permanent=False, retry_after=float(after) if after.isdigit() else None)
    if status in {401, 403}:
        return DeliveryFailed("misconfigured", permanent=False, code=str(status))
    if 400 <= status < 500:
        return DeliveryFailed("refused", permanent=True, code=str(status))
    return OutcomeUnknown(f"http_{status}")  # 5xx, or a 2xx that could not be read


def _broken(cause: BaseException | None) -> DeliveryFailed | OutcomeUnknown:
    """No answer came. Only a connection that never stood proves that nothing was accepted."""
    told = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    refused = isinstance(told, MaxRetryError) and isinstance(told.reason, NewConnectionError)
    if refused or isinstance(cause, requests.ConnectTimeout):
        return DeliveryFailed("no_connection", permanent=False)
    return OutcomeUnknown(type(cause).__name__)
