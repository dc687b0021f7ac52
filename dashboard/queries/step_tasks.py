"""Whose next step is ours: outcomes to enter, decisions, invitations that ended."""

from datetime import datetime, timedelta

from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Application
from candidates.policy import Stage
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.queries.today import start_of_day
from dashboard.words import near, span
from scheduling.models import Interview

DAY = timedelta(hours=24)


def arrivals(sight: Sight) -> list[Task]:
    """来ましたか of earlier days: nobody has said. Today's list asks for today by itself."""
    before = start_of_day(sight.now)
    open_ones = sight.scope.interviews().awaiting_outcome(sight.now).filter(starts_at__lt=before)
    rows = open_ones.order_by("-starts_at")
    return [
        _arrival(row, sight) for row in rows.select_related("application__candidate")[: 2 * SHOWN_OF_A_KIND]
    ]


def _arrival(interview: Interview, sight: Sight) -> Task:
    assert interview.starts_at is not None  # noqa: S101  booked
    url = reverse("dashboard:outcome", args=[interview.pk])
    when = near(interview.starts_at, sight.now)
    return Task(
        rank=0,
        at=interview.starts_at,
        label=_("Did they come?"),
        why=_("It began %(span)s ago, and nobody has said yet.")
        % {"span": span(sight.now - interview.starts_at)},
        icon="clock",
        tone="warn",
        people=(person(interview.application, when),),
        acts=(
            Act(_("Arrived"), url, "check", "soft", {"outcome": "came", "seen": "booked"}),
            Act(_("Did not come"), url, "", "", {"outcome": "absent", "seen": "booked"}),
        ),
        key=f"arrival-{interview.pk}",
    )


def decisions(sight: Sight) -> list[Task]:
    """Who was met and waits for a decision, in one line; what was promised for soon stands singly."""
    deciding = _deciding(sight, soon=False)
    rows = list(deciding[: SHOWN_OF_A_KIND + 1])
    if not rows:
        return []
    count = deciding.count() if len(rows) > SHOWN_OF_A_KIND else len(rows)
    return [
        Task(
            rank=5,
            at=sight.now,
            label=ngettext("Decision awaited: %(n)d person", "Decision awaited: %(n)d people", count)
            % {"n": count},
            why=_("Told today, nobody is kept waiting."),
            people=tuple(person(row, "") for row in rows[:SHOWN_OF_A_KIND]),
            acts=(Act(_("Enter"), page(rows[0], "decision"), "", "soft"),),
            key="decisions",
        )
    ]


def owed(sight: Sight) -> list[Task]:
    """An answer we promised for the next day, or for a day that has passed; the longest promised first."""
    rows = _deciding(sight, soon=True)
    tasks = [_owed(row, getattr(row, "promised", sight.now), sight) for row in rows[:SHOWN_OF_A_KIND]]
    more = rows.count() - len(tasks) if len(tasks) == SHOWN_OF_A_KIND else 0
    return tasks + ([_more_owed(more, sight)] if more else [])


def _deciding(sight: Sight, *, soon: bool) -> QuerySet[Application]:
    """Whose answer is promised within a day, or has been; or the others. The longest promised first.

    ``promised`` is what they were told, else the company's days after they were met.
    """
    ended = Interview.objects.filter(application=OuterRef("pk"), ends_at__isnull=False).order_by("-ends_at")
    days = Value(timedelta(days=sight.company.decision_days), output_field=DurationField())
    met = ExpressionWrapper(Subquery(ended.values("ends_at")[:1]) + days, output_field=DateTimeField())
    rows = sight.scope.applications().filter(stage=Stage.DECIDING).select_related("candidate")
    known = rows.annotate(promised=Coalesce("decide_by", met, output_field=DateTimeField()))
    due = Q(promised__lte=sight.now + DAY)
    far = Q(promised__gt=sight.now + DAY) | Q(promised=None)
    return known.filter(due if soon else far).order_by("promised", "applied_at", "pk")


def _owed(application: Application, promised: datetime, sight: Sight) -> Task:
    is_over = promised <= sight.now
    left = span(abs(promised - sight.now))
    why = (
        _("The promised day passed %(span)s ago. A word, even without a decision, helps.") % {"span": left}
        if is_over
        else _("They were promised an answer in %(span)s at the latest.") % {"span": left}
    )
    return Task(
        rank=3 if is_over else 5,
        at=promised,
        label=_("Answer promised by %(time)s") % {"time": near(promised, sight.now)},
        why=why,
        icon="edit",
        tone="bad" if is_over else "warn",
        people=(person(application),),
        acts=(Act(_("Enter"), page(application, "decision"), "", "soft"),),
        key=f"owed-{application.pk}",
    )


def _more_owed(more: int, sight: Sight) -> Task:
    words = ngettext("%(n)d more is waiting.", "%(n)d more are waiting.", more) % {"n": more}
    url = reverse("dashboard:applications") + f"?stage={Stage.DECIDING}"
    act = Act(_("Show all"), url, "", "soft")
    return Task(5, sight.now, _("Answers promised"), words, "people", acts=(act,), key="rest-owed")


def idle(sight: Sight) -> list[Task]:
    """Spoken with a day ago or more, and still without an invitation."""
    quiet = sight.scope.applications().filter(stage=Stage.IN_CONTACT, contacted_at__lt=sight.now - DAY)
    rows = list(quiet.select_related("candidate").order_by("contacted_at")[: SHOWN_OF_A_KIND + 1])
    if not rows:
        return []
    return [
        Task(
            rank=6,
            at=sight.now,
            label=_("Next step open"),
            why=_("A day has passed since you spoke. Invite them to choose a time."),
            icon="calendar",
            people=tuple(person(row, "") for row in rows[:SHOWN_OF_A_KIND]),
            acts=(Act(_("See"), page(rows[0], "interview"), "", "soft"),),
            key="idle",
        )
    ]
