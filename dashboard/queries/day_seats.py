"""Where the people of a day that moves could sit: the other day's free seats, taken one after the other."""

from datetime import datetime

from django.db.models import Count, Q

from company.models import Location
from dashboard.services.day_deeds import Choices, Deed
from scheduling.models import Slot
from scheduling.policy.whole_day import bounds_of


def free_seats(place: Location, choices: Choices, now: datetime) -> list[Slot]:
    """The other day's free times, once for each free seat."""
    if choices.deed != Deed.MOVE or choices.to is None:
        return []
    start, end = bounds_of(choices.to, place.zone)
    free = Slot.objects.open(now).filter(location=place, starts_at__gte=start, starts_at__lt=end)
    counted = free.annotate(
        booked=Count("bookings", filter=Q(bookings__active=True), distinct=True),
        kept=Count("holds", filter=Q(holds__until__gt=now), distinct=True),
    )
    return [slot for slot in counted for _seat in range(_left(slot))]


def _left(slot: Slot) -> int:
    """Counted by ``free_seats``."""
    taken: int = getattr(slot, "booked", 0) + getattr(slot, "kept", 0)
    return slot.capacity - taken


def take_seat(seats: list[Slot], wanted: datetime, held: Slot | None) -> Slot | None:
    """One seat fewer for those who come after."""
    fitting = [
        slot for slot in seats if slot.starts_at == wanted and (held is None or slot.mode == held.mode)
    ]
    fitting.sort(key=lambda slot: (held is None or slot.interviewer_id != held.interviewer_id, slot.pk))
    if not fitting:
        return None
    seats.remove(fitting[0])
    taken = fitting[0]
    if taken.interviewer_id is not None:  # who meets somebody meets nobody else then
        others = [
            slot
            for slot in seats
            if slot.interviewer_id == taken.interviewer_id
            and slot.pk != taken.pk
            and slot.starts_at < taken.ends_at
            and slot.ends_at > taken.starts_at
        ]
        for slot in others:
            seats.remove(slot)
    return taken
