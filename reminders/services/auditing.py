"""The audit of the plans: every running application is planned anew, and nothing should change.

The plan commits together with each fact, so a difference means that some change of facts did not plan. It is
reported with the numbers of what differs, and repaired.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.models import Application, Candidate
from candidates.services.locking import lock_person
from messaging.models import Message
from messaging.policy import OPEN, Direction
from messaging.services.outbox import Changes, apply, compare
from reminders.models import PlanAudit, StalePlan
from reminders.services.planning import plans_of

logger = logging.getLogger(__name__)

BATCH = 200
PAUSE = timedelta(hours=1)
"""Between the end of one audit and the beginning of the next."""


@dataclass(frozen=True)
class Drift:
    """One application whose stored plan is not the wanted one: how many rows of each sort differ."""

    application_id: int
    missing: int
    changed: int
    unwanted: int


def audit(*, now: datetime, repair: bool = True, above: int = 0) -> Iterator[tuple[int, list[Drift]]]:
    """Each person with a running application or a plan, by number from ``above``, with their drift."""
    for candidate_id in _people(above).values_list("pk", flat=True).iterator(chunk_size=BATCH):
        yield candidate_id, audit_person(candidate_id, now=now, repair=repair)


def audit_person(candidate_id: int, *, now: datetime, repair: bool = True) -> list[Drift]:
    """What differs in the plans of one person; whom a sweep is about to plan again is left to it."""
    with transaction.atomic():
        lock_person(candidate_id)
        if _waits_for_a_sweep(candidate_id):
            return []
        found = []
        for application, wanted in plans_of(candidate_id, now=now).items():
            if changes := compare(application, wanted, now=now):
                found.append(_drift(application, changes))
                if repair:
                    apply(application, changes, now=now)
    for drift in found:
        logger.error("the plan of application %s had drifted: %s", drift.application_id, drift)
    return found


def audit_on(*, now: datetime) -> PlanAudit | None:
    """Carry the periodic audit on by one batch; None while it rests between two."""
    run = PlanAudit.objects.order_by("-pk").first()
    if run is None or (run.ended_at is not None and now - run.ended_at >= PAUSE):
        run = PlanAudit.objects.create(started_at=now)
    if run.ended_at is not None:
        return None
    people = _people(run.last_candidate).values_list("pk", flat=True)[:BATCH]
    for candidate_id in (batch := list(people)):
        run.drifted += len(audit_person(candidate_id, now=now))
        run.checked += 1
        run.last_candidate = candidate_id
    if len(batch) < BATCH:
        run.ended_at = now
    run.save()
    return run


def _people(above: int) -> QuerySet[Candidate]:
    applications = Application.objects.filter(candidate=OuterRef("pk"))
    running = applications.filter(pk__in=Application.objects.active(), is_started=True)
    planned = Message.objects.filter(
        application__candidate=OuterRef("pk"), direction=Direction.OUT, state__in=OPEN
    )
    concerned = Q(Exists(running)) | Q(Exists(planned))
    return Candidate.objects.filter(concerned, pk__gt=above).order_by("pk")


def _waits_for_a_sweep(candidate_id: int) -> bool:
    outcomes = Message.objects.filter(application__candidate=candidate_id, needs_follow_up=True)
    stale = StalePlan.objects.filter(application__candidate=candidate_id)
    return outcomes.exists() or stale.exists()


def _drift(application: Application, changes: Changes) -> Drift:
    return Drift(application.pk, len(changes.insert), len(changes.rewrite), len(changes.cancel))
