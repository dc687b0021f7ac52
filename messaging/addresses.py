"""The addresses of web pages in a text, as a phone would make links of them. Plain Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_ENDINGS = (
    "com|net|org|jp|co|io|ly|gl|gd|gy|me|to|be|cc|at|page|link|app|info|biz|site|nu|tw|sc|ee|tokyo|shop"
)
_LABEL = r"[A-Za-z0-9-]+"
_REST = r"[^\s<>「」『』（）()、。，．{}｛｝\u3040-\u30ff\u4e00-\u9fff]"
_ADDRESS = re.compile(
    rf"(?i:https?)://{_REST}+|(?<![A-Za-z0-9@./_-])(?:{_LABEL}\.)+(?:{_ENDINGS})(?![A-Za-z0-9-])(?:/{_REST}*)?"
)
_PERSONAL = re.compile(r"/i/[A-Za-z0-9_-]{22}(?:/|$)")
SHORTENERS = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "onl.sc", "onl.tw", "ow.ly", "rb.gy"),
        *("shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "ux.nu", "v.gd", "x.gd"),
    }
)


class Where(StrEnum):
    OURS = "ours"
    PERSONAL = "personal"  # the page of one person, pasted
    SHORT = "short"  # a shortener hides where it leads
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Address:
    text: str
    host: str
    where: Where


def addresses_in(text: str, own_host: str) -> Iterator[Address]:
    """Every address typed out in ``text``; ``own_host`` is the name of our own server."""
    for match in _ADDRESS.finditer(text):
        typed = match[0].rstrip(".,!?:;")
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = (parts.hostname or "").lower()
        yield Address(typed, host, _where(host, parts.path, own_host.lower()))


def _where(host: str, path: str, own_host: str) -> Where:
    if _PERSONAL.search(path):
        return Where.PERSONAL
    if own_host and (host == own_host or host.endswith(f".{own_host}")):
        return Where.OURS
    return Where.SHORT if host in SHORTENERS else Where.FOREIGN
