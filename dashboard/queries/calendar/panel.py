"""One slot beside the calendar: who sits there, who is choosing it now, and what can be done."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.queries.calendar.cells import asked_about, is_closed, seen_in, with_people
from dashboard.queries.calendar.looks import Look, look_of
from dashboard.scope import Scope
from scheduling.models import Interview, Slot, SlotHold

MOST_DIGITS = 18


@dataclass(frozen=True)
class Seated:
    interview: Interview
    look: Look


@dataclass(frozen=True)
class Choosing:
    """Somebody who keeps a seat while they read, or is offered it as an earlier time, until a moment."""

    interview: Interview
    until: datetime
    is_earlier_offer: bool


@dataclass(frozen=True)
class Picked:
    slot: Slot
    seated: tuple[Seated, ...]
    choosing: tuple[Choosing, ...]
    is_past: bool
    is_closed: bool

    @property
    def is_taken(self) -> bool:
        return any(one.interview.is_booked for one in self.seated)


def picked_slot(scope: Scope, number: str, *, now: datetime) -> Picked | None:
    """The slot with this number, if it is one the person may see."""
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        return None
    slot = with_people(scope.slots().filter(pk=number), now=now).first()
    if slot is None:
        return None
    return Picked(
        slot,
        tuple(Seated(one.interview, look_of(one.interview, now)) for one in seen_in(slot)),
        tuple(Choosing(one.interview, one.until, not isinstance(one, SlotHold)) for one in asked_about(slot)),
        slot.starts_at <= now,
        is_closed(slot),
    )
