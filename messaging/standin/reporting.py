"""Status reports, signed as Twilio signs them and posted to the address that came with the message."""

import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import count
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from messaging.standin.book import Book, Taken

# Without proxies from the environment: what is for this machine stays on it.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Disorder:
    """Reports as a bad day brings them: each after a wait of its own of up to ``spread_ms``, so that they
    overtake one another, and a share of ``repeat`` of them twice.
    """

    spread_ms: int = 0
    repeat: float = 0.0


class Reporter:
    """Posts in threads of its own; the reports of one message go out in their order, unless in ``disorder``.

    ``deliver_to`` replaces scheme and host of the address when the product is reached at another one than
    its public; signed is always the address as it was given. Only this machine is ever called.
    """

    def __init__(self, book: Book, account_sid: str, auth_token: str, deliver_to: str = "") -> None:
        self._book, self._account_sid = book, account_sid
        self._validator = RequestValidator(auth_token)
        self.deliver_to = deliver_to.rstrip("/")
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="reports")
        self._pending: list[Future[None]] = []
        self.disorder = Disorder()
        self._chance = random.Random(2)  # noqa: S311  the same disorder on every run
        self._later = _Later()
        self.answers: list[int] = []  # HTTP status of each report; 0 when nobody answered

    def report(self, taken: Taken, receipts: Sequence[tuple[str, str]], delay: float = 0) -> None:
        if not taken.callback_url or not receipts:
            return
        if self.disorder == Disorder():
            self._pending.append(self._pool.submit(self._run, taken, receipts, delay))
            return
        for receipt in receipts:
            for _ in range(1 + (self._chance.random() < self.disorder.repeat)):
                wait = delay + self._chance.random() * self.disorder.spread_ms / 1000
                self._later.do(wait, partial(self._soon, taken, receipt))

    def _soon(self, taken: Taken, receipt: tuple[str, str]) -> None:
        self._pending.append(self._pool.submit(self._run, taken, [receipt], 0))

    def settle(self, timeout: float = 10) -> None:
        """Wait until every report so far has been answered. ``timeout`` in seconds."""
        wait_for(list(self._pending), timeout=timeout)

    def stop(self) -> None:
        self._later.stop()
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


class _Later:
    """Does things after a wait, in one thread, which starts with the first of them."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._number = count()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def do(self, seconds: float, what: Callable[[], None]) -> None:
        with self._changed:
            heappush(self._heap, (time.monotonic() + seconds, next(self._number), what))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        while what := self._next():
            what()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._stopped:
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    return heappop(self._heap)[2]
                self._changed.wait(wait)
        return None


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
