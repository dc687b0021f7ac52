"""Filling in texts: one fixed list of variables, one pass, no template engine. Plain Python, like policy.

A variable is written ``{name}`` or ``{名前}``; full-width braces, as Japanese keyboards give them, will do.
What a value holds is never looked at again, so a person called ``{link}`` stays ``{link}``.
"""

import re
from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "name": "名前",
    "full_name": "氏名",
    "company": "会社",
    "location": "場所",
    "job": "仕事",
    "interviewer": "面接官",
    "date": "日にち",
    "time": "時刻",
    "when": "日時",
    "how": "方法",
    "bring": "持ち物",
    "dress": "服装",
    "address": "住所",
    "access": "行き方",
    "map": "地図",
    "phone": "電話番号",
    "link": "リンク",
    "papers": "書類",
    "deadline": "期限",
    "first_day": "初日",
    "sender": "担当",
    "minutes": "分",
    "meeting_link": "会議リンク",
    "talk": "話すこと",
    "ask": "おたずね",
    "notice": "ひとこと",
    "way": "道順",
}
"""English name → Japanese name. Both may be written in a text; values are handed over by the English one."""

OPTIONAL = frozenset(
    {
        "access",
        "address",
        "ask",
        "bring",
        "dress",
        "first_day",
        "interviewer",
        "map",
        "meeting_link",
        "minutes",
        "notice",
        "phone",
        "sender",
        "talk",
        "way",
    }
)
"""A line that uses one of these is left out when the value is empty; all others must have a value."""

LONGEST_VALUE = 500
_ENGLISH = {**{name: name for name in VARIABLES}, **{japanese: name for name, japanese in VARIABLES.items()}}
_VARIABLE = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,40}?)\s*[}｝]")
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
# Controls, zero-width and direction characters: they hide text, turn it round or break a header.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class MissingValue(Exception):
    """A text needs a value that is not there (or a variable nobody knows), so it must not be sent."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def check(text: str) -> list[str]:
    """The unknown variables in a text, as written, each once; an empty list means it may be saved."""
    return list(dict.fromkeys(name for name in _VARIABLE.findall(text) if name not in _ENGLISH))


def variables_in(text: str) -> frozenset[str]:
    """The English names of the variables a text uses."""
    return frozenset(_ENGLISH[name] for name in _VARIABLE.findall(text) if name in _ENGLISH)


def for_editing(text: str, language: str) -> str:
    """The same text with its variables named in its own language, as far as they are known."""
    for english, japanese in VARIABLES.items():
        old, new = (english, japanese) if language == "ja" else (japanese, english)
        text = text.replace(f"{{{old}}}", f"{{{new}}}")
    return text


def clean_value(value: str) -> str:
    """One line of visible characters: line breaks become a space, unseen characters go."""
    return _UNSEEN.sub("", _BREAKS.sub(" ", value)).strip()[:LONGEST_VALUE]


def render(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in. Raises MissingValue when a needed one is empty."""
    clean = {name: clean_value(str(value)) for name, value in values.items()}
    lines = [
        _VARIABLE.sub(lambda match: clean[_ENGLISH[match[1]]], line) for line in _lines_kept(text, clean)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def render_line(text: str, values: Mapping[str, str]) -> str:
    """The same for a subject: one line, whatever stands in the text."""
    return clean_value(render(text, values))


def _lines_kept(text: str, values: Mapping[str, str]) -> list[str]:
    lines = []
    for line in _UNSEEN.sub("", re.sub(r"\r\n?", "\n", text)).split("\n"):
        empty = [name for name in _VARIABLE.findall(line) if not values.get(_ENGLISH.get(name, ""), "")]
        needed = next((name for name in empty if _ENGLISH.get(name) not in OPTIONAL), None)
        if needed is not None:
            raise MissingValue(_ENGLISH.get(needed, needed))
        if not empty:
            lines.append(line.rstrip())
    return lines


_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€\f")  # each takes two places


def sms_units(text: str) -> tuple[int, int, int]:
    """How long a text is as SMS: units used, units in a single part, units a part in a longer one.

    GSM-7 has 160 and 153; anything else is UCS-2 with 70 and 67, counted in UTF-16 units (an emoji is two).
    """
    if all(character in _GSM_BASIC or character in _GSM_EXTENDED for character in text):
        return len(text) + sum(character in _GSM_EXTENDED for character in text), 160, 153
    return len(text.encode("utf-16-le")) // 2, 70, 67


def sms_parts(text: str) -> int:
    """How many SMS parts a text is charged as; an empty text is none."""
    units, single, each = sms_units(text)
    if units <= single:
        return min(units, 1)
    return -(-units // each)
