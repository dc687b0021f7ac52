"""A small SMTP server that keeps what it gets and answers as a test wishes."""

import socket
import socketserver
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

USUAL = {"EHLO": "250 here", "HELO": "250 here", "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye"}


@dataclass
class Mail:
    sender: str
    recipients: list[str]
    content: bytes = b""


class SmtpServer(socketserver.ThreadingTCPServer):
    """``answers`` by command, ``.`` for the end of a mail; an empty answer hangs up."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mails: list[Mail] = []
        self.answers: dict[str, str] = dict(USUAL)
        self.greeted = 0
        self._once: dict[str, str] = {}
        self._lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

    def answer_once(self, command: str, answer: str) -> None:
        self._once[command] = answer

    def answer_to(self, command: str) -> str:
        if command in self._once:
            return self._once.pop(command)
        return self.answers.get(command, "250 ok")

    def greet(self, line: socket.socket) -> None:
        self.greeted += 1
        self._lines.append(line)

    def hang_up(self) -> None:
        """On everybody, as a server does that has waited long enough."""
        for line in self._lines:
            line.shutdown(socket.SHUT_RDWR)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.greet(self.connection)
        self._say("220 hello")
        mail = Mail("", [])
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ", 1)[0].upper()
            answer = self.server.answer_to(command)
            if answer.startswith("2") and command == "MAIL":
                mail = Mail(_between(line), [])
            if answer.startswith("2") and command == "RCPT":
                mail.recipients.append(_between(line))
            if command == "DATA":
                self._say(answer)
                mail.content = self._mail_content()
                answer = self.server.answers["."]
                if answer[:1] in {"2", ""}:
                    self.server.mails.append(mail)
            if not answer:
                return
            self._say(answer)

    def _mail_content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def _between(line: str) -> str:
    return line.split("<", 1)[1].split(">", 1)[0]
