"""Offers for the queue: answers that did not come in time, and first days to be settled or noted."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.models import Application, ApplicationQuerySet
from candidates.policy import Stage
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.words import near

SETTLED_WITHIN = timedelta(days=2)


def unanswered_offers(sight: Sight) -> list[Task]:
    """The deadline has passed: a person speaks with them, and nothing ends by itself."""
    rows = _offered(sight).filter(offer_accepted_at=None, offer_answer_by__lt=sight.now)
    return [_unanswered(row, sight) for row in rows.order_by("offer_answer_by")[:SHOWN_OF_A_KIND]]


def _unanswered(application: Application, sight: Sight) -> Task:
    due = application.offer_answer_by or sight.now
    return Task(
        rank=4,
        at=due,
        label=_("No answer to the offer"),
        why=_("They had until %(when)s. A call now is kind: perhaps they are unsure.")
        % {"when": near(due, sight.now)},
        icon="clock",
        tone="warn",
        people=(person(application),),
        acts=(Act(_("Call"), page(application, "talk"), "phone", "soft"),),
        key=f"offer-{application.pk}",
    )


def open_first_days(sight: Sight) -> list[Task]:
    """They said yes: when they begin is to be settled, and that they came is to be noted."""
    accepted = _offered(sight).filter(offer_accepted_at__isnull=False)
    unsettled = accepted.filter(starts_on=None, offer_accepted_at__lt=sight.now - SETTLED_WITHIN)
    begun = accepted.filter(starts_on__lt=sight.now.date())
    return [
        *(_unsettled(row) for row in unsettled.order_by("offer_accepted_at")[:SHOWN_OF_A_KIND]),
        *(_begun(row) for row in begun.order_by("starts_on")[:SHOWN_OF_A_KIND]),
    ]


def _unsettled(application: Application) -> Task:
    assert application.offer_accepted_at is not None  # noqa: S101  asked for
    return Task(
        rank=6,
        at=application.offer_accepted_at,
        label=_("First day to be settled"),
        why=_("They said yes and do not know yet when to come."),
        icon="calendar",
        people=(person(application, ""),),
        acts=(Act(pgettext("first day", "Settle"), page(application, "decision"), "", "soft"),),
        key=f"first-day-{application.pk}",
    )


def _begun(application: Application) -> Task:
    assert application.offer_accepted_at is not None  # noqa: S101  asked for
    return Task(
        rank=6,
        at=application.offer_accepted_at,
        label=_("Have they begun?"),
        why=_("Their first day has passed. Note it, and their page welcomes them."),
        icon="flag",
        people=(person(application, ""),),
        acts=(Act(_("Enter"), page(application, "decision"), "", "soft"),),
        key=f"begun-{application.pk}",
    )


def _offered(sight: Sight) -> ApplicationQuerySet:
    rows = sight.scope.applications().filter(stage=Stage.OFFERED, offered_at__isnull=False)
    return rows.select_related("candidate")
