"""The times a candidate may choose from, and in which order they are shown."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from candidates.models import Application
from candidates.policy import Coming, read_coming
from company.prepared import Prepared
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState, Mode
from scheduling.policy.offering import Offer, OpenTime, distinct, offer

A_DAY = timedelta(days=1)
_EXCUSED = Prepared(
    lambda application, since: Interview.objects.filter(
        application=application, state=InterviewState.EXCUSED, starts_at__gt=since
    ).values_list("starts_at", flat=True)
)


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
    """Rank what is open by when they can come (``coming``, else what the application knows). Two queries.

    Of a time that several interviewers offer, one slot stands for all: the one ``interview`` holds, if any.
    """
    known = coming_of(application) if coming is None else coming
    held = interview.hold.slot_id if interview is not None and hasattr(interview, "hold") else None
    open_now = open_times(offered_slots(application, now=now, interview=interview))
    times = without_given_up(open_now, application, now=now)
    return offer(distinct(times, prefer=held), known, application.job.location.zone)


def open_times(slots: QuerySet[Slot]) -> list[OpenTime]:
    return [OpenTime(*row) for row in slots.values_list("pk", "starts_at", "ends_at", "mode")]


def without_given_up(times: Iterable[OpenTime], application: Application, *, now: datetime) -> list[OpenTime]:
    """None on a day of which they have said that they cannot come: their own time has just opened there."""
    zone = ZoneInfo(application.job.location.zone)

    def day(moment: datetime) -> date:
        return moment.astimezone(zone).date()

    excused = _EXCUSED.all(application.pk, now - A_DAY)
    given_up = {day(starts_at) for starts_at in excused if starts_at is not None}
    return [one for one in times if day(one.starts_at) not in given_up]
