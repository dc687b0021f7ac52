"""Postmark's single-message API, which Anymail's Postmark backend speaks.

An address ``inactive@…`` is refused as one that bounced before, ``invalid@…`` as no address.
"""

import uuid
from collections.abc import Mapping
from email.utils import parseaddr
from typing import cast

from messaging.standin.book import Taken, now
from messaging.standin.http import Answer, Request


def is_ours(request: Request, token: str) -> bool:
    return request.headers.get("x-postmark-server-token") == token


def refusal(code: int, message: str, status: int = 422) -> Answer:
    return Answer(status, {"ErrorCode": code, "Message": message})


def what_is_wrong(mail: Mapping[str, object]) -> Answer | None:
    """The refusal a real server would give, or None."""
    to = parseaddr(str(mail.get("To", "")))[1]
    local, _, host = to.rpartition("@")
    if not local or not host or local == "invalid":
        return refusal(300, f"Invalid 'To' address: '{to}'.")
    if local == "inactive":
        words = (
            "You tried to send to a recipient that has been marked as inactive. Found inactive addresses: "
        )
        return refusal(406, f"{words}{to}. Inactive recipients are ones that have generated a hard bounce.")
    if not (mail.get("TextBody") or mail.get("HtmlBody")):
        return refusal(300, "Provide either email TextBody or HtmlBody or both.")
    return None


def taken_from(mail: Mapping[str, object]) -> Taken:
    headers = cast(list[dict[str, str]], mail.get("Headers") or [])
    attachments = cast(list[dict[str, str]], mail.get("Attachments") or [])
    return Taken(
        channel="email",
        provider_id=str(uuid.uuid4()),
        to=str(mail["To"]),
        sender=str(mail.get("From", "")),
        subject=str(mail.get("Subject", "")),
        body=str(mail.get("TextBody", "")),
        at=now(),
        status="sent",
        headers={header["Name"]: header["Value"] for header in headers} | _kept_along(mail),
        attachments=tuple(attachments),
    )


def shown(taken: Taken) -> Answer:
    return Answer(
        payload={
            "To": taken.to,
            "SubmittedAt": taken.at.isoformat(),
            "MessageID": taken.provider_id,
            "ErrorCode": 0,
            "Message": "OK",
        }
    )


def _kept_along(mail: Mapping[str, object]) -> dict[str, str]:
    """What Postmark is told outside the headers, under the names it sends it on by."""
    metadata = cast(dict[str, object], mail.get("Metadata") or {})
    reply_to = {"Reply-To": str(mail["ReplyTo"])} if mail.get("ReplyTo") else {}
    return reply_to | {f"X-PM-Metadata-{name}": str(value) for name, value in metadata.items()}
