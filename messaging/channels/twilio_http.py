"""HTTP under the twilio library: pooled connections, strict time limits, a base URL of our own.

Imported only by processes that send: the library behind it is heavy. What went wrong on the way is told
apart here, where it is still known whether the request had left.
"""

import logging
import ssl
from collections.abc import Mapping
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError

from messaging.channels.base import DeliveryFailed, OutcomeUnknown

TWILIO = "https://api.twilio.com"


class PooledClient(HttpClient):  # type: ignore[misc]  # twilio ships no types
    """One per process, shared by all threads; ``pool`` is how many may speak at once."""

    def __init__(self, base_url: str = TWILIO, pool: int = 64) -> None:
        super().__init__(logging.getLogger("twilio.http"), False, settings.READ_SECONDS)
        self._base_url = base_url
        self._pool = urllib3.PoolManager(
            num_pools=4,
            maxsize=pool,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=settings.CONNECT_SECONDS, read=settings.READ_SECONDS),
        )

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """As the library calls it. DeliveryFailed when surely not accepted, OutcomeUnknown on doubt."""
        sent = dict(headers or {})
        if auth:
            sent |= urllib3.make_headers(basic_auth=":".join(auth))
        address = url.replace(TWILIO, self._base_url, 1)
        if params:
            address += "?" + _encoded(params)
        try:
            answer = self._pool.request(
                method, address, headers=sent, redirect=False, body=_encoded(data) if data else None
            )
        except HTTPError as error:
            raise _broken(error) from error
        return _judged(answer)


def _encoded(values: Mapping[str, object]) -> str:
    return urlencode({name: value for name, value in values.items() if value is not None}, doseq=True)


def _broken(error: HTTPError) -> DeliveryFailed | OutcomeUnknown:
    """No answer came. Only a connection that never stood proves that nothing was accepted."""
    never_stood = isinstance(error, NewConnectionError | urllib3.exceptions.ConnectTimeoutError)
    if isinstance(error, SSLError):
        never_stood = bool(error.args) and isinstance(error.args[0], ssl.SSLCertVerificationError)
    if never_stood:
        return DeliveryFailed("no_connection", permanent=False)
    return OutcomeUnknown(type(error).__name__)


def _judged(answer: urllib3.BaseHTTPResponse) -> Response:
    """429 was never processed (errors/20429); any 5xx may have been (errors/20500)."""
    if answer.status == 429:
        after = answer.headers.get("Retry-After", "")
        raise DeliveryFailed("busy", permanent=False, retry_after=float(after) if after.isdigit() else None)
    if answer.status >= 500:
        raise OutcomeUnknown(f"http_{answer.status}")
    return Response(answer.status, answer.data.decode("utf-8", "replace"), answer.headers)
