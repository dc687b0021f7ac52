"""Planning an application again: facts in, rows out, in the transaction of the fact that changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_person
from messaging.policy import Wanted
from messaging.services.outbox import reconcile
from reminders.models import CadenceStep
from reminders.policy.cadence import Step
from reminders.policy.planning import plan
from reminders.services.facts import read_facts
from reminders.services.values import deadline_words, spoken_to


def replan(application_id: int, *, now: datetime) -> None:
    """Bring the planned messages of one application into line with the facts.

    Locks the candidate first (caps and duplicates are per person). Planning twice changes nothing.
    """
    with transaction.atomic():
        lock_person(Application.objects.values_list("candidate_id", flat=True).get(pk=application_id))
        application = Application.objects.select_related(
            "candidate", "job__location", "job__owner", "owner"
        ).get(pk=application_id)
        reconcile(application, wanted_now(application, now=now), now=now)


def wanted_now(application: Application, *, now: datetime) -> Sequence[Wanted]:
    """What the present facts call for."""
    wanted = plan(read_facts(application, now=now), the_cadence())
    return [_with_deadline_words(one, application) for one in wanted]


def the_cadence() -> tuple[Step, ...]:
    """The steps in use."""
    return tuple(row.as_step() for row in CadenceStep.objects.filter(is_active=True))


def _with_deadline_words(wanted: Wanted, application: Application) -> Wanted:
    if "deadline_at" not in wanted.values:
        return wanted
    with spoken_to(application):
        words = deadline_words(datetime.fromisoformat(wanted.values["deadline_at"]))
    return replace(wanted, values={**wanted.values, "deadline": words})
