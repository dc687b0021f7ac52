"""Reading somebody's calendar behind an address they gave: within five seconds, and a megabyte at most.

``company.services.reaching`` sees to it that nothing inside our own network can be asked this way.
"""

import http.client
from urllib.parse import SplitResult

from company.services import reaching
from company.services.reaching import PORT, NotReached, Reach, is_public

__all__ = ["LARGEST", "FeedRefused", "Reach", "checked_address", "fetch", "is_public"]
LARGEST = 1024 * 1024  # bytes
CALENDAR_TYPES = {"text/calendar", "text/plain", "application/ics", "application/octet-stream", ""}
HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity"}


class FeedRefused(Exception):
    """The calendar cannot be read; ``code`` says why and stands on the feed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_address(url: str, ports: frozenset[int] | None = frozenset({PORT})) -> SplitResult:
    """The address in parts, if it is one we would read. ``webcal:`` means https. Raises FeedRefused."""
    try:
        return reaching.checked_address(_as_https(url), ports)
    except NotReached as refused:
        raise FeedRefused(refused.code) from refused


def fetch(url: str, reach: Reach | None = None) -> bytes:
    """The calendar behind ``url`` as it was sent. Raises FeedRefused."""
    try:
        with reaching.answer_from(_as_https(url), reach=reach or Reach(), headers=HEADERS) as answer:
            return _read(answer)
    except NotReached as refused:
        raise FeedRefused(refused.code) from refused


def _as_https(url: str) -> str:
    text = url.strip()
    is_webcal = text.lower().startswith(("webcal://", "webcals://"))
    return "https://" + text.partition("://")[2] if is_webcal else text


def _read(answer: http.client.HTTPResponse) -> bytes:
    _check_head(answer)
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise FeedRefused("too_big")
    return body


def _check_head(answer: http.client.HTTPResponse) -> None:
    if 300 <= answer.status < 400:
        raise FeedRefused("redirect")
    if answer.status in {401, 403, 404, 410}:
        raise FeedRefused("gone")
    if answer.status != 200:
        raise FeedRefused("unreachable")
    if (answer.length or 0) > LARGEST:
        raise FeedRefused("too_big")
    if (answer.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise FeedRefused("not_calendar")
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in CALENDAR_TYPES:
        raise FeedRefused("not_calendar")
