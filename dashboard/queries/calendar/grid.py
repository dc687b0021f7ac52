"""The calendar's table: hours down, and across either the days of a week or the interviewers of one day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from company.models import Location
from dashboard.queries.calendar.cells import Cell, Mark, cells_of, marks_of, value_of, with_people
from dashboard.queries.calendar.looks import CLOSED
from dashboard.scope import Scope

EVENING = 17
SATURDAY = 5
DAY_OPENS, DAY_CLOSES = 9, 18


@dataclass(frozen=True)
class Shown:
    """What was asked for: the first day and how many, and which interviewers ("0": nobody's) and place."""

    first: date
    days: int = 7
    by: tuple[str, ...] = ()
    at: int | None = None

    @property
    def before(self) -> date:
        return self.first - timedelta(days=self.days)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=self.days)


@dataclass(frozen=True)
class Column:
    """A day; in the view of one day an interviewer's (``mark``). ``noon`` is the day as a moment."""

    date: date
    noon: datetime
    is_today: bool
    taken: int
    seats: int
    cells: tuple[Cell, ...]
    mark: Mark | None = None
    by: str = ""

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= SATURDAY

    @property
    def is_closed(self) -> bool:
        """What times there are lie in closed hours, and nobody sits in them."""
        return bool(self.cells) and not self.seats and all(cell.look == CLOSED for cell in self.cells)

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.seats) if self.seats else 0


@dataclass(frozen=True)
class Square:
    """One hour of one column."""

    day: Column
    starts_at: datetime
    cells: tuple[Cell, ...]
    is_to_come: bool

    @property
    def key(self) -> str:
        """``2026-06-11T09:00``: what a new time here begins with."""
        return self.starts_at.strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Hour:
    hour: int
    squares: tuple[Square, ...]
    is_first_of_evening: bool

    @property
    def is_evening(self) -> bool:
        return self.hour >= EVENING


@dataclass(frozen=True)
class Box:
    """A box of the filter above the calendar."""

    value: str
    mark: Mark
    is_shown: bool


@dataclass(frozen=True)
class Grid:
    shown: Shown
    days: tuple[Column, ...]
    columns: tuple[Column, ...]
    hours: tuple[Hour, ...]
    interviewers: tuple[Box, ...]
    places: tuple[Location, ...]

    @property
    def is_one_day(self) -> bool:
        return self.shown.days == 1

    @property
    def is_empty(self) -> bool:
        return not any(day.cells or day.seats for day in self.days)


def grid_of(scope: Scope, shown: Shown, *, zone: ZoneInfo, now: datetime) -> Grid:
    """The days from ``shown.first`` in ``zone``."""
    places = tuple(scope.locations())
    start = datetime.combine(shown.first, time(), zone)
    end = datetime.combine(shown.after, time(), zone)
    there = scope.slots().filter(starts_at__gte=start, starts_at__lt=end)
    if shown.at is not None:
        there = there.filter(location=shown.at)
    slots = list(with_people(there, now=now))
    marks = marks_of(slots)
    chosen = set(shown.by) & set(marks) or set(marks)
    mine = [slot for slot in slots if value_of(slot) in chosen]
    cells = cells_of(mine, marks, zone=zone, now=now)
    days = _days(shown, cells, zone=zone, now=now)
    columns = _interviewers(days[0], marks, chosen) if shown.days == 1 else days
    boxes = tuple(Box(value, mark, value in chosen) for value, mark in marks.items())
    return Grid(shown, days, columns, tuple(_hours(columns, places, zone=zone, now=now)), boxes, places)


def _days(shown: Shown, cells: Sequence[Cell], *, zone: ZoneInfo, now: datetime) -> tuple[Column, ...]:
    today = now.astimezone(zone).date()
    dates = (shown.first + timedelta(days=offset) for offset in range(shown.days))
    return tuple(_day(datetime.combine(one, time(12), zone), cells, today=today) for one in dates)


def _day(noon: datetime, cells: Iterable[Cell], *, today: date) -> Column:
    """Days gone by keep only the people; what nobody took is counted, not drawn."""
    day = noon.date()
    mine = [cell for cell in cells if cell.starts_at.date() == day]
    taken, seats = _load(mine)
    drawn = [cell for cell in mine if cell.interview or day >= today]
    return Column(day, noon, day == today, taken, seats, tuple(drawn))


def _load(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many seats are taken, of how many."""
    taken = sum(cell.interview is not None for cell in cells)
    return taken, taken + sum(cell.free for cell in cells)


def _interviewers(day: Column, marks: Mapping[str, Mark], chosen: Iterable[str]) -> tuple[Column, ...]:
    """The day by interviewer; the day itself when nobody has a time."""
    found = []
    for value in sorted(chosen, key=int):
        mine = [cell for cell in day.cells if value_of(cell.slot) == value]
        taken, seats = _load(mine)
        shared = replace(day, taken=taken, seats=seats, cells=tuple(mine))
        found.append(replace(shared, mark=marks[value], by=value))
    return tuple(found) or (day,)


def _hours(
    columns: Sequence[Column], places: Sequence[Location], *, zone: ZoneInfo, now: datetime
) -> Iterable[Hour]:
    """From opening to closing, and wherever a time lies outside."""
    used = {cell.starts_at.hour for day in columns for cell in day.cells}
    first = min([*used, *(place.opens.hour for place in places)], default=DAY_OPENS)
    last = max([*used, *(max(place.closes.hour - 1, 0) for place in places)], default=DAY_CLOSES)
    first_evening = max(EVENING, first)
    for hour in range(first, max(last, first) + 1):
        squares = tuple(_square(day, hour, zone=zone, now=now) for day in columns)
        yield Hour(hour, squares, hour == first_evening)


def _square(day: Column, hour: int, *, zone: ZoneInfo, now: datetime) -> Square:
    starts_at = datetime.combine(day.date, time(hour), zone)
    cells = tuple(cell for cell in day.cells if cell.starts_at.hour == hour)
    return Square(day, starts_at, cells, starts_at + timedelta(hours=1) > now)
