"""Interviews and invitations nobody has told the candidate about, and nothing will: a person calls."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from candidates.models import Application
from company.moments import day_hour_words
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.queries.reaching import reached_rows
from messaging.models import Message
from messaging.policy import Direction, Kind, State
from scheduling.models import Interview
from scheduling.policy import InterviewState

INVITATIONS = [Kind.INVITATION, Kind.INVITATION_CHASE]
RECEIPTS = [Kind.BOOKED, Kind.MOVED]
NOT_SAID = [State.FAILED, State.EXPIRED, State.CANCELLED, State.SUPPRESSED, State.UNDELIVERED]


def untold(sight: Sight) -> list[Task]:
    """Contact not started, or booked so that no message can leave before: at night, for the early morning."""
    rows = (
        _untold(sight.scope.interviews(), sight.now)
        .filter(application__in=sight.scope.applications().active())
        .select_related("application__candidate")
        .order_by(F("starts_at").asc(nulls_last=True), "pk")[:SHOWN_OF_A_KIND]
    )
    return [_task(row) for row in rows]


def unreached(sight: Sight) -> list[Task]:
    """Invited, but no channel reaches them: they can only be called, and booked for."""
    said = Message.objects.filter(
        application=OuterRef("application"),
        direction=Direction.OUT,
        kind__in=INVITATIONS,
        created_at__gte=OuterRef("invited_at"),
    ).exclude(state__in=NOT_SAID)
    rows = (
        sight.scope.interviews()
        .filter(state=InterviewState.INVITED, application__is_started=True)
        .filter(application__in=sight.scope.applications().active())
        .exclude(answer_by__lte=sight.now)  # that is a task of its own
        .exclude(reached_rows())
        .filter(~Exists(said))
        .select_related("application__candidate")
        .order_by("invited_at", "pk")[:SHOWN_OF_A_KIND]
    )
    return [_task(row) for row in rows]


def _untold(interviews: QuerySet[Interview], now: datetime) -> QuerySet[Interview]:
    told = Message.objects.filter(
        application=OuterRef("application"),
        direction=Direction.OUT,
        kind__in=RECEIPTS,
        created_at__gte=OuterRef("booked_at"),
    ).exclude(state__in=NOT_SAID)
    to_come = Q(state=InterviewState.BOOKED, starts_at__gt=now)
    by_staff = to_come & Q(booked_by__isnull=False, application__is_started=True) & ~Exists(told)
    not_begun = Q(application__is_started=False) & (to_come | Q(state=InterviewState.INVITED))
    ahead = to_come | Q(state=InterviewState.INVITED)
    return interviews.filter(ahead, by_staff | not_begun)


def _task(interview: Interview) -> Task:
    application = interview.application
    if application.is_started and not interview.is_booked:
        why = _unreached_words(application)
    elif application.is_started:
        why = _("Booked for %(time)s, and no message can reach them before. Please call.")
    elif interview.is_booked:
        why = _("Booked for %(time)s, but contact has not been started: nothing goes out.")
    else:
        why = _("Invited, but contact has not been started: nothing goes out.")
    when = day_hour_words(interview.starts_at) if interview.starts_at else ""
    call = Act(_("Call"), page(application, "talk"), "phone", "soft")
    see = Act(_("See"), page(application, "interview"), "", "soft")
    return Task(
        rank=2 if interview.is_booked or application.is_started else 4,
        at=interview.booked_at or interview.invited_at,
        label=_("Not told yet"),
        why=why % {"time": when} if when else why,
        icon="sms",
        tone="warn",
        people=(person(application),),
        acts=(call if application.candidate.phone else see,),
        key=f"untold-{interview.pk}",
    )


def _unreached_words(application: Application) -> str:
    if application.candidate.phone:
        return _("Invited, but no message reaches them. Please call, and book a time for them.")
    return _("Invited, but there is neither a number nor an address that reaches them.")
