"""What people are found by: keys made from a record, and the beginnings of keys made from what is typed.

Both are folded alike: width, case, spaces, the two kana and variants of one character (髙 and 高) are made
equal. A key is found by its beginning. Names are kept in both orders, so either name may come first.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from candidates.policy.text import clean_line, folded

LONGEST = 80
END = "\U0010ffff"
"""Sorts behind every character; a beginning and this one bound all texts that begin so."""

_VARIANTS = str.maketrans(
    "髙﨑嵜濵濱邊邉齋齊斉澤嶋嶌廣國櫻德眞惠黑淺瀨槇彌榮條藏𠮷壽圓實與禮薮曾萬會冨舘龍",
    "高崎崎浜浜辺辺斎斎斎沢島島広国桜徳真恵黒浅瀬槙弥栄条蔵吉寿円実与礼藪曽万会富館竜",
)
_PHONE = re.compile(r"\+?[\d()‐‑‒–—―−ー\-./ ]+")
_FOREIGN_PREFIX = re.compile(r"(?:\+|00|010)?81(?=\d)")


class Way(StrEnum):
    """What was recognised."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


def keys_of(
    *, family_name: str, given_name: str, family_kana: str, given_kana: str, phone: str, email: str
) -> list[str]:
    """Every key of one record, each once. ``phone`` is in E.164."""
    keys = [
        name_key(family_name, given_name),
        name_key(given_name, family_name),
        name_key(family_kana, given_kana),
        name_key(given_kana, family_kana),
        *phone_keys(phone),
        email_key(email),
    ]
    return list(dict.fromkeys(key[:LONGEST] for key in keys if key))


def name_key(*names: str) -> str:
    return "".join(folded(name) for name in names).translate(_VARIANTS)


def phone_keys(e164: str) -> list[str]:
    """The number as it is dialled here, and its last four digits, which people know by heart."""
    digits = national(e164)
    return [digits, digits[-4:]] if digits else []


def national(e164: str) -> str:
    return "0" + e164[3:] if e164.startswith("+81") else e164.removeprefix("+")


def email_key(address: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", clean_line(address))).casefold()


def beginnings(typed: str) -> list[str]:
    """What the key of somebody meant by ``typed`` may begin with; empty when nothing was typed."""
    if digits := _digits(typed):
        return digits
    both = (name_key(typed), email_key(typed))
    return list(dict.fromkeys(key[:LONGEST] for key in both if key))


def _digits(typed: str) -> list[str]:
    """For what looks like a number: its digits, with the 0 that stands for +81 and in front of a bare 90."""
    plain = unicodedata.normalize("NFKC", clean_line(typed))
    digits = re.sub(r"\D", "", plain)
    if not digits or not _PHONE.fullmatch(plain):
        return []
    bare = re.sub(r"[^\d+]", "", plain.replace("(0)", ""))
    abroad = _FOREIGN_PREFIX.match(bare)
    ways = [] if bare.startswith("+81") else [digits]
    if abroad:
        ways.append("0" + bare[abroad.end() :].removeprefix("0"))
    elif not digits.startswith("0") and len(digits) > 4:
        ways.append("0" + digits)
    return list(dict.fromkeys(way[:LONGEST] for way in ways))


def way_found(key: str, *, phone: str, email: str) -> Way:
    """Which of a record's facts the found ``key`` is."""
    if key in phone_keys(phone):
        return Way.PHONE
    return Way.EMAIL if key == email_key(email)[:LONGEST] else Way.NAME


def shortest(prefixes: Iterable[str]) -> list[str]:
    """Without those that another one covers, so that nothing is found twice."""
    known = sorted(set(prefixes))
    return [one for one in known if not any(one != other and one.startswith(other) for other in known)]
