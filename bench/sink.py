"""The far end, a process of its own: answers Twilio's protocol and a mail server's as cheaply as Python can.

The stand-in of the product answers each request in a thread, which is right for tests and too slow here.
``python -m bench.sink FOLDER`` writes its ports to FOLDER/ports.json and counts what it accepted in the
first eight bytes of FOLDER/accepted, so that a reader needs no request of its own.
"""

import asyncio
import json
import mmap
import re
import struct
import sys
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus

from supervise import follow_parent

API = b"/2010-04-01/Accounts/"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"^message-id: *(\S+)", re.IGNORECASE | re.MULTILINE)


class Book:
    """What was accepted: when, for whom, and what told it apart."""

    def __init__(self, counter: mmap.mmap) -> None:
        self.counter = counter
        self.latency = 0.0  # seconds between taking a message and saying so
        self.taken: list[tuple[float, str, str]] = []

    def take(self, to: str, mark: str) -> int:
        self.taken.append((time.time(), to, mark))
        struct.pack_into("<Q", self.counter, 0, len(self.taken))
        return len(self.taken)

    def forget(self) -> None:
        self.taken.clear()
        struct.pack_into("<Q", self.counter, 0, 0)


class Lines(asyncio.Protocol):
    """A connection whose bytes are kept until they make a whole."""

    def __init__(self, book: Book) -> None:
        self.book, self.buffer = book, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  asyncio's servers make no other
        self.transport = transport

    def answer(self, words: bytes, *, late: bool = False) -> None:
        if late and self.book.latency:
            asyncio.get_running_loop().call_later(self.book.latency, self._write, words)
        else:
            self._write(words)

    def _write(self, words: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(words)


class Http(Lines):
    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.buffer) < whole:
                return
            body, self.buffer = self.buffer[end + 4 : whole], self.buffer[whole:]
            method, target, _ = head.split(b" ", 2)
            self._asked(method, target, body)

    def _asked(self, method: bytes, target: bytes, body: bytes) -> None:
        if method == b"POST" and target.startswith(API):
            fields = dict(pair.split(b"=", 1) for pair in body.split(b"&"))
            to = unquote_plus(fields[b"To"].decode())
            text = fields[b"Body"].decode()
            number = self.book.take(to, text)
            self.answer(_http(201, _shown(number, to, unquote_plus(text))), late=True)
        elif method == b"GET" and target.startswith(API):
            self.answer(_http(200, {"messages": self._matching(target), "next_page_uri": None}), late=True)
        else:
            self.answer(_http(200, self._told(target.decode(), body)))

    def _matching(self, target: bytes) -> list[dict[str, object]]:
        """What was taken for one number; the days asked about are those of this run."""
        to = parse_qs(target.decode().partition("?")[2]).get("To", [""])[0]
        return [
            _shown(number, to, unquote_plus(text))
            for number, (_, receiver, text) in enumerate(self.book.taken, start=1)
            if receiver == to
        ]

    def _told(self, target: str, body: bytes) -> object:
        if target == "/-/latency":
            self.book.latency = float(body)
        elif target == "/-/forget":
            self.book.forget()
        elif target == "/-/taken":
            return self.book.taken
        return {}


def _shown(number: int, to: str, text: str) -> dict[str, object]:
    """A message with every field the API shows."""
    moment = formatdate(usegmt=True)
    return {
        "sid": f"SM{number:032x}",
        "account_sid": "AC00000000000000000000000000000000",
        "api_version": "2010-04-01",
        "body": text,
        "date_created": moment,
        "date_sent": moment,
        "date_updated": moment,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": "+15005550006",
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "2",
        "price": None,
        "price_unit": "USD",
        "status": "queued",
        "subresource_uris": {},
        "to": to,
        "uri": f"/2010-04-01/Accounts/AC/Messages/SM{number:032x}.json",
    }


def _http(status: int, payload: object) -> bytes:
    body = json.dumps(payload).encode()
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Smtp(Lines):
    """Enough of RFC 5321 for one sender after another on one connection."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.in_data, self.to = False, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.answer(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n.\r\n" if self.in_data else b"\r\n")) >= 0:
            line, self.buffer = self.buffer[:end], self.buffer[end + (5 if self.in_data else 2) :]
            if self.in_data:
                self._mail(line)
            else:
                self._command(line)

    def _mail(self, content: bytes) -> None:
        self.in_data = False
        found = _MESSAGE_ID.search(content)
        self.book.take(self.to, found[1].decode() if found else "")
        self.answer(b"250 taken\r\n", late=True)

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.answer(b"250-sink\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self.in_data = True
            self.answer(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.answer(b"221 bye\r\n")
            self.transport.close()
        else:
            if verb == b"RCPT":
                self.to = line.partition(b"<")[2].partition(b">")[0].decode()
            self.answer(b"250 ok\r\n")


async def serve(folder: Path) -> None:
    with (folder / "accepted").open("w+b") as file:
        file.write(bytes(8))
        file.flush()
        book = Book(mmap.mmap(file.fileno(), 8))
        ports = {"http": await _listen(lambda: Http(book)), "smtp": await _listen(lambda: Smtp(book))}
        (folder / "ports.new").write_text(json.dumps(ports))
        (folder / "ports.new").rename(folder / "ports.json")
        await asyncio.Event().wait()


async def _listen(protocol: Callable[[], asyncio.Protocol]) -> int:
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, backlog=512)
    return int(server.sockets[0].getsockname()[1])


if __name__ == "__main__":
    follow_parent()
    asyncio.run(serve(Path(sys.argv[1])))
