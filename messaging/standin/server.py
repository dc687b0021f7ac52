"""The stand-in itself: which request goes where, and what may go wrong on the way."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast  # Any: what a script says is checked by Fault

from messaging.standin import postmark, twilio
from messaging.standin.book import ACCOUNT_SID, AUTH_TOKEN, Book, Fault, Taken
from messaging.standin.http import Answer, Request, Server
from messaging.standin.line import Line
from messaging.standin.people import People
from messaging.standin.reporting import Disorder, Reporter

USUAL_RECEIPTS = ("sent", "delivered")


class Standin:
    """Twilio's, Postmark's and LINE's HTTP on 127.0.0.1; ``port=0`` takes a free one.

    It wants ``account_sid`` and ``auth_token`` (for all three) and signs what it posts with the token.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        latency_ms: int = 0,
        deliver_to: str = "",
        journal: Path | None = None,
    ) -> None:
        self.account_sid, self.auth_token, self.latency_ms = account_sid, auth_token, latency_ms
        self.receipts: tuple[str, ...] = USUAL_RECEIPTS
        self.receipt_delay_ms = 0
        self.late_ms = 20_000  # longer than anybody should wait
        self.book = Book(journal)
        self.reporter = Reporter(self.book, account_sid, auth_token, deliver_to)
        self.people = People(self.book, account_sid, auth_token, deliver_to)
        self.line = Line(self.book, auth_token, deliver_to)
        self._server = Server(("127.0.0.1", port), self.answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def accepted(self) -> list[Taken]:
        """Every message taken, in the order they came."""
        return self.book.taken

    def fail(self, *faults: Fault) -> None:
        """These faults from now on; none means all is well again."""
        self.book.script(list(faults))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.reporter.stop()
        self._thread.join()

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(twilio.API):
            return self._twilio(request)
        if request.path == "/email" and request.method == "POST":
            return self._postmark(request)
        if Line.is_for(request.path):
            return self.line.answer(request, self._through_faults)
        if People.is_for(request.path) and request.method == "POST":
            return self.people.answer(request)
        if request.path == "/log":
            return self._log(request)
        if request.path == "/script" and request.method == "POST":
            return self._script(request)
        return Answer(404, "Nothing here. GET /log tells what was taken.")

    def _twilio(self, request: Request) -> Answer:
        if not twilio.is_ours(request, self.account_sid, self.auth_token):
            return twilio.refusal(401, 20003, "Authenticate")
        if request.path.endswith("/Messages.json"):
            if request.method != "POST":
                return twilio.listed(self.book, request.query, self.account_sid)
            to = request.form().get("To", "")
            return self._through_faults("sms", to, lambda: self._text(request))
        taken = self.book.find(request.path.rpartition("/")[2].removesuffix(".json"))
        if taken is None:
            return twilio.refusal(404, 20404, "The requested resource was not found")
        return Answer(payload=twilio.shown(taken, self.account_sid))

    def _text(self, request: Request) -> Answer:
        form = request.form()
        if wrong := twilio.what_is_wrong(form):
            return wrong
        taken = self.book.take(replace(twilio.taken_from(form), arrived_at=request.arrived_at))
        self.reporter.report(taken, twilio.receipts_for(taken, self.receipts), self.receipt_delay_ms / 1000)
        return Answer(201, twilio.shown(taken, self.account_sid))

    def _postmark(self, request: Request) -> Answer:
        if not postmark.is_ours(request, self.auth_token):
            return postmark.refusal(10, "Request does not contain a valid Server token.", status=401)
        to = str(request.json().get("To", ""))
        return self._through_faults("email", to, lambda: self._mail(request))

    def _mail(self, request: Request) -> Answer:
        mail = request.json()
        if wrong := postmark.what_is_wrong(mail):
            return wrong
        taken = replace(postmark.taken_from(mail), arrived_at=request.arrived_at)
        return postmark.shown(self.book.take(taken))

    def _through_faults(self, channel: str, to: str, handle: Callable[[], Answer]) -> Answer:
        if self.latency_ms:
            time.sleep(self.latency_ms / 1000)
        fault = self.book.next_fault(channel, to)
        if fault == "429":
            return replace(_error(429, 20429, "Too Many Requests"), headers={"Retry-After": "1"})
        if fault in {"500", "503"}:
            return _error(int(fault), 20500, "Internal Server Error")
        if fault == "reset":
            return Answer(breaks_off=True)
        if fault == "late":
            time.sleep(self.late_ms / 1000)
        answer = handle()
        if fault == "accepted_late":
            time.sleep(self.late_ms / 1000)
        return AFTERWARDS.get(fault, answer)

    def _log(self, request: Request) -> Answer:
        if request.method == "DELETE":
            self.book.forget()
        taken = [
            {
                **asdict(one),
                "at": one.at.isoformat(),
                "arrived_at": one.arrived_at and one.arrived_at.isoformat(),
            }
            for one in self.accepted
        ]
        return Answer(
            payload={
                "accepted": taken,
                "turned_away": self.book.turned_away,
                "reports": list(self.reporter.answers),
            }
        )

    def _script(self, request: Request) -> Answer:
        """``{"faults": [{"do": "429", "times": 3}], "latency_ms": 50, "receipts": []}``; all optional.

        ``disorder`` (see ``reporting.Disorder``) and ``late_ms`` too.
        """
        said = request.json()
        try:
            faults = [Fault(**one) for one in cast(list[dict[str, Any]], said.get("faults", []))]
            disorder = Disorder(**cast(dict[str, Any], said.get("disorder", {})))
        except (TypeError, ValueError) as error:
            return Answer(400, str(error))
        if "faults" in said:
            self.fail(*faults)
        self.latency_ms = int(cast(int, said.get("latency_ms", self.latency_ms)))
        self.receipts = tuple(cast(list[str], said.get("receipts", self.receipts)))
        self.receipt_delay_ms = int(cast(int, said.get("receipt_delay_ms", self.receipt_delay_ms)))
        self.late_ms = int(cast(int, said.get("late_ms", self.late_ms)))
        if "disorder" in said:
            self.reporter.disorder = disorder
        return Answer(payload={"ok": True})


def _error(status: int, code: int, message: str) -> Answer:
    return Answer(status, {"code": code, "message": message, "status": status})


AFTERWARDS = {
    "accepted_500": _error(500, 20500, "Internal Server Error"),
    "accepted_reset": Answer(breaks_off=True),
    "accepted_garbage": Answer(201, "<html>It works!</html>"),
}
"""What is said although the message was taken."""
