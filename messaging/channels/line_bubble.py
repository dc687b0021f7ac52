"""A message as LINE draws it: a bubble with the text, buttons, and the link. Plain values, no library."""

import re
from typing import Any  # LINE's JSON

from messaging.channels.base import Outgoing
from messaging.channels.line_buttons import OPEN_PAGE, Button, Press, buttons_under, data_of, words_of

LONGEST_ALT, LONGEST_BUBBLE, LONGEST_TEXT = 400, 2000, 5000
"""In UTF-16 units: LINE's limit for notifications, ours for a bubble, LINE's for a plain text."""

INDIGO = "#25467d"
_LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]{22}/(?:papers/)?")
_ADDRESS = re.compile(r"https?://")


def message_of(outgoing: Outgoing) -> dict[str, Any]:
    """A bubble; a plain text where a bubble would not do: it makes no addresses in a text tappable."""
    link, text = _apart(outgoing.body)
    if not text or _units(text) > LONGEST_BUBBLE or _ADDRESS.search(text):
        return {"type": "text", "text": _cut(outgoing.body or " ", LONGEST_TEXT)}
    return {"type": "flex", "altText": _cut(text, LONGEST_ALT), "contents": _bubble(outgoing, text, link)}


def _apart(body: str) -> tuple[str, str]:
    """The secret link, which becomes a button, and the text without it."""
    found = _LINK.search(body)
    if found is None:
        return "", body.strip()
    text = body[: found.start()] + body[found.end() :]
    return found[0], re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", text).strip()


def _bubble(outgoing: Outgoing, text: str, link: str) -> dict[str, Any]:
    presses = buttons_under(outgoing.kind, outgoing.about, outgoing.application_id)
    rows = [_button(press, outgoing.language) for press in presses]
    if link:
        rows.append(_link_button(link, outgoing.language, is_only=not rows))
    body = {
        "type": "box",
        "layout": "vertical",
        "contents": [{"type": "text", "text": text, "wrap": True, "size": "md", "lineSpacing": "6px"}],
    }
    footer = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": rows}
    return {"type": "bubble", "body": body} | ({"footer": footer} if rows else {})


def _button(press: Press, language: str) -> dict[str, Any]:
    words = words_of(press.button, language)
    action = {"type": "postback", "label": words, "data": data_of(press), "displayText": words}
    return _drawn(action, is_first=press.button == Button.YES)


def _link_button(link: str, language: str, *, is_only: bool) -> dict[str, Any]:
    action = {"type": "uri", "label": OPEN_PAGE.get(language, OPEN_PAGE["ja"]), "uri": link}
    return _drawn(action, is_first=True) if is_only else _drawn(action, style="link")


def _drawn(action: dict[str, Any], *, is_first: bool = False, style: str = "secondary") -> dict[str, Any]:
    look = {"style": "primary", "color": INDIGO} if is_first else {"style": style}
    return {"type": "button", "height": "sm", "action": action} | look


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, which is how LINE counts; nothing is cut in the middle of a character."""
    encoded = text.encode("utf-16-le", "replace")
    return text if len(encoded) <= 2 * units else encoded[: 2 * units].decode("utf-16-le", "ignore")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
