"""Reaching somebody else's address from our network, without lending them our place in it.

https only, no names or passwords in the address, one look-up of the name whose answer is the one we connect
to, nothing that is not on the public internet, no redirects. The seconds count for the name, the handshake
and every byte together, so a server that drips cannot hold us longer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 5.0
PORT = 443
LONGEST_ADDRESS = 500
REFUSED = [  # public by number, and yet somebody's inside: the cloud's own addresses, and documented specials
    ip_network("168.63.129.16/32"),
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("fec0::/10"),
]
NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


class NotReached(Exception):
    """Nobody was asked, or nobody answered; ``code`` says why and stands on the row."""

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


def is_this_machine(address: Address) -> bool:
    return address.is_loopback


@dataclass(frozen=True)
class Reach:
    """How names are looked up and which addresses may be connected to; tests put their own server here.

    ``ports``: None allows every one. ``plain`` allows http as well, for the trial on this machine.
    """

    look_up: Callable[[str, int], list[str]] = look_up
    allows: Callable[[Address], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    ports: frozenset[int] | None = frozenset({PORT})
    seconds: float = SECONDS
    plain: bool = False


def reach_of_this_instance() -> Reach:
    """The open internet; in the sandbox, of which nothing leaves, this machine alone."""
    return Reach(allows=is_this_machine, ports=None, plain=True) if settings.SANDBOX else Reach()


def checked_address(
    url: str, ports: frozenset[int] | None = frozenset({PORT}), *, plain: bool = False
) -> SplitResult:
    """The address in parts, if it is one we would reach for. Raises NotReached."""
    text = url.strip()
    if len(text) > LONGEST_ADDRESS or any(ord(letter) <= 32 or ord(letter) == 127 for letter in text):
        raise NotReached("address")
    try:
        parts = urlsplit(text)
        port = _port_of(parts)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise NotReached("address") from error
    if parts.scheme != "https" and not (plain and parts.scheme == "http"):
        raise NotReached("not_https")
    if "@" in parts.netloc:
        raise NotReached("credentials")
    if not host or not text.isascii():
        raise NotReached("address")
    if ports is not None and port not in ports:
        raise NotReached("port")
    return parts


def _port_of(parts: SplitResult) -> int:
    return parts.port or (80 if parts.scheme == "http" else PORT)


@contextmanager
def answer_from(
    url: str,
    *,
    reach: Reach,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """Ask, and hand out the answer while the line is open; reading it counts as well. Raises NotReached."""
    parts = checked_address(url, reach.ports, plain=reach.plain)
    host, port = (parts.hostname or "").encode("idna").decode(), _port_of(parts)
    deadline = time.monotonic() + reach.seconds
    address = _one_address(host, port, reach, deadline)
    try:
        with _connected(address, port, host, reach, deadline, secure=parts.scheme == "https") as line:
            connection = _connection(line, host, port, secure=parts.scheme == "https")
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            line.settimeout(_left(deadline))
            said = {"User-Agent": "Yakusoku", **(headers or {}), "Connection": "close"}
            connection.request(method, target, body=body, headers=said)
            yield connection.getresponse()
    except ssl.SSLCertVerificationError as error:
        raise NotReached("certificate") from error
    except TimeoutError as error:
        raise NotReached("slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotReached("unreachable") from error


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
    looking.join(max(deadline - time.monotonic(), 0))
    if looking.is_alive():
        raise NotReached("slow")
    if not found:
        raise NotReached("no_such_host")
    for text in found:
        if "%" in text or not reach.allows(ip_address(text)):
            raise NotReached("private")
    return found[0]


class _SecureLine(ssl.SSLSocket):
    """Gives up at a moment rather than after a silence."""

    gives_up_at = float("inf")

    def recv_into(self, *args: object, **kwargs: object) -> int:
        self.settimeout(_left(self.gives_up_at))
        return super().recv_into(*args, **kwargs)  # type: ignore[arg-type]  # handed through as they came


class _PlainLine(socket.socket):
    gives_up_at = float("inf")

    def recv_into(self, *args: object, **kwargs: object) -> int:
        self.settimeout(_left(self.gives_up_at))
        return super().recv_into(*args, **kwargs)  # type: ignore[arg-type]  # as above


def _connected(
    address: str, port: int, host: str, reach: Reach, deadline: float, *, secure: bool
) -> _SecureLine | _PlainLine:
    bare = socket.create_connection((address, port), timeout=_left(deadline))
    line: socket.socket
    try:
        bare.settimeout(_left(deadline))
        if secure:
            reach.context.sslsocket_class = _SecureLine
            line = reach.context.wrap_socket(bare, server_hostname=host)
        else:
            line = _PlainLine(bare.family, bare.type, bare.proto, bare.detach())
    except BaseException:
        bare.close()
        raise
    assert isinstance(line, _SecureLine | _PlainLine)  # noqa: S101  tells the type checker, not the user
    line.gives_up_at = deadline
    return line


def _connection(line: socket.socket, host: str, port: int, *, secure: bool) -> http.client.HTTPConnection:
    """Speaks over the line we have, and never opens another."""
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port)
    connection.sock = line
    connection.auto_open = 0
    return connection


def _left(deadline: float) -> float:
    """Seconds still to go; a socket without any would wait for ever."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
