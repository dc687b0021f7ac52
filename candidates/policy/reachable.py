"""When somebody wants to be reached, read from their own words: 「夕方以降」「17:00–20:00」「平日の昼」.

What cannot be read narrows nothing: the words themselves stand on the screen.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time

DAY = (time(0), time(23, 59))
_DAYPARTS = (
    (r"早朝|early", time(7), time(9)),
    (r"午前|morning|朝", time(9), time(12)),
    (r"正午|ひる|昼|noon|lunch", time(11), time(14)),
    (r"午後|afternoon", time(13), time(17)),
    (r"夕方以降", time(17), time(21)),
    (r"夕|evening", time(16), time(19)),
    (r"夜|night", time(18), time(21)),
)
_HOUR = r"(\d{1,2})(?:[:時](\d{2})?)?(半)?分?"
_SPAN = re.compile(rf"{_HOUR}\s*(?:[-–—~〜～ー]|から|to)\s*{_HOUR}")
_AFTER = re.compile(rf"(?:after\s+{_HOUR}|{_HOUR}\s*(?:以降|すぎ|過ぎ|から))")
_BEFORE = re.compile(rf"(?:(?:before|until)\s+{_HOUR}|{_HOUR}\s*(?:まで|以前|前))")
_WEEKDAYS = {"月": 0, "火": 1, "水": 2, "木": 3, "金": 4, "土": 5, "日": 6}


@dataclass(frozen=True)
class Reachable:
    """Local times of day, and weekdays (Monday is 0); empty means any."""

    spans: tuple[tuple[time, time], ...] = ()
    weekdays: frozenset[int] = frozenset()

    @property
    def says_anything(self) -> bool:
        return bool(self.spans or self.weekdays)

    def suits(self, local: datetime) -> bool:
        """``local`` is in the place's own zone."""
        if self.weekdays and local.weekday() not in self.weekdays:
            return False
        clock = local.time().replace(second=0, microsecond=0)
        return not self.spans or any(opens <= clock < closes for opens, closes in self.spans)


def read_hours(words: str) -> Reachable:
    """What the words say of times and days."""
    text = unicodedata.normalize("NFKC", words).casefold()
    return Reachable(tuple(_spans(text)), _days(text))


def _spans(text: str) -> list[tuple[time, time]]:
    spans = [
        (opens, closes)
        for found in _SPAN.finditer(text)
        if (opens := _time(found.groups()[:3])) and (closes := _time(found.groups()[3:])) and opens < closes
    ]
    if spans:
        return spans
    after, before = _first(_AFTER, text), _first(_BEFORE, text)
    if after or before:
        opens, closes = after or DAY[0], before or DAY[1]
        return [(opens, closes)] if opens < closes else []
    return _dayparts(text)


def _dayparts(text: str) -> list[tuple[time, time]]:
    spans = []
    for name, opens, closes in _DAYPARTS:
        if re.search(name, text):
            spans.append((opens, closes))
            text = re.sub(name, " ", text)
    return spans


def _first(pattern: re.Pattern[str], text: str) -> time | None:
    found = pattern.search(text)
    if found is None:
        return None
    groups = found.groups()
    return _time(groups[:3] if groups[0] is not None else groups[3:])


def _time(parts: tuple[str | None, ...]) -> time | None:
    hour, minute, half = parts
    if hour is None or int(hour) > 24 or int(minute or 0) > 59:
        return None
    return DAY[1] if int(hour) == 24 else time(int(hour), 30 if half else int(minute or 0))


def _days(text: str) -> frozenset[int]:
    if "平日" in text or "weekday" in text:
        return frozenset(range(5))
    if "土日" in text or "週末" in text or "weekend" in text:
        return frozenset({5, 6})
    named = frozenset(_WEEKDAYS[found] for found in re.findall(r"([月火水木金土日])曜", text))
    is_all_but = named and any(word in text for word in ("以外", "除く", "不可", "だめ", "ダメ"))
    return frozenset(range(7)) - named if is_all_but else named
