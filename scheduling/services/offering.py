"""The times a candidate may choose from, and in which order they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from candidates.models import Application
from candidates.policy import Coming, read_coming
from scheduling.models import Interview, Slot
from scheduling.policy import Mode
from scheduling.policy.offering import Offer, OpenTime, offer


@dataclass(frozen=True)
class Offered:
    """What is open for somebody, ranked, with the slots behind the keys."""

    offer: Offer
    slots: Mapping[int, Slot]


def offered_slots(
    application: Application, *, now: datetime, mode: Mode | None = None, interview: Interview | None = None
) -> QuerySet[Slot]:
    """Open slots at the job's location, soonest first.

    What ``interview`` holds or would give back by moving stands in nobody's way.
    """
    slots = Slot.objects.open(now, for_interview=interview).filter(location=application.job.location_id)
    if mode is not None:
        slots = slots.filter(mode=mode)
    return slots.select_related("location", "interviewer")


def coming_of(application: Application) -> Coming:
    """When they can come, as said last."""
    return read_coming(application.constraints)


def offer_to(
    application: Application,
    *,
    now: datetime,
    interview: Interview | None = None,
    coming: Coming | None = None,
    mode: Mode | None = None,
) -> Offered:
    """Rank what is open by when they can come (``coming``, else what the application knows). One query."""
    slots = {slot.pk: slot for slot in offered_slots(application, now=now, mode=mode, interview=interview)}
    known = coming_of(application) if coming is None else coming
    zone = application.job.location.zone
    return Offered(offer([open_time(slot) for slot in slots.values()], known, zone), slots)


def open_time(slot: Slot) -> OpenTime:
    return OpenTime(slot.pk, slot.starts_at, slot.ends_at, slot.mode)
