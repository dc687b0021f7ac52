"""What waits for a hand where a day was closed after somebody had booked a time on it."""

from django.db.models import Exists, Max, Min
from django.utils.translation import gettext as _

from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.words import near
from scheduling.models import Booking, Closure
from scheduling.models.slots import closures_over
from scheduling.policy import InterviewState


def booked_on_closed_days(sight: Sight) -> list[Task]:
    """A closure cancels nobody: somebody moves the interview, or cancels it, or opens the day again."""
    ahead = Closure.objects.filter(ends_at__gt=sight.now).aggregate(
        first=Min("starts_at"), last=Max("ends_at")
    )
    if ahead["first"] is None:
        return []
    rows = (
        Booking.objects.filter(
            Exists(closures_over("slot__")),
            active=True,
            starts_at__gt=sight.now,
            ends_at__gt=max(sight.now, ahead["first"]),  # by the index of seats to come
            starts_at__lt=ahead["last"],
            interview__state=InterviewState.BOOKED,
            interview__in=sight.scope.interviews(),
        )
        .select_related("interview__application__candidate")
        .order_by("starts_at", "pk")
    )
    return [_task(row, sight) for row in rows[: 2 * SHOWN_OF_A_KIND]]


def _task(booking: Booking, sight: Sight) -> Task:
    application = booking.interview.application
    return Task(
        rank=2,
        at=booking.starts_at,
        label=_("Closed then, but booked"),
        why=_("%(when)s is closed. Move or cancel the interview.")
        % {"when": near(booking.starts_at, sight.now)},
        icon="stop",
        tone="warn",
        people=(person(application),),
        acts=(Act(_("See"), page(application, "interview"), "", "soft"),),
        key=f"closed-{booking.interview_id}",
    )
