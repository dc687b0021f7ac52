"""Status reports, signed as Twilio signs them and posted to the address that came with the message."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from messaging.standin.book import Book, Taken

# Without proxies from the environment: what is for this machine stays on it.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Reporter:
    """Posts in threads of its own; the reports of one message go out in their order.

    ``deliver_to`` replaces scheme and host of the address when the product is reached at another one than
    its public; signed is always the address as it was given. Only this machine is ever called.
    """

    def __init__(self, book: Book, account_sid: str, auth_token: str, deliver_to: str = "") -> None:
        self._book, self._account_sid = book, account_sid
        self._validator = RequestValidator(auth_token)
        self.deliver_to = deliver_to.rstrip("/")
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="reports")
        self._pending: list[Future[None]] = []
        self.answers: list[int] = []  # HTTP status of each report; 0 when nobody answered

    def report(self, taken: Taken, receipts: Sequence[tuple[str, str]], delay: float = 0) -> None:
        if taken.callback_url and receipts:
            self._pending.append(self._pool.submit(self._run, taken, receipts, delay))

    def settle(self, timeout: float = 10) -> None:
        """Wait until every report so far has been answered. ``timeout`` in seconds."""
        wait_for(list(self._pending), timeout=timeout)

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, taken: Taken, receipts: Sequence[tuple[str, str]], delay: float) -> None:
        for status, error_code in receipts:
            time.sleep(delay)
            self._book.move(taken.provider_id, status, error_code)
            self.answers.append(self._post(taken.callback_url, self.parameters(taken, status, error_code)))

    def parameters(self, taken: Taken, status: str, error_code: str = "") -> dict[str, str]:
        said = {
            "AccountSid": self._account_sid,
            "ApiVersion": "2010-04-01",
            "From": taken.sender,
            "MessageSid": taken.provider_id,
            "MessageStatus": status,
            "SmsSid": taken.provider_id,
            "SmsStatus": status,
            "To": taken.to,
        }
        return said | ({"ErrorCode": error_code} if error_code else {})

    def signature(self, url: str, parameters: dict[str, str]) -> str:
        return str(self._validator.compute_signature(url, parameters))

    def _post(self, url: str, parameters: dict[str, str]) -> int:
        parts = urlsplit(url)
        address = f"{self.deliver_to}{parts.path}" if self.deliver_to else url
        if not _is_this_machine(address):
            return 0
        request = urllib.request.Request(  # noqa: S310  http to this machine, see above
            address,
            data=urlencode(parameters).encode(),
            headers={"X-Twilio-Signature": self.signature(url, parameters)},
        )
        return _status(lambda: _OPENER.open(request, timeout=15).status)


def _is_this_machine(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and (host in {"localhost", "::1"} or host.startswith("127."))


def _status(call: Callable[[], int]) -> int:
    try:
        return call()
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
