"""A small HTTP server: requests as values in, answers as values out, and a way to break the line."""

import json
import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BIGGEST_BODY = 12 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    arrived_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def form(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.body.decode("utf-8", "replace")).items()}

    def json(self) -> dict[str, object]:
        """The body as an object; empty when it is none."""
        try:
            said = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


@dataclass(frozen=True)
class Answer:
    """``payload`` becomes JSON unless it is text; ``breaks_off`` ends the connection without a word."""

    status: int = 200
    payload: object = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks_off: bool = False


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], answer: Callable[[Request], Answer]) -> None:
        super().__init__(address, _Handler)
        self.answer = answer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is a client's right, and no page of traceback."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > BIGGEST_BODY:
            self._send(Answer(413, "too long"))
            return
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=parts.path,
            query={name: values[-1] for name, values in parse_qs(parts.query).items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        self._send(self.server.answer(request))

    do_POST = do_DELETE = do_GET  # noqa: N815  the names http.server looks for

    def _send(self, answer: Answer) -> None:
        if answer.breaks_off:
            # Closing with a linger of zero resets the connection instead of ending it politely.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        is_text = isinstance(answer.payload, str)
        body = str(answer.payload if is_text else json.dumps(answer.payload, ensure_ascii=False)).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/plain; charset=utf-8" if is_text else "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Paths and addresses stay out of the terminal; /log tells what was taken."""
