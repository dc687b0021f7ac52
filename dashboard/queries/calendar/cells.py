"""Slots with everybody in them, read in a fixed number of questions, as the cells a calendar draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from company.models import Staff
from dashboard.queries.calendar.looks import CLOSED, HELD, NOT_TAKEN, OPEN, WITHDRAWN, Look, look_of
from scheduling.models import Booking, EarlierOffer, Interview, Slot, SlotHold
from scheduling.models.slots import closures_over
from scheduling.policy import InterviewState, Mode, OfferState

SEEN_IN_SLOTS = (
    InterviewState.BOOKED,
    InterviewState.CAME,
    InterviewState.CAME_LATE,
    InterviewState.EXCUSED,
    InterviewState.ABSENT,
)
TINTS = ("k", "o", "t")
MODE_ICONS = {Mode.ONLINE: "video", Mode.PHONE: "phone"}
NOBODY = "0"


@dataclass(frozen=True)
class Mark:
    """The interviewer's letter on a slot, with one of the design's tints."""

    letter: str
    tint: str
    name: str


@dataclass(frozen=True)
class Cell:
    """One seat of a slot, or its free seats of one kind together."""

    slot: Slot
    look: Look
    mark: Mark
    starts_at: datetime
    interview: Interview | None = None
    free: int = 0
    number: int = 0

    @property
    def anchor(self) -> str:
        """What a page finds it by: the slot's number, and its own when a slot has several."""
        return f"{self.slot.pk}-{self.number}" if self.number else str(self.slot.pk)

    @property
    def is_many(self) -> bool:
        return self.slot.capacity > 1

    @property
    def mode_icon(self) -> str:
        return MODE_ICONS.get(Mode(self.slot.mode), "")


def with_people(slots: QuerySet[Slot], *, now: datetime) -> QuerySet[Slot]:
    """With who sits there, keeps a seat now or is offered it as an earlier time; and whether it is closed."""
    seats = Booking.objects.select_related("interview__application__candidate").order_by("seat", "-booked_at")
    newer = Q(active=True) | Q(pk__gt=OuterRef("pk"))
    is_left = Exists(Booking.objects.filter(newer, interview=OuterRef("interview")))
    seen = seats.filter(Q(active=True) | Q(~is_left, interview__state__in=SEEN_IN_SLOTS))
    person = "interview__application__candidate"
    holds = SlotHold.objects.filter(until__gt=now).select_related(person).order_by("until")
    offers = EarlierOffer.objects.filter(state=OfferState.OPEN, until__gt=now).select_related(person)
    return (
        slots.select_related("location", "interviewer")
        .annotate(is_closed=Exists(closures_over()))
        .prefetch_related(
            Prefetch("bookings", seen, to_attr="seen"),
            Prefetch("holds", holds, to_attr="kept"),
            Prefetch("earlier_offers", offers.order_by("until"), to_attr="offered_to"),
        )
        .order_by("starts_at", "pk")
    )


def seen_in(slot: Slot) -> list[Booking]:
    """Who holds a seat, or did when the outcome was recorded; each interview once, where it was last."""
    found: list[Booking] = slot.seen  # type: ignore[attr-defined]  # the prefetch's to_attr
    return [one for one in found if one.active or one.interview.starts_at == slot.starts_at]


def is_closed(slot: Slot) -> bool:
    """A closed day or hour lies over it, so it is offered to nobody."""
    found: bool = slot.is_closed  # type: ignore[attr-defined]  # annotated
    return found


def asked_about(slot: Slot) -> list[SlotHold | EarlierOffer]:
    """Who is choosing this time at the moment: they keep a seat, or are offered it as an earlier time."""
    holds: list[SlotHold] = slot.kept  # type: ignore[attr-defined]  # the prefetch's to_attr
    offers: list[EarlierOffer] = slot.offered_to  # type: ignore[attr-defined]  # the prefetch's to_attr
    return [*holds, *offers]


def value_of(slot: Slot) -> str:
    """The interviewer's number as the filter's boxes carry it."""
    return str(slot.interviewer_id or NOBODY)


def marks_of(slots: Iterable[Slot]) -> dict[str, Mark]:
    people: dict[str, Staff | None] = {value_of(slot): slot.interviewer for slot in slots}
    ordered = sorted(people.items(), key=lambda item: int(item[0]))
    return {
        value: Mark(str(person)[:1] if person else "–", TINTS[index % len(TINTS)], str(person or ""))
        for index, (value, person) in enumerate(ordered)
    }


def cells_of(
    slots: Iterable[Slot], marks: Mapping[str, Mark], *, zone: ZoneInfo, now: datetime
) -> list[Cell]:
    found = []
    for slot in slots:
        cells = _cells(slot, marks[value_of(slot)], zone=zone, now=now)
        found += [replace(cell, number=number) if number else cell for number, cell in enumerate(cells)]
    return found


def _cells(slot: Slot, mark: Mark, *, zone: ZoneInfo, now: datetime) -> list[Cell]:
    starts_at = slot.starts_at.astimezone(zone)
    seen = seen_in(slot)
    cells = [Cell(slot, look_of(one.interview, now), mark, starts_at, one.interview) for one in seen]
    if not slot.is_open:
        return cells or [Cell(slot, WITHDRAWN, mark, starts_at)]
    if is_closed(slot):
        return cells or [Cell(slot, CLOSED, mark, starts_at)]
    free = slot.capacity - sum(one.active for one in seen)
    if free <= 0 or (slot.starts_at <= now and cells):
        return cells
    if slot.starts_at <= now:
        return [Cell(slot, NOT_TAKEN, mark, starts_at, free=free)]
    held = _held(slot, free)
    groups = ((HELD, held), (OPEN, free - held))
    return cells + [Cell(slot, look, mark, starts_at, free=seats) for look, seats in groups if seats]


def _held(slot: Slot, free: int) -> int:
    """An earlier time is kept for those asked as a whole; a hold keeps one seat."""
    if slot.offered_to:  # type: ignore[attr-defined]  # the prefetch's to_attr
        return free
    return min(len(asked_about(slot)), free)
