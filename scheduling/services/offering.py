"""The times a candidate may choose from."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from candidates.models import Application
from scheduling.models import Booking, Slot
from scheduling.policy import Mode


def offered_slots(application: Application, *, now: datetime, mode: Mode | None = None) -> QuerySet[Slot]:
    """Open slots at the job's location, soonest first, none whose interviewer is busy elsewhere then."""
    busy = Booking.objects.filter(
        active=True,
        interviewer=OuterRef("interviewer"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(slot=OuterRef("pk"))
    slots = Slot.objects.open(now).filter(~Exists(busy), location=application.job.location_id)
    if mode is not None:
        slots = slots.filter(mode=mode)
    return slots.select_related("location", "interviewer")
