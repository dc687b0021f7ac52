"""今日, or any other day: its interviews, each with what is known of it now; many stand by place."""

from collections.abc import Set
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from company.models import Location
from dashboard.queries.day_parts import Day, Part, Show, midnight
from dashboard.queries.day_row import CALLED_OFF, Row
from dashboard.scope import Scope
from noshow.policy import CaseState
from noshow.services.knowing import known_of
from noshow.services.levels import model_now
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState

SHOWN = [InterviewState.BOOKED, *(state for state in InterviewState if state.is_outcome)]


def start_of_day(now: datetime) -> datetime:
    """The last midnight in the current time zone."""
    return midnight(timezone.localtime(now).date())


def day_of(
    scope: Scope,
    now: datetime,
    show: Show = Show.ALL,
    on: date | None = None,
    *,
    opened: Set[int] = frozenset(),
    is_whole: bool = False,
) -> Day:
    """``on`` (today) in the current time zone; the number of questions does not grow with the rows.

    Where every place is folded, ``opened`` ones show their people; ``is_whole`` unfolds all.
    """
    day = on or timezone.localtime(now).date()
    start, end = midnight(day), midnight(day + timedelta(days=1))
    listed = scope.interviews().filter(state__in=[*SHOWN, *CALLED_OFF]).between(start, end)
    rows = rows_for(listed, now)
    later = scope.interviews().booked().filter(starts_at__gte=max(end, now)).order_by("starts_at")
    next_one = later.select_related("application__candidate").first() if not rows else None
    return Day(tuple(rows), now, show, next_one, day, opened=opened, is_whole=is_whole)


def part_of(scope: Scope, place: Location, now: datetime, show: Show, on: date | None) -> tuple[Day, Part]:
    """The people of one place, as they stand in the folded list once it is opened."""
    day = day_of(replace(scope, location=place), now, show, on)
    return day, Part(tuple(day.listed), now, place, is_lean=True)


def rows_for(interviews: QuerySet[Interview], now: datetime) -> list[Row]:
    """What is known of these interviews."""
    found = list(_with_people(interviews))
    known, model = known_of(found, now=now), model_now()
    return [
        Row(
            interview=interview,
            slot=_slot(interview),
            case=next((case for case in interview.cases.all() if case.state != CaseState.UNDONE), None),
            known=known[interview.pk],
            now=now,
            model=model,
        )
        for interview in found
    ]


def _with_people(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    seats = Booking.objects.prefetch_related("slot__interviewer", "slot__location")
    people = interviews.select_related("application__candidate", "application__job__location")
    return people.prefetch_related(Prefetch("bookings", seats.order_by("-active", "-pk")), "cases")


def _slot(interview: Interview) -> Slot | None:
    """The slot it holds, or held last."""
    last = next(iter(interview.bookings.all()), None)
    return last.slot if last else None
