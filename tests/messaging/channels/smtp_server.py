"""A small SMTP server that keeps what it gets and answers as a test wishes."""

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
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})

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
        self._say("220 hello")
        mail = Mail("", [])
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ", 1)[0].upper()
            answer = self.server.answers.get(command, "250 ok")
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
