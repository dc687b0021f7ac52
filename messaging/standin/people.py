"""The people behind the stand-in's numbers and mailboxes: they write, and their mail servers report.

``POST /twilio/say`` ``{"from": "+8190…", "text": "…"}``; the same to ``/postmark/say`` with mail addresses,
``answers`` naming a mail taken before; ``/postmark/report`` ``{"mail": "…", "record": "Bounce"}``. All are
signed, or bring the secret, as the real ones do. ``url`` says where the product is, if it is not to be
seen from the callbacks it gave.
"""

import base64
import http.client
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast  # Any: JSON
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from messaging.standin.book import Book, Taken, now
from messaging.standin.http import Answer, Request

SAY, WRITE, REPORT = "/twilio/say", "/postmark/say", "/postmark/report"
TEXTS = "/hooks/twilio/inbound/"
LETTERS, TRACKING = "/hooks/anymail/postmark/inbound/", "/hooks/anymail/postmark/tracking/"
OUR_NUMBER = "+15005550006"


class People:
    """``deliver_to`` is where the product is reached when that is not its public address."""

    def __init__(self, book: Book, account_sid: str, auth_token: str, deliver_to: str = "") -> None:
        self._book, self._account_sid, self._token = book, account_sid, auth_token
        self.deliver_to = deliver_to.rstrip("/")

    @property
    def webhook_secret(self) -> str:
        """For ANYMAIL_WEBHOOK_SECRET."""
        return f"postmark:{self._token}"

    @staticmethod
    def is_for(path: str) -> bool:
        return path in {SAY, WRITE, REPORT}

    def answer(self, request: Request) -> Answer:
        said = cast(dict[str, Any], request.json())
        said["sender"] = said.pop("from", said.get("sender", ""))
        acts: dict[str, Callable[..., int]] = {SAY: self.text, WRITE: self.write, REPORT: self.report}
        if request.path == REPORT:
            said.pop("sender")
        try:
            return Answer(payload={"status": acts[request.path](**said)})
        except (TypeError, LookupError) as error:
            return Answer(400, str(error))

    def text(
        self, sender: str, text: str, *, sid: str = "", opt_out: str = "", url: str = "", token: str = ""
    ) -> int:
        """Somebody texts our number; the product's answer as an HTTP status, 0 when there was none."""
        said = {
            "AccountSid": self._account_sid,
            "ApiVersion": "2010-04-01",
            "Body": text,
            "From": sender,
            "MessageSid": sid or "SM" + secrets.token_hex(16),
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "To": OUR_NUMBER,
        }
        if opt_out:
            said["OptOutType"] = opt_out
        signed = RequestValidator(token or self._token).compute_signature(self._public(url) + TEXTS, said)
        head = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signed}
        return self._post(url, TEXTS, urlencode(said).encode(), head)

    def write(
        self,
        sender: str,
        text: str,
        *,
        answers: str = "",
        subject: str = "Re:",
        html: str = "",
        headers: Mapping[str, str] | None = None,
        number: str = "",
        url: str = "",
        secret: str = "",
    ) -> int:
        """Somebody writes a mail, by itself or as an answer to one that was taken."""
        mail = self._mail(answers) if answers else None
        named = {"Return-Path": f"<{sender}>"} | dict(headers or {})
        if mail is not None:
            named |= {"In-Reply-To": mail.headers.get("Message-ID", "")}
        to = mail.headers.get("Reply-To", mail.sender) if mail else "saiyo@example.jp"
        letter = {
            "FromFull": {"Email": sender, "Name": ""},
            "ToFull": [{"Email": to, "Name": ""}],
            "OriginalRecipient": to,
            "Subject": subject,
            "TextBody": text,
            "HtmlBody": html,
            "MessageID": number or str(uuid.uuid4()),
            "Headers": [{"Name": name, "Value": value} for name, value in named.items()],
            "Attachments": [],
        }
        return self._post(url, LETTERS, json.dumps(letter).encode(), self._told(secret))

    def report(
        self,
        mail: str,
        record: str = "Delivery",
        *,
        type: str = "HardBounce",
        number: int = 0,
        url: str = "",
        secret: str = "",
    ) -> int:
        """The mail's server tells: ``Delivery``, ``Bounce`` (and its ``type``) or ``SpamComplaint``."""
        taken = self._mail(mail)
        moment = "DeliveredAt" if record == "Delivery" else "BouncedAt"
        marked = "X-PM-Metadata-"
        said: dict[str, object] = {
            "RecordType": record,
            "MessageID": taken.provider_id,
            "Recipient": taken.to,
            moment: now().isoformat(),
            "Metadata": {
                name.removeprefix(marked): value
                for name, value in taken.headers.items()
                if name.startswith(marked)
            },
        }
        if record != "Delivery":
            kind = type if record == "Bounce" else record
            said |= {"ID": number or secrets.randbelow(10**12), "Type": kind, "Email": taken.to}
        return self._post(url, TRACKING, json.dumps(said).encode(), self._told(secret))

    def _mail(self, provider_id: str) -> Taken:
        taken = self._book.find(provider_id)
        if taken is None or taken.channel != "email":
            raise LookupError(f"no mail {provider_id} was taken")
        return taken

    def _told(self, secret: str) -> dict[str, str]:
        known = base64.b64encode((secret or self.webhook_secret).encode()).decode()
        return {"Content-Type": "application/json", "Authorization": f"Basic {known}"}

    def _public(self, url: str) -> str:
        """Where Twilio would post to: told, or as in the callbacks that came with texts."""
        given = next((taken.callback_url for taken in reversed(self._book.taken) if taken.callback_url), "")
        parts = urlsplit(given)
        return url.rstrip("/") or (f"{parts.scheme}://{parts.netloc}" if given else self.deliver_to)

    def _post(self, url: str, path: str, body: bytes, head: Mapping[str, str]) -> int:
        """Only this machine is ever called."""
        parts = urlsplit(self.deliver_to or self._public(url))
        host = parts.hostname or ""
        if parts.scheme != "http" or not (host == "localhost" or host.startswith("127.")):
            return 0
        connection = http.client.HTTPConnection(host, parts.port or 80, timeout=15)
        try:
            connection.request("POST", path, body, dict(head))
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()
