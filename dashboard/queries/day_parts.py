"""A day's list as it stands on the screen: one list, or one for each place; of very many, folded ones."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from django.utils import timezone

from company.models import Location
from dashboard.queries.day_row import Row
from noshow.policy import Forecast, Level, forecast
from scheduling.models import Interview

MANY = 14
"""So many stand in one list; beyond, and over several places, each place has its own."""
WHOLE_UP_TO = 120
"""Of more, every place is one line that brings its people when it is opened."""


class Show(StrEnum):
    """The three views of the day's list."""

    ALL = "all"
    AT_RISK = "risk"
    WAITING = "waiting"  # no answer yet
    COMING = "coming"  # still ahead


@dataclass(frozen=True)
class Listed:
    """Rows as they stand at one moment."""

    rows: tuple[Row, ...]
    now: datetime

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if not row.is_called_off]

    @property
    def arrived(self) -> int:
        return sum(row.has_come for row in self.rows)


@dataclass(frozen=True)
class Part(Listed):
    """Rows that stand in one list, cut by the present moment."""

    location: Location | None = None
    is_lean: bool = False
    """Its people are brought only once it is opened."""
    is_open: bool = True

    @property
    def shows_risk(self) -> bool:
        return any(row.risk is not None for row in self.rows)

    @property
    def unanswered(self) -> int:
        return sum(row.is_waiting for row in self.rows)

    @property
    def asking(self) -> int:
        return sum(row.asks_whether_they_came for row in self.rows)

    @property
    def past(self) -> list[Row]:
        """Above the now line."""
        return [row for row in self.rows if row.starts_at <= self.now and not row.is_open]

    @property
    def ahead(self) -> list[Row]:
        return [row for row in self.rows if row.starts_at > self.now or row.is_open]


@dataclass(frozen=True)
class Day(Listed):
    show: Show
    next_one: Interview | None
    on: date
    opened: Set[int] = field(default_factory=frozenset)
    """Places whose people are wanted, however many there are."""
    is_whole: bool = False

    @property
    def is_today(self) -> bool:
        return self.on == timezone.localtime(self.now).date()

    @property
    def is_past(self) -> bool:
        return self.on < timezone.localtime(self.now).date()

    @property
    def before(self) -> date:
        return self.on - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.on + timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        return midnight(self.on)

    @property
    def answered(self) -> int:
        """Who said 「行きます」, or came anyway."""
        return sum(row.interview.confirmed_at is not None or row.has_come for row in self.counted)

    @property
    def unanswered(self) -> int:
        return len(self.counted) - self.answered

    @property
    def asking(self) -> list[Row]:
        return [row for row in self.rows if row.asks_whether_they_came]

    @property
    def at_risk(self) -> list[Row]:
        """Still to come, and it is not sure enough that they do: the likeliest to stay away first."""
        rows = [row for row in self.rows if row.risk is not None and row.risk.level != Level.LOW]
        return sorted(rows, key=lambda row: (-row.risk.points if row.risk else 0, row.starts_at))

    @property
    def likely_absent(self) -> list[Row]:
        """The high risk alone, the next to come first."""
        return [row for row in self.rows if row.risk is not None and row.risk.level == Level.HIGH]

    @cached_property
    def forecast(self) -> Forecast | None:
        """While somebody is still to come."""
        odds = [row.risk.coming / 100 for row in self.rows if row.risk is not None]
        return forecast(self.arrived, odds) if odds else None

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def coming(self) -> list[Row]:
        return [row for row in self.rows if row.is_open and not row.asks_whether_they_came]

    @property
    def listed(self) -> list[Row]:
        wanted = {Show.AT_RISK: self.at_risk, Show.WAITING: self.waiting, Show.COMING: self.coming}
        return wanted.get(self.show, list(self.rows))

    @property
    def is_by_place(self) -> bool:
        """Many people over several places."""
        return len(self.rows) > MANY and len({row.place.pk for row in self.rows}) > 1

    @property
    def is_lean(self) -> bool:
        """So many that the places stand folded."""
        return self.is_by_place and len(self.listed) > WHOLE_UP_TO and not self.is_whole

    @property
    def query(self) -> str:
        """The address of this list, behind the question mark."""
        return f"show={self.show}" if self.is_today else f"day={self.on.isoformat()}"

    @cached_property
    def parts(self) -> list[Part]:
        """One list, or one for each place, in the order of the places' names."""
        if not self.is_by_place:
            return [Part(tuple(self.listed), self.now)]
        ordered, is_lean = sorted(self.listed, key=lambda row: (row.place.name, row.place.pk)), self.is_lean
        return [
            Part(
                tuple(sorted(rows, key=_by_time)),
                self.now,
                place,
                is_lean=is_lean,
                is_open=not is_lean or place.pk in self.opened,
            )
            for place, rows in groupby(ordered, key=lambda row: row.place)
        ]


def _by_time(row: Row) -> tuple[datetime, int]:
    return row.starts_at, row.interview.pk


def midnight(on: date) -> datetime:
    """In the current time zone."""
    return timezone.make_aware(datetime.combine(on, time()))
