"""When somebody can come to an interview: hours of the week, 「お迎え」, by video only. Plain values.

Kept as JSON in ``Application.constraints`` and ``AvailabilityWish.coming``::

    {"hours": [[0, "17:00", "22:00"], ...],   Monday is 0; without any, every hour is fine
     "leave_by": "15:00",                      they have to be free again by then, on any day
     "online_only": true, "phone_ok": true,
     "words": "..."}                           in their own words; nothing is computed from these

Times are local ones of the job's location. What is not said is left out, so ``{}`` says nothing.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

WEEKDAYS = range(7)
LONGEST_WORDS = 200
_SPAN = re.compile(r"(\d{1,2})(?:[::時](\d{2})分?|時)?\s*[-–~〜から]+\s*(\d{1,2})(?:[::時](\d{2})分?|時)?")


class DayPart(StrEnum):
    MORNING = "morning"
    DAYTIME = "daytime"
    EVENING = "evening"


HOURS_OF = {
    DayPart.MORNING: (time(6), time(12)),
    DayPart.DAYTIME: (time(12), time(17)),
    DayPart.EVENING: (time(17), time(23)),
}

Cell = tuple[int, DayPart]
"""A weekday and a part of it, as people tick them."""


class BadHours(Exception):
    """Hours nobody can make sense of."""


@dataclass(frozen=True, order=True)
class Hours:
    """From ``opens`` to ``closes`` on one weekday; Monday is 0."""

    weekday: int
    opens: time
    closes: time

    def overlap_minutes(self, part: DayPart) -> int:
        opens, closes = HOURS_OF[part]
        return max(0, _minutes(min(self.closes, closes)) - _minutes(max(self.opens, opens)))


@dataclass(frozen=True)
class Coming:
    """When and how somebody can come; nothing said means that everything suits."""

    hours: tuple[Hours, ...] = ()
    leave_by: time | None = None
    online_only: bool = False
    phone_ok: bool = False
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether some time could be ruled out by it; mere words rule out nothing."""
        return bool(self.hours or self.leave_by or self.online_only)

    @property
    def cells(self) -> frozenset[Cell]:
        """The boxes these hours tick: parts of a day in which they have at least an hour."""
        return frozenset(
            (span.weekday, part)
            for span in self.hours
            for part in DayPart
            if span.overlap_minutes(part) >= 60
        )

    def suits(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether they can come then; both moments in the location's local time."""
        start, end = starts_at.time(), ends_at.time()
        if ends_at.date() > starts_at.date():
            end = time.max
        if self.leave_by is not None and end > self.leave_by:
            return False
        todays = [span for span in self.hours if span.weekday == starts_at.weekday()]
        return not self.hours or any(span.opens <= start and end <= span.closes for span in todays)

    def suits_way(self, way: str) -> bool:
        """Whether they can come that way: ``onsite``, ``online`` or ``phone``."""
        return not self.online_only or way == "online" or (way == "phone" and self.phone_ok)

    def with_cells(self, cells: Collection[Cell]) -> "Coming":
        """The same with other boxes ticked. Unchanged boxes keep the exact hours behind them."""
        return self if frozenset(cells) == self.cells else replace(self, hours=hours_of(cells))

    def as_json(self) -> dict[str, object]:
        said: dict[str, object] = {}
        if self.hours:
            said["hours"] = [[one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in self.hours]
        if self.leave_by:
            said["leave_by"] = f"{self.leave_by:%H:%M}"
        said |= {name: True for name in ("online_only", "phone_ok") if getattr(self, name)}
        return said | ({"words": self.words} if self.words else {})


NOTHING_SAID = Coming()


def read_coming(said: object) -> Coming:
    """What ``as_json`` wrote. Anything that cannot be read there counts as not said."""
    if not isinstance(said, Mapping):
        return Coming()
    return Coming(
        hours=tuple(sorted(_read_hours(said.get("hours")))),
        leave_by=_read_time(said.get("leave_by")),
        online_only=said.get("online_only") is True,
        phone_ok=said.get("phone_ok") is True,
        words=str(said.get("words", ""))[:LONGEST_WORDS],
    )


def hours_of(cells: Iterable[Cell]) -> tuple[Hours, ...]:
    """Ticked parts of days as hours; parts that follow each other become one span."""
    order = list(DayPart)
    spans: list[Hours] = []
    for weekday, part in sorted(set(cells), key=lambda cell: (cell[0], order.index(cell[1]))):
        opens, closes = HOURS_OF[part]
        if spans and spans[-1].weekday == weekday and spans[-1].closes == opens:
            opens = spans.pop().opens
        spans.append(Hours(weekday, opens, closes))
    return tuple(spans)


def read_spans(weekday: int, text: str) -> tuple[Hours, ...]:
    """``9-15、18:30〜21`` as hours of that weekday. Raises BadHours."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return ()
    if _SPAN.sub("", folded).strip(" ,、/・") or not _SPAN.search(folded):
        raise BadHours
    return tuple(sorted(_span(weekday, found) for found in _SPAN.finditer(folded)))


def write_spans(hours: Iterable[Hours]) -> str:
    """Hours of one weekday as people write them."""
    return "、".join(f"{_short(span.opens)}〜{_short(span.closes)}" for span in hours)


def _span(weekday: int, found: re.Match[str]) -> Hours:
    first, first_minute, last, last_minute = found.groups()
    try:
        opens = time(int(first), int(first_minute or 0))
        closes = time(23, 59) if int(last) == 24 else time(int(last), int(last_minute or 0))
    except ValueError as error:
        raise BadHours from error
    if closes <= opens:
        raise BadHours
    return Hours(weekday, opens, closes)


def _short(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _read_hours(said: object) -> Iterable[Hours]:
    for one in said if isinstance(said, list) else []:
        if not isinstance(one, list) or len(one) != 3 or one[0] not in WEEKDAYS:
            continue
        opens, closes = _read_time(one[1]), _read_time(one[2])
        if opens and closes and opens < closes:
            yield Hours(one[0], opens, closes)


def _read_time(said: object) -> time | None:
    try:
        return time.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
