"""The times a candidate may choose from, and in which order they are shown."""

from datetime import datetime

from django.db.models import QuerySet

from candidates.models import Application
from candidates.policy import Coming, read_coming
from scheduling.models import Interview, Slot
from scheduling.policy import Mode
from scheduling.policy.offering import Offer, OpenTime, distinct, offer


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
) -> Offer:
    """Rank what is open by when they can come (``coming``, else what the application knows). One query.

    Of a time that several interviewers offer, one slot stands for all: the one ``interview`` holds, if any.
    """
    known = coming_of(application) if coming is None else coming
    held = interview.hold.slot_id if interview is not None and hasattr(interview, "hold") else None
    times = open_times(offered_slots(application, now=now, interview=interview))
    return offer(distinct(times, prefer=held), known, application.job.location.zone)


def open_times(slots: QuerySet[Slot]) -> list[OpenTime]:
    return [OpenTime(*row) for row in slots.values_list("pk", "starts_at", "ends_at", "mode")]
