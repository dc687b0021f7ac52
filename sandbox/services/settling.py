"""Doing everything that is due at one moment, until nothing is due there any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

from messaging.models import Message
from messaging.policy import State
from messaging.services.dispatching import dispatch
from messaging.services.reaping import reap
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.cases import the_rule
from noshow.services.closing import close_due_cases
from noshow.services.facts import deadline_of
from noshow.services.noting import next_note, note_risks
from reminders.services.following import follow, replan_stale

ROUNDS = 40  # far more than a step can need; a loop that never ends would be a bug, not patience


def settle(*, now: datetime, pause: Callable[[], None]) -> None:
    """Send, follow outcomes and close until all is quiet. ``pause`` waits while another worker sends."""
    for _round in range(ROUNDS):
        sent = dispatch(now=now)
        followed = note_risks(now=now) + follow(now=now) + replan_stale(now=now)
        if _under_way():
            pause()
        elif not sent and not followed and not Message.objects.due(now).exists():
            break
    close_due_cases(now=now)
    follow(now=now)
    reap(now=now)


def _under_way() -> bool:
    return Message.objects.filter(state__in=[State.CLAIMED, State.SENDING]).exists()


def next_due(after: datetime, until: datetime) -> datetime | None:
    """The first moment in (``after``, ``until``] at which a message, a case or a note of risk becomes due."""
    moments = [
        moment
        for moment in (_next_message(after), next_note(after, until), *_case_moments())
        if moment is not None and after < moment <= until
    ]
    return min(moments, default=None)


def _next_message(after: datetime) -> datetime | None:
    return (
        Message.objects.filter(state=State.PLANNED, due_at__gt=after)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )


def _case_moments() -> list[datetime]:
    """When the closing rule may change its mind about an open case: its hours or its deadline pass."""
    hours = timedelta(hours=the_rule().hours)
    moments: list[datetime] = []
    for case in Case.objects.filter(state=CaseState.OPEN):
        moments.append(case.opened_at + hours)
        if deadline := deadline_of(case.pk):
            moments.append(deadline)
    return moments
