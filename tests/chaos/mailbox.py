"""A mail server that keeps a journal like the stand-in's, and now and then breaks off after it took a mail.

``python -m tests.chaos.mailbox PORT JOURNAL`` until killed. It accepts everything for everybody and passes
nothing on. ``TROUBLE`` are chances by what goes wrong.
"""

import email
import email.policy
import json
import random
import socketserver
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

TROUBLE = {"busy": 0.02, "gone before": 0.01, "gone after": 0.02}


class Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, journal: Path) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.journal: BinaryIO = journal.open("ab", buffering=0)
        self.numbers = count(1)

    def take(self, sender: str, to: str, content: bytes, arrived_at: datetime) -> None:
        """A line of the journal, before the sender hears that it was taken."""
        mail = email.message_from_bytes(content, policy=email.policy.default)
        text = mail.get_body(("plain",))
        line = {
            "channel": "email",
            "provider_id": f"mail-{next(self.numbers)}",
            "to": to,
            "sender": sender,
            "subject": str(mail["Subject"]),
            "body": text.get_content() if text else "",
            "headers": {"Message-ID": str(mail["Message-ID"])},
            "arrived_at": arrived_at.isoformat(),
            "at": datetime.now(UTC).isoformat(),
        }
        self.journal.write((json.dumps(line, ensure_ascii=False) + "\n").encode())


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 hello")
        sender = to = ""
        arrived_at = datetime.now(UTC)
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line.split(" ", 1)[0].upper()
            if word == "MAIL":
                sender, arrived_at = _between(line), datetime.now(UTC)
            if word == "RCPT":
                to = _between(line)
            if word == "DATA":
                self._say("354 go on")
                if not self._take(sender, to, arrived_at):
                    return
                continue
            self._say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def _take(self, sender: str, to: str, arrived_at: datetime) -> bool:
        """False when the line breaks here."""
        content = self._content()
        what = next((one for one, chance in TROUBLE.items() if random.random() < chance), "")
        if what == "busy":
            self._say("451 try again later")
            return True
        if what == "gone before" or not content:
            return False
        self.server.take(sender, to, content, arrived_at)
        if what == "gone after":
            return False
        self._say("250 taken")
        return True

    def _content(self) -> bytes:
        """Up to the dot; nothing when the sender went away before."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return b""
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def _between(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


if __name__ == "__main__":
    Mailbox(int(sys.argv[1]), Path(sys.argv[2])).serve_forever()
