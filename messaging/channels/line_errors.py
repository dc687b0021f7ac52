"""How a call to LINE ended. Imported only by processes that talk to LINE: the library behind it is heavy.

Sources: developers.line.biz, "Retry failed API requests" and the reference's status codes.
"""

import json
import ssl
from collections.abc import Mapping
from typing import NamedTuple

from linebot.v3.messaging.exceptions import ApiException
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from messaging.channels.base import DeliveryFailed, OutcomeUnknown

ALREADY_TAKEN = 409
ACCEPTED_ID = "x-line-accepted-request-id"


class Told(NamedTuple):
    """What LINE said in an error's body: its message, and the properties it found wrong."""

    words: str
    properties: tuple[str, ...]


def broken(error: HTTPError) -> DeliveryFailed | OutcomeUnknown:
    """No answer came. Only a connection that never stood proves that nothing was accepted."""
    never_stood = isinstance(error, NewConnectionError | ConnectTimeoutError)
    if isinstance(error, SSLError):
        never_stood = bool(error.args) and isinstance(error.args[0], ssl.SSLCertVerificationError)
    return DeliveryFailed("no_connection", permanent=False) if never_stood else OutcomeUnknown(_name(error))


def judged(error: ApiException) -> DeliveryFailed | OutcomeUnknown:
    """An answer other than 2xx and 409. 5xx may have been carried out: the same key is repeated."""
    status, told = int(error.status or 0), _told(error.body)
    if status == 0:  # the library makes of a broken TLS line an answer without a status
        refused = isinstance(error.__context__, HTTPError) and isinstance(
            broken(error.__context__), DeliveryFailed
        )
        return DeliveryFailed("no_connection", permanent=False) if refused else OutcomeUnknown("tls")
    if status >= 500:
        return OutcomeUnknown(f"http_{status}")
    if status == 429:
        return _too_much(told, error.headers or {})
    if status in {401, 403}:
        return DeliveryFailed("misconfigured", permanent=False, code=str(status))
    return DeliveryFailed(_why_refused(status, told), permanent=True, code=str(status))


def _too_much(told: Told, headers: Mapping[str, str]) -> DeliveryFailed:
    """Too fast, which passes; or the month's quota, which does not."""
    if "monthly limit" in told.words:
        return DeliveryFailed("quota", permanent=True, code="429")
    after = str(headers.get("Retry-After") or "")
    seconds = float(after) if after.isdigit() else None
    return DeliveryFailed("busy", permanent=False, retry_after=seconds, code="429")


def _why_refused(status: int, told: Told) -> str:
    if status == 400 and ("to" in told.properties or "'to'" in told.words):
        return "invalid_address"
    if status == 400 and told.words.startswith("Failed to send messages"):
        return "blocked"  # they blocked the account, or never added it
    return "refused"


def _told(body: object) -> Told:
    try:
        said = json.loads(str(body or "{}"))
        details = said.get("details") or []
        return Told(str(said.get("message", "")), tuple(str(one.get("property", "")) for one in details))
    except (ValueError, AttributeError):
        return Told("", ())


def _name(error: Exception) -> str:
    return type(error).__name__
