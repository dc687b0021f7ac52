"""LINE's Messaging API, as far as this product and its tests use it, and the people behind it.

A push is carried out once for each retry key: the same key again is answered 409, as LINE documents it. The
access token and the channel secret are the stand-in's one token. A user whose id ends in ``dead`` cannot be
sent to. ``POST /line/event`` lets somebody write, press, follow or leave: the webhook is signed and posted.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast  # Any: LINE's JSON
from urllib.parse import urlsplit

from messaging.standin.book import Book, Taken, now
from messaging.standin.http import Answer, Request

API, SCRIPT = "/v2/bot/", "/line/event"
HOOK = "/hooks/line/"
KEY = "x-line-retry-key"
_USER = re.compile(r"U[0-9a-f]{32}")
Through = Callable[[str, str, Callable[[], Answer]], Answer]
"""The stand-in's faults: the channel, to whom, and what happens when all is well."""


def refusal(status: int, words: str, wrong: str = "") -> Answer:
    details = [{"message": words, "property": wrong}] if wrong else []
    return Answer(status, {"message": words} | ({"details": details} if details else {}))


class Line:
    """One official account. ``quota`` is how many pushes a month it has, None for no limit."""

    def __init__(self, book: Book, token: str, deliver_to: str = "") -> None:
        self.book, self.token, self.deliver_to = book, token, deliver_to.rstrip("/")
        self.quota: int | None = None
        self.used_before = 0
        self._lock = threading.Lock()
        self._keys = {taken.headers[KEY]: taken.provider_id for taken in self.pushes}
        self._reply_tokens: set[str] = set()

    @staticmethod
    def is_for(path: str) -> bool:
        return path.startswith(API) or path == SCRIPT

    @property
    def pushes(self) -> list[Taken]:
        """What was pushed, in the order it came; answers to events (replies) are not among them."""
        return [taken for taken in self.book.taken if taken.channel == "line" and KEY in taken.headers]

    @property
    def used(self) -> int:
        return self.used_before + len(self.pushes)

    def answer(self, request: Request, through: Through) -> Answer:
        if request.path == SCRIPT:
            return self._happen(request.json())
        told = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(told, self.token):
            return refusal(401, "Authentication failed. Confirm that the access token is valid.")
        what = request.path.removeprefix(API)
        if what == "message/push" and request.method == "POST":
            said = request.json()
            return through("line", str(said.get("to", "")), lambda: self._push(request, said))
        if what == "message/reply" and request.method == "POST":
            return through("line", "", lambda: self._reply(request))
        if what == "message/quota":
            limited = {"type": "limited", "value": self.quota}
            return Answer(payload={"type": "none"} if self.quota is None else limited)
        if what == "message/quota/consumption":
            return Answer(payload={"totalUsage": self.used})
        if what.startswith("profile/"):
            return self._profile(what.removeprefix("profile/"))
        return refusal(404, "Not found")

    def _push(self, request: Request, said: Mapping[str, Any]) -> Answer:
        key, to = request.headers.get(KEY, ""), str(said.get("to", ""))
        if not _is_uuid(key):
            return refusal(400, "The request header 'X-Line-Retry-Key' is invalid")
        if wrong := _what_is_wrong(said) or _what_is_wrong_with(to):
            return wrong
        with self._lock:
            if key in self._keys:
                head = {"x-line-accepted-request-id": self._keys[key]}
                return Answer(409, {"message": "The retry key is already accepted"}, headers=head)
            if self.quota is not None and self.used >= self.quota:
                return refusal(429, "You have reached your monthly limit.")
            taken = self.book.take(_taken(to, said["messages"], {KEY: key}, request))
            self._keys[key] = taken.provider_id
        return _shown(taken)

    def _reply(self, request: Request) -> Answer:
        said = request.json()
        if KEY in request.headers:
            return refusal(400, "The request header 'X-Line-Retry-Key' cannot be used here")
        if wrong := _what_is_wrong(said):
            return wrong
        with self._lock:
            token = str(said.get("replyToken", ""))
            if token not in self._reply_tokens:
                return refusal(400, "Invalid reply token")
            self._reply_tokens.discard(token)
            messages = cast(list[dict[str, Any]], said["messages"])
            return _shown(self.book.take(_taken(token, messages, {}, request)))

    def _profile(self, user: str) -> Answer:
        if wrong := _what_is_wrong_with(user):
            return Answer(404, wrong.payload)
        return Answer(payload={"userId": user, "displayName": f"LINE {user[-4:]}", "language": "ja"})

    def _happen(self, said: Mapping[str, object]) -> Answer:
        """``{"type": "postback", "user": "U…", "data": "…"}``; ``text``, ``again`` (an event), ``secret``."""
        event = cast(dict[str, Any], said.get("again") or self.event(**cast(dict[str, Any], said)))
        status = self.deliver([event], again="again" in said)
        return Answer(payload={"event": event, "status": status})

    def event(self, type: str, user: str, **said: Any) -> dict[str, Any]:
        """An event as LINE tells it; messages and presses can be answered with its reply token."""
        event: dict[str, Any] = {
            "type": type,
            "mode": "active",
            "timestamp": int(now().timestamp() * 1000) + int(said.pop("later_ms", 0)),
            "source": {"type": "user", "userId": user},
            "webhookEventId": "01" + secrets.token_hex(12).upper(),
            "deliveryContext": {"isRedelivery": False},
        }
        if type != "unfollow":
            event["replyToken"] = secrets.token_hex(16)
            self._reply_tokens.add(event["replyToken"])
        if type == "postback":
            event["postback"] = {"data": said.get("data", "")}
        if type == "message":
            kind = said.pop("kind", "text")
            event["message"] = {"id": str(secrets.randbelow(10**15)), "type": kind} | said
        return event

    def deliver(self, events: list[dict[str, Any]], *, again: bool = False, secret: str = "") -> int:
        """Post them, signed as LINE signs; the answer's status, 0 when nobody answered."""
        for event in events:
            event["deliveryContext"] = {"isRedelivery": again}
        body = json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False).encode()
        return _post(self.deliver_to + HOOK, body, signature(body, secret or self.token))


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _what_is_wrong(said: Mapping[str, Any]) -> Answer | None:
    messages = said.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return refusal(400, "Size must be between 1 and 5", "messages")
    for number, message in enumerate(messages):
        if message.get("type") == "flex" and not 1 <= len(message.get("altText", "")) <= 1500:
            return refusal(400, "Length must be between 1 and 1500", f"messages[{number}].altText")
        if message.get("type") == "text" and not 1 <= len(message.get("text", "")) <= 5000:
            return refusal(400, "Length must be between 1 and 5000", f"messages[{number}].text")
    return None


def _what_is_wrong_with(user: str) -> Answer | None:
    if not _USER.fullmatch(user):
        return refusal(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
    if user.endswith("dead"):
        return refusal(400, "Failed to send messages")
    return None


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _taken(to: str, messages: list[dict[str, Any]], headers: dict[str, str], request: Request) -> Taken:
    return Taken(
        channel="line",
        provider_id=str(secrets.randbelow(10**17) + 10**17),
        to=to,
        sender="line",
        body="\n".join(words for message in messages for words in words_in(message)),
        at=now(),
        arrived_at=request.arrived_at,
        status="sent",
        headers=headers,
        attachments=tuple({"message": json.dumps(message, ensure_ascii=False)} for message in messages),
    )


def _shown(taken: Taken) -> Answer:
    return Answer(
        payload={"sentMessages": [{"id": taken.provider_id, "quoteToken": "q" + taken.provider_id}]}
    )


def words_in(part: object) -> list[str]:
    """Every text and address of a message, in the order they stand."""
    if isinstance(part, list):
        return [words for one in part for words in words_in(one)]
    if not isinstance(part, dict):
        return []
    own = [str(part[name]) for name in ("text", "label", "uri") if isinstance(part.get(name), str)]
    return own + [words for value in part.values() for words in words_in(value)]


def _post(url: str, body: bytes, signed: str) -> int:
    """Only this machine is ever called."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "http" or not (host == "localhost" or host.startswith("127.")):
        return 0
    connection = http.client.HTTPConnection(host, parts.port or 80, timeout=15)
    try:
        head = {"Content-Type": "application/json; charset=utf-8", "x-line-signature": signed}
        connection.request("POST", parts.path, body, head)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
