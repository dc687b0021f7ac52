"""Planning a person again: facts in, rows out, in the transaction of the fact that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_person_of
from company.prepared import Prepared
from messaging.policy import Wanted
from messaging.services.outbox import reconcile
from reminders.models import CadenceStep
from reminders.policy.cadence import Step
from reminders.policy.facts import Facts, Plan
from reminders.policy.one_voice import merge
from reminders.policy.planning import plan
from reminders.services.experimenting import Membership, as_told, memberships_of, write_down
from reminders.services.facts import read_facts
from reminders.services.values import deadline_words, spoken_to
from scheduling.models import Interview

_THEIRS = Prepared(
    lambda candidate: (
        Application.objects.filter(candidate=candidate)
        .select_related("candidate", "job__location", "job__owner", "owner")
        .order_by("pk")
    )
)
_APPLICATION_OF = Prepared(
    lambda interview: Interview.objects.filter(pk=interview).values_list("application_id", flat=True)
)
_CADENCE = Prepared(lambda: CadenceStep.objects.filter(is_active=True))


def replan(application_id: int, *, now: datetime) -> None:
    """Bring the planned messages of this person into line with the facts of all their applications.

    Locks the candidate first (caps and duplicates are per person). Planning twice changes nothing.
    """
    with transaction.atomic(savepoint=False):  # the fact and its plan are one thing
        person = lock_person_of(application_id)
        applications, facts, memberships = _known_of(person.pk, now=now)
        plans = _plans(applications, facts, memberships, the_cadence())
        for application, wanted in plans.items():
            reconcile(application, wanted, now=now)
            write_down(application, memberships[application.pk], now=now)


def application_of(interview_id: int) -> int:
    """The number of the application an interview belongs to."""
    found = _APPLICATION_OF.first(interview_id)
    if found is None:
        raise Interview.DoesNotExist
    return found


def plans_of(candidate_id: int, *, now: datetime) -> Mapping[Application, Sequence[Wanted]]:
    """What the present facts call for, for each of the person's applications, in one voice."""
    return plans_by(candidate_id, [the_cadence()], now=now)[0]


def plans_by(
    candidate_id: int, cadences: Sequence[Sequence[Step]], *, now: datetime
) -> list[Mapping[Application, Sequence[Wanted]]]:
    """The same by each of several cadences, that somebody may only think about; facts are read once."""
    applications, facts, memberships = _known_of(candidate_id, now=now)
    return [_plans(applications, facts, memberships, cadence) for cadence in cadences]


Memberships = Mapping[int, Sequence[Membership]]


def _known_of(candidate_id: int, *, now: datetime) -> tuple[list[Application], list[Facts], Memberships]:
    applications = _THEIRS.all(candidate_id)
    facts = [read_facts(application, now=now) for application in applications]
    memberships = {
        application.pk: memberships_of(application, known)
        for application, known in zip(applications, facts, strict=True)
    }
    return applications, facts, memberships


def _plans(
    applications: Sequence[Application],
    facts: Sequence[Facts],
    memberships: Memberships,
    cadence: Sequence[Step],
) -> Mapping[Application, Sequence[Wanted]]:
    told = [as_told(cadence, memberships[one.application_id]) for one in facts]
    merged = merge([Plan(one, plan(one, steps)) for one, steps in zip(facts, told, strict=True)])
    return {
        application: [_with_deadline_words(one, application) for one in merged[application.pk]]
        for application in applications
    }


def wanted_now(application: Application, *, now: datetime) -> Sequence[Wanted]:
    """What the present facts call for, for one application."""
    return plans_of(application.candidate_id, now=now)[application]


def the_cadence() -> tuple[Step, ...]:
    """The steps in use."""
    return tuple(row.as_step() for row in _CADENCE.all())


def _with_deadline_words(wanted: Wanted, application: Application) -> Wanted:
    if "deadline_at" not in wanted.values:
        return wanted
    with spoken_to(application):
        words = deadline_words(datetime.fromisoformat(wanted.values["deadline_at"]))
    return replace(wanted, values={**wanted.values, "deadline": words})
