"""What a candidate's short answer means: SMS, e-mail, LINE and words on their page, Japanese and English.

Only what is beyond doubt acts. What would cancel, withdraw or is unclear never does: it goes to a person.
A lone picture or sticker (👍, OK) is no clear yes: it thanks as often as it promises.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reminders.policy import reply_grammar as grammar
from reminders.policy.own_words import DECORATION, SORRY_FACES, fold, own_words, signs_in


class Meaning(StrEnum):
    YES = "yes"
    LATE = "late"
    MOVE = "move"
    WITHDRAW = "withdraw"
    NO = "no"
    STOP = "stop"
    START = "start"
    QUESTION = "question"
    UNCLEAR = "unclear"
    AUTOMATIC = "automatic"


@dataclass(frozen=True)
class Said:
    """A day or an hour named in the answer; each may be None. ``days`` counts from the day it is written."""

    days: int | None = None
    month: int | None = None
    date: int | None = None
    hour: int | None = None
    minute: int = 0
    is_loose: bool = False  # "2時" may mean 14:00

    def fits(self, start: datetime, written: datetime) -> bool:
        """Whether this may speak of ``start``. Both are in the location's zone."""
        if self.days is not None and start.date() != written.date() + timedelta(days=self.days):
            return False
        if self.date is not None and (start.day != self.date or self.month not in (None, start.month)):
            return False
        if self.hour is None:
            return True
        hours = {self.hour, self.hour + 12} if self.is_loose else {self.hour}
        return start.hour in hours and start.minute == self.minute


@dataclass(frozen=True)
class Reply:
    """``minutes`` may be set for LATE only. ``is_bare``: a yes to whatever was asked last (はい, OK, 1)."""

    meaning: Meaning
    minutes: int | None = None
    is_bare: bool = False
    said: Said = Said()


LONGEST = 120  # folded characters; a clear answer is short
LATEST = 180  # minutes; more than that is another day, and a person's matter
ASKING_SIGNS = frozenset("?？❓❔⁉")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ONLY_IF = re.compile("たら|れば|なら|もし")
_KANJI_NUMBER = re.compile(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?(?=分|時間)")


def interpret(text: str, *, names: Sequence[str] = ()) -> Reply:
    """The meaning of a whole answer. ``names`` are the writer's, who may introduce themselves."""
    own = own_words(text)
    signs = signs_in(own)
    words = fold(_KANJI_NUMBER.sub(_as_digits, own), names)
    if grammar.AUTOMATIC.search(words):
        return Reply(Meaning.AUTOMATIC)
    is_asking = bool(set(own) & ASKING_SIGNS)
    if not is_asking and len(words) <= LONGEST and (reply := _acting(words, signs)):
        return reply
    return Reply(_other(words, is_asking=is_asking))


def _acting(words: str, signs: frozenset[str]) -> Reply | None:
    if signs <= DECORATION and grammar.STOP.fullmatch(words):
        return Reply(Meaning.STOP)
    if signs <= DECORATION and grammar.START.fullmatch(words):
        return Reply(Meaning.START)
    if signs <= DECORATION | SORRY_FACES and (late := _late(words)):
        return late
    if not signs <= DECORATION or grammar.HEDGE.search(words):
        return None
    if coming := grammar.YES.fullmatch(words) or grammar.YES_EN.fullmatch(words):
        return Reply(Meaning.YES, said=_said(coming))
    if grammar.BARE_YES.fullmatch(words):
        return Reply(Meaning.YES, is_bare=True)
    return None


def _late(words: str) -> Reply | None:
    """A delay; its minutes are None where they are not said, or not one number."""
    found = grammar.LATE.fullmatch(words) or grammar.LATE_EN.fullmatch(words)
    if found is None or grammar.HEDGE.search(words):
        return None
    part = found.groupdict()
    if _ONLY_IF.search(part.get("cause") or ""):
        return None
    minutes = _minutes(part)
    if minutes is None:
        return Reply(Meaning.LATE)
    return Reply(Meaning.LATE, minutes) if 0 < minutes <= LATEST else Reply(Meaning.UNCLEAR)


def _minutes(part: dict[str, str | None]) -> int | None:
    if part.get("halfhour"):
        return 30
    if part.get("hour"):
        return 60
    hours, minutes = part.get("hours") or part.get("hours2"), part.get("minutes") or part.get("minutes2")
    if not hours and not minutes:
        return None
    half = 30 if part.get("half") or part.get("half2") else 0
    return int(hours or 0) * 60 + half + int(minutes or 0)


def _other(words: str, *, is_asking: bool) -> Meaning:
    """What a person will read it as; nothing of this acts."""
    if not words or grammar.KEEPING.search(words):
        return Meaning.QUESTION if is_asking else Meaning.UNCLEAR
    if grammar.WITHDRAW.search(words):
        return Meaning.WITHDRAW
    if grammar.MOVE.search(words) or grammar.SECOND.fullmatch(words):
        return Meaning.MOVE
    if is_asking or grammar.ASKING.search(words):
        return Meaning.QUESTION
    if grammar.HEDGE.search(words):
        return Meaning.UNCLEAR
    return Meaning.NO if grammar.NO.search(words) else Meaning.UNCLEAR


def _said(found: re.Match[str]) -> Said:
    part = found.groupdict()
    days = {"きょう": 0, "today": 0, "あした": 1, "tomorrow": 1}.get(part.get("day") or "")
    hour = int(part["hour"]) if part.get("hour") else None
    if hour is not None and part.get("noon") == "午後" and hour < 12:
        hour += 12
    return Said(
        days=days,
        month=int(part["month"]) if part.get("month") else None,
        date=int(part["date"]) if part.get("date") else None,
        hour=hour,
        minute=30 if part.get("half") else int(part.get("minute") or 0),
        is_loose=hour is not None and hour < 12 and not part.get("noon"),
    )


def _as_digits(found: re.Match[str]) -> str:
    tens, ten, ones = found.groups()
    if not (tens or ten or ones):
        return ""
    if not ten:
        return str(_NUMERALS[tens or ones]) if not (tens and ones) else found[0]
    return str(10 * _NUMERALS.get(tens or "", 1) + _NUMERALS.get(ones or "", 0))
