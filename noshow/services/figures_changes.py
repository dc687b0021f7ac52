"""Which days' figures are no longer true: read off the trail, the messages and the clock, never guessed.

The trail has a line for every act; what has none (a message that left or bounced, an interview whose time
went by) is found by its time. All of it by index, for the minutes since figures were last counted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from candidates.models import Application
from company.models import AuditEvent, Location
from messaging.models import Message
from messaging.policy import ENDED
from scheduling.models import Booking, Interview

OVERLAP = timedelta(minutes=10)
"""An act is dated when it began and seen when it was committed: so much is looked at a second time."""
UNDER_WAY = timedelta(days=3)
"""A message's last word comes this long after it was due, at most; the nightly recount sees later ones."""
LONGEST_INTERVIEW = timedelta(days=1)
ALL_CHANGE = {
    "job_changed": {"title", "location"},
    "location_changed": {"zone"},
}
"""Acts after which every day may count for another title, place or day."""
Days = Mapping[date, Collection[int]]


def changed_days(since: datetime, now: datetime) -> Days:
    """The days and places to be counted anew, for all that happened between ``since`` and ``now``."""
    begun = since - OVERLAP
    numbers = _acted(begun) | _written(begun, now) | _applied(begun)
    days: dict[date, set[int]] = defaultdict(set)
    zones = dict(Location.objects.order_by().values_list("pk", "zone"))
    for place, at in (*_days_of(numbers), *_went_by(begun, now), *_fell_due(begun, now)):
        days[at.astimezone(ZoneInfo(zones[place])).date()].add(place)
    return days


def everything_changed(since: datetime) -> bool:
    """A title, a place or a place's zone became another: the sums of all days are to be made anew."""
    events = AuditEvent.objects.filter(at__gte=since - OVERLAP, action__in=ALL_CHANGE).order_by()
    return any(
        ALL_CHANGE[action] & set(details.get("fields", ()))
        for action, details in events.values_list("action", "details")
    )


def _acted(begun: datetime) -> set[int]:
    rows = AuditEvent.objects.filter(at__gte=begun, application_id__isnull=False).order_by()
    return {number for number in rows.values_list("application_id", flat=True) if number is not None}


def _written(begun: datetime, now: datetime) -> set[int]:
    recent = Message.objects.filter(
        Q(sent_at__gte=begun) | Q(settled_at__gte=begun),
        due_at__gte=begun - UNDER_WAY,
        due_at__lte=now,
        state__in=sorted(ENDED),
    )
    return set(recent.order_by().values_list("application_id", flat=True))


def _applied(begun: datetime) -> set[int]:
    rows = Application.objects.filter(applied_at__gte=begun).order_by()
    return set(rows.values_list("pk", flat=True))


def _days_of(numbers: Iterable[int]) -> Iterable[tuple[int, datetime]]:
    """When they applied, and every time they were or had been booked for."""
    rows = Application.objects.filter(pk__in=list(numbers)).order_by()
    yield from rows.values_list("location_id", "applied_at")
    met = Interview.objects.filter(application__in=list(numbers)).order_by()
    yield from _timed(met)
    seats = Booking.objects.filter(interview__application__in=list(numbers)).order_by()
    yield from seats.values_list("interview__location_id", "starts_at")


def _went_by(begun: datetime, now: datetime) -> Iterable[tuple[int, datetime]]:
    """Interviews that ended meanwhile: from now on somebody should know how they went."""
    near = Interview.objects.filter(starts_at__gt=begun - LONGEST_INTERVIEW, starts_at__lte=now)
    rows = near.filter(Q(ends_at__gt=begun) | Q(ends_at=None)).order_by()
    yield from _timed(rows)


def _timed(rows: QuerySet[Interview]) -> Iterable[tuple[int, datetime]]:
    for place, starts_at in rows.values_list("location_id", "starts_at"):
        if starts_at is not None:
            yield place, starts_at


def _fell_due(begun: datetime, now: datetime) -> Iterable[tuple[int, datetime]]:
    """Whose first contact was promised until just now, and is owed still."""
    waiting = Application.objects.filter(is_open=True, contacted_at=None)
    rows = waiting.filter(first_contact_due_at__gt=begun, first_contact_due_at__lte=now).order_by()
    return rows.values_list("location_id", "applied_at")
