"""A server of calendars with TLS on this machine: answers as a test says, and counts who came."""

import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from scheduling.services.feeds_fetching import Reach

HOST = "calendar.example"
FILE = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


def plain(
    body: bytes = FILE, *, status: str = "200 OK", kind: str = "text/calendar", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


@dataclass
class CalendarServer:
    """``answer`` is sent whole, or written by a function that gets the line."""

    folder: Path
    answer: bytes | Callable[[ssl.SSLSocket], None] = field(default_factory=plain)
    asked: list[bytes] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/private/basic.ics"

    def reach(self, *, seconds: float = 5.0, addresses: tuple[str, ...] = ("127.0.0.1",)) -> Reach:
        """This server stands for ``calendar.example``; nothing else on this machine may be reached."""

        def look_up(host: str, port: int) -> list[str]:
            self.looked_up.append(host)
            return list(addresses)

        return Reach(
            look_up=look_up,
            allows=lambda address: address == ip_address("127.0.0.1"),
            context=ssl.create_default_context(cafile=str(self.folder / "cert.pem")),
            ports=frozenset({self.port}),
            seconds=seconds,
        )

    def serve(self, listener: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                bare, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(bare, context), daemon=True).start()

    def _one(self, bare: socket.socket, context: ssl.SSLContext) -> None:
        try:
            with context.wrap_socket(bare, server_side=True) as line:
                self.asked.append(_whole(line))
                if callable(self.answer):
                    self.answer(line)
                else:
                    line.sendall(self.answer)
        except OSError:
            return


def _whole(line: ssl.SSLSocket) -> bytes:
    """Head and body of a request."""
    asked = line.recv(65536)
    length = re.search(rb"Content-Length: (\d+)", asked, re.IGNORECASE)
    while length and len(asked.partition(b"\r\n\r\n")[2]) < int(length[1]) and (more := line.recv(65536)):
        asked += more
    return asked


def drip(line: ssl.SSLSocket) -> None:
    """A byte now and then, for as long as somebody listens."""
    for letter in plain(FILE * 100):
        line.sendall(bytes([letter]))
        time.sleep(0.05)


@contextmanager
def calendar_server(folder: Path) -> Iterator[CalendarServer]:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = CalendarServer(folder)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        threading.Thread(target=server.serve, args=(listener, context), daemon=True).start()
        yield server
