"""What the calendar asks: one week of slots and who sits in them, and who waits for a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from company.models import Location, Staff
from company.policy import Role
from dashboard.scope import Scope
from scheduling.models import AvailabilityWish, Booking, Interview, Slot
from scheduling.policy import InterviewState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EVENING = 17
SATURDAY = 5
SEEN_IN_SLOTS = (
    InterviewState.BOOKED,
    InterviewState.CAME,
    InterviewState.CAME_LATE,
    InterviewState.EXCUSED,
    InterviewState.ABSENT,
)


@dataclass(frozen=True)
class Look:
    """How a state of a slot is drawn: its class, its icon and its word."""

    css: str
    icon: str
    word: "StrPromise"


OPEN = Look("open", "plus", pgettext_lazy("slot", "Open"))
NOT_TAKEN = Look("gone", "skip", _("Nobody took it"))
WITHDRAWN = Look("gone", "x", pgettext_lazy("slot", "Withdrawn"))
UNCONFIRMED = Look("booked", "clock", _("No answer yet"))
CONFIRMED = Look("ok", "check", _("“I am coming”"))
ASKED = Look("booked", "help", _("Did they come?"))
CAME = Look("in", "check", pgettext_lazy("slot", "Came"))
CAME_LATE = Look("in", "late", pgettext_lazy("slot", "Came late"))
EXCUSED = Look("in", "heart", pgettext_lazy("slot", "Excused"))
ABSENT = Look("no", "chair", _("Could not come"))

OUTCOMES = {
    InterviewState.CAME: CAME,
    InterviewState.CAME_LATE: CAME_LATE,
    InterviewState.EXCUSED: EXCUSED,
    InterviewState.ABSENT: ABSENT,
}


@dataclass(frozen=True)
class Mark:
    """The interviewer's letter on a slot, with one of the design's tints."""

    letter: str
    tint: str
    name: str


@dataclass(frozen=True)
class Cell:
    """One seat of a slot, or all of its free seats together."""

    slot: Slot
    look: Look
    mark: Mark
    starts_at: datetime
    interview: Interview | None = None
    free: int = 0

    @property
    def is_many(self) -> bool:
        return self.slot.capacity > 1


@dataclass(frozen=True)
class Day:
    """``noon`` stands for the day where only a moment can be printed."""

    date: date
    noon: datetime
    is_today: bool
    taken: int
    seats: int
    cells: tuple[Cell, ...]

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= SATURDAY

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.seats) if self.seats else 0


@dataclass(frozen=True)
class Square:
    """One hour of one day."""

    day: Day
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Hour:
    hour: int
    squares: tuple[Square, ...]
    is_first_of_evening: bool

    @property
    def is_evening(self) -> bool:
        return self.hour >= EVENING


@dataclass(frozen=True)
class Interviewer:
    """A box of the filter above the week."""

    value: str
    mark: Mark
    is_shown: bool


@dataclass(frozen=True)
class Week:
    monday: date
    days: tuple[Day, ...]
    hours: tuple[Hour, ...]
    interviewers: tuple[Interviewer, ...]

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def is_empty(self) -> bool:
        return not any(day.cells or day.seats for day in self.days)


@dataclass(frozen=True)
class Waiter:
    """Somebody invited who has not found a time yet."""

    interview: Interview
    wish: str
    days: int


@dataclass(frozen=True)
class Shortage:
    """A location where people wait and too few times are open."""

    location: Location
    waiting: int
    free: int


def interviewers_for(locations: QuerySet[Location]) -> QuerySet[Staff]:
    """Who may hold interviews at these locations: everyone there but readers, and the owners."""
    here = Q(locations__in=locations) & ~Q(role=Role.VIEWER)
    return Staff.objects.filter(here | Q(role=Role.OWNER), is_active=True).distinct().order_by("pk")


def week_of(scope: Scope, monday: date, *, zone: ZoneInfo, shown: Sequence[str], now: datetime) -> Week:
    """The seven days from ``monday`` in ``zone``; ``shown`` are interviewers' numbers ("0": nobody's)."""
    start = datetime.combine(monday, time(), zone)
    end = datetime.combine(monday + timedelta(days=7), time(), zone)
    slots = list(_with_people(scope.slots().filter(starts_at__gte=start, starts_at__lt=end)))
    marks = _marks(slots)
    chosen = set(shown) & set(marks) or set(marks)
    cells = [
        cell
        for slot in slots
        if _value(slot) in chosen
        for cell in _cells(slot, marks[_value(slot)], zone=zone, now=now)
    ]
    today = now.astimezone(zone).date()
    dates = (monday + timedelta(days=offset) for offset in range(7))
    days = tuple(_day(datetime.combine(date, time(12), zone), cells, today=today) for date in dates)
    boxes = tuple(Interviewer(value, mark, value in chosen) for value, mark in marks.items())
    return Week(monday, days, tuple(_hours(days)), boxes)


def _with_people(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    people = Booking.objects.select_related("interview__application__candidate").order_by(
        "seat", "-booked_at"
    )
    held = people.filter(Q(active=True) | Q(interview__state__in=SEEN_IN_SLOTS))
    return (
        slots.select_related("location", "interviewer")
        .prefetch_related(Prefetch("bookings", held, to_attr="held"))
        .order_by("starts_at", "pk")
    )


def _value(slot: Slot) -> str:
    return str(slot.interviewer_id or 0)


def _marks(slots: Iterable[Slot]) -> dict[str, Mark]:
    people = {_value(slot): slot.interviewer for slot in slots}
    tints = ("k", "o", "t")
    return {
        value: Mark(str(person)[:1] if person else "–", tints[index % 3], str(person) if person else "")
        for index, (value, person) in enumerate(sorted(people.items(), key=lambda item: int(item[0])))
    }


def _cells(slot: Slot, mark: Mark, *, zone: ZoneInfo, now: datetime) -> list[Cell]:
    starts_at = slot.starts_at.astimezone(zone)
    held: list[Booking] = [booking for booking in slot.held if _still_here(booking, slot)]  # type: ignore[attr-defined]  # the prefetch's to_attr
    cells = [
        Cell(slot, _look(booking.interview, now), mark, starts_at, booking.interview) for booking in held
    ]
    free = slot.capacity - sum(booking.active for booking in held)
    if not slot.is_open:
        return cells or [Cell(slot, WITHDRAWN, mark, starts_at)]
    if free > 0 and (slot.starts_at > now or not cells):
        cells.append(Cell(slot, OPEN if slot.starts_at > now else NOT_TAKEN, mark, starts_at, free=free))
    return cells


def _still_here(booking: Booking, slot: Slot) -> bool:
    """It holds the seat, or did when the outcome was recorded; a booking that moved away does not count."""
    return booking.active or booking.interview.starts_at == slot.starts_at


def _look(interview: Interview, now: datetime) -> Look:
    state = InterviewState(interview.state)
    if state in OUTCOMES:
        return OUTCOMES[state]
    if interview.starts_at is not None and interview.starts_at <= now:
        return ASKED
    return CONFIRMED if interview.confirmed_at else UNCONFIRMED


def _day(noon: datetime, cells: Iterable[Cell], *, today: date) -> Day:
    """Days gone by keep only the people; what nobody took is counted, not drawn."""
    day = noon.date()
    mine = [cell for cell in cells if cell.starts_at.date() == day]
    taken = sum(cell.interview is not None for cell in mine)
    seats = taken + sum(cell.free for cell in mine)
    drawn = [cell for cell in mine if cell.interview or day >= today]
    return Day(day, noon, day == today, taken, seats, tuple(drawn))


def _hours(days: Sequence[Day]) -> Iterable[Hour]:
    used = {cell.starts_at.hour for day in days for cell in day.cells} or {9, 18}
    first_evening = max(EVENING, min(used))
    for hour in range(min(used), max(used) + 1):
        squares = tuple(
            Square(day, tuple(cell for cell in day.cells if cell.starts_at.hour == hour)) for day in days
        )
        yield Hour(hour, squares, hour == first_evening)


def waiting(scope: Scope, *, now: datetime) -> list[Waiter]:
    """Invited people without a time, longest waiting first, with their last wish in their own words."""
    wishes = AvailabilityWish.objects.filter(handled_at=None).order_by("-told_at")
    invited = (
        scope.interviews()
        .filter(state=InterviewState.INVITED)
        .select_related("application__candidate", "application__job__location")
        .prefetch_related(Prefetch("application__availability_wishes", wishes, to_attr="wishes"))
        .order_by("invited_at", "pk")
    )
    return [
        Waiter(interview, _wish_words(interview), (now - interview.invited_at).days) for interview in invited
    ]


def _wish_words(interview: Interview) -> str:
    wishes: list[AvailabilityWish] = interview.application.wishes  # type: ignore[attr-defined]  # the prefetch's to_attr
    told = wishes[0].text if wishes else ""
    return told or interview.application.availability or interview.application.candidate.preferred_hours


def shortages(scope: Scope, waiters: Sequence[Waiter], *, fewest: int, now: datetime) -> list[Shortage]:
    """Locations where somebody waits and fewer than ``fewest`` times are open."""

    def place(waiter: Waiter) -> Location:
        return waiter.interview.application.job.location

    ordered = sorted(waiters, key=lambda waiter: place(waiter).pk)
    groups = [(location, len(list(some))) for location, some in groupby(ordered, key=place)]
    free = dict(
        scope.slots()
        .filter(pk__in=scope.slots().open(now).order_by().values("pk"))
        .values_list("location")
        .annotate(times=Count("pk"))
        .order_by()
    )
    return [
        Shortage(location, people, free.get(location.pk, 0))
        for location, people in groups
        if free.get(location.pk, 0) < fewest
    ]
