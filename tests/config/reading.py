"""What a person reads on a page: the text, and the names of what has no text."""

import re
from html.parser import HTMLParser

UNREAD = {"script", "style", "template"}
SPOKEN = {"alt", "aria-label", "placeholder", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self._inside: list[str] = []
        self._zones = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.read += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "input" and known.get("type") in {"submit", "button"}:
            self.read.append(known.get("value") or "")
        if tag in UNREAD:
            self._inside.append(tag)
        if tag == "select":
            self._zones = known.get("name") == "zone"  # the names of time zones are what they are

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "select":
            self._zones = False

    def handle_data(self, data: str) -> None:
        if not self._inside and not self._zones:
            self.read.append(data)


def read(page: str) -> str:
    """Everything a reader meets on ``page``, in order."""
    reader = _Reader()
    reader.feed(page)
    return " ".join(" ".join(reader.read).split())


def latin_words(text: str) -> set[str]:
    """Words in Latin letters, without addresses."""
    return set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\S+@\S+|https?://\S+", " ", text)))
