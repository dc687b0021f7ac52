"""What we keep of a mail that came in: who, to which address of ours, the words, the names of its files."""

from collections.abc import Iterator
from typing import Any  # Anymail ships no types

LONGEST_TEXT = 200_000
MOST_FILES = 20
ASKED_ABOUT = (
    "auto-submitted",
    "precedence",
    "content-type",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "list-id",
)
"""Headers that tell whether a machine wrote it (see ``messaging.mail_reading``)."""

WIDER = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030"}
"""What mail programs call a character set, and the larger one they really use (①, 髙)."""


def letter_of(message: Any) -> dict[str, object]:
    """Plain values; nothing is understood here. ``return_path`` is None when the provider does not tell."""
    return {
        "from": _sender(message),
        "to": list(_recipients(message)),
        "subject": str(message.subject or "")[:500],
        "message_id": str(message["Message-ID"] or "")[:500],
        "text": _words(message, "text/plain"),
        "html": _words(message, "text/html"),
        "references": f"{message['In-Reply-To'] or ''} {message['References'] or ''}"[:10_000],
        "headers": {name: str(message[name])[:500] for name in ASKED_ABOUT if message[name] is not None},
        "return_path": message.envelope_sender,
        "files": [part.get_filename() or part.get_content_type() for part in message.attachments][
            :MOST_FILES
        ],
        "spam": bool(message.spam_detected),
    }


def _sender(message: Any) -> str:
    written = message.from_email
    if isinstance(written, list):
        written = written[0]
    return str(written.addr_spec) if written else ""


def _recipients(message: Any) -> Iterator[str]:
    """The address it was really delivered to comes first."""
    if message.envelope_recipient:
        yield str(message.envelope_recipient)
    for address in (*message.to, *message.cc):
        yield str(address.addr_spec)
    for name in ("Delivered-To", "X-Original-To"):
        if message[name]:
            yield str(message[name]).strip().strip("<>")


def _words(message: Any, content_type: str) -> str:
    for part in message.walk():
        if part.get_content_type() != content_type or part.is_attachment():
            continue
        if not isinstance(part.get_payload(), str):  # what was posted as a text is none
            continue
        named = (part.get_content_charset() or "utf-8").lower()
        try:
            words = part.get_content_text(charset=WIDER.get(named, named))
        except LookupError:  # a character set nobody knows
            words = part.get_content_text(charset="utf-8")
        return str(words or "")[:LONGEST_TEXT]
    return ""
