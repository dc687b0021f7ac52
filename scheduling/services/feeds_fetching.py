"""Reading somebody else's address for us, without lending them our place in the network.

https only, no names or passwords in the address, one look-up of the name whose answer is the one we connect
to, nothing that is not on the public internet, no redirects, five seconds and a megabyte in all. The time
counts for the name, the handshake and every byte together, so a server that drips cannot hold us longer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

SECONDS = 5.0
LARGEST = 1024 * 1024  # bytes
PORT = 443
LONGEST_ADDRESS = 500
CALENDAR_TYPES = {"text/calendar", "text/plain", "application/ics", "application/octet-stream", ""}
REFUSED = [  # public by number, and yet somebody's inside: the cloud's own addresses, and documented specials
    ip_network("168.63.129.16/32"),
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("fec0::/10"),
]
NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


class FeedRefused(Exception):
    """The calendar cannot be read; ``code`` says why and stands on the feed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def look_up(host: str, port: int) -> list[str]:
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: Address) -> bool:
    """Whether it is on the open internet, and so is every IPv4 address folded into an IPv6 one."""
    if any(address in network for network in REFUSED if network.version == address.version):
        return False
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if address.ipv4_mapped or address in NAT64:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True)
class Reach:
    """How names are looked up and which addresses may be connected to; tests put their own server here."""

    look_up: Callable[[str, int], list[str]] = look_up
    allows: Callable[[Address], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    ports: frozenset[int] = frozenset({PORT})
    seconds: float = SECONDS


def checked_address(url: str, ports: frozenset[int] = frozenset({PORT})) -> SplitResult:
    """The address in parts, if it is one we would read. ``webcal:`` means https. Raises FeedRefused."""
    text = url.strip()
    if text.lower().startswith(("webcal://", "webcals://")):
        text = "https://" + text.partition("://")[2]
    if len(text) > LONGEST_ADDRESS or any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        raise FeedRefused("address")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise FeedRefused("address") from error
    if parts.scheme != "https":
        raise FeedRefused("not_https")
    if "@" in parts.netloc:
        raise FeedRefused("credentials")
    if not host or not text.isascii():
        raise FeedRefused("address")
    if (port or PORT) not in ports:
        raise FeedRefused("port")
    return parts


def fetch(url: str, reach: Reach | None = None) -> bytes:
    """The calendar behind ``url`` as it was sent. Raises FeedRefused."""
    reach = reach or Reach()
    parts = checked_address(url, reach.ports)
    host, port = (parts.hostname or "").encode("idna").decode(), parts.port or PORT
    deadline = time.monotonic() + reach.seconds
    address = _one_address(host, port, reach, deadline)
    try:
        with _connected(address, port, host, reach, deadline) as line:
            return _read(line, host, port, parts, deadline)
    except ssl.SSLCertVerificationError as error:
        raise FeedRefused("certificate") from error
    except TimeoutError as error:
        raise FeedRefused("slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise FeedRefused("unreachable") from error


def _one_address(host: str, port: int, reach: Reach, deadline: float) -> str:
    """Looked up once; one inward address among several is reason enough to refuse them all."""
    found: list[str] = []

    def look() -> None:
        try:
            found.extend(reach.look_up(host, port))
        except OSError:
            found.clear()

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(_left(deadline))
    if looking.is_alive():
        raise FeedRefused("slow")
    if not found:
        raise FeedRefused("no_such_host")
    for text in found:
        if "%" in text or not reach.allows(ip_address(text)):
            raise FeedRefused("private")
    return found[0]


class _Line(ssl.SSLSocket):
    """Gives up at a moment rather than after a silence."""

    gives_up_at = float("inf")

    def recv_into(self, *args: object, **kwargs: object) -> int:
        self.settimeout(_left(self.gives_up_at))
        return super().recv_into(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came


def _connected(address: str, port: int, host: str, reach: Reach, deadline: float) -> _Line:
    bare = socket.create_connection((address, port), timeout=_left(deadline))
    try:
        bare.settimeout(_left(deadline))
        reach.context.sslsocket_class = _Line
        line = reach.context.wrap_socket(bare, server_hostname=host)
    except BaseException:
        bare.close()
        raise
    assert isinstance(line, _Line)  # noqa: S101  tells the type checker, not the user
    line.gives_up_at = deadline
    return line


def _read(line: _Line, host: str, port: int, parts: SplitResult, deadline: float) -> bytes:
    connection = http.client.HTTPSConnection(host, port)
    connection.sock = line
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Yakusoku"}
    line.settimeout(_left(deadline))
    connection.request("GET", target, headers={**headers, "Connection": "close"})
    answer = connection.getresponse()
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


def _left(deadline: float) -> float:
    """Seconds still to go; a socket without any would wait for ever."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
