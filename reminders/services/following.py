"""What follows from outcomes and from edited rules: the plan is made again, found by a sweep."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_person
from messaging.models import Message
from reminders.models import StalePlan
from reminders.services.planning import replan

BATCH = 100


def follow(*, now: datetime) -> int:
    """Plan again the applications whose messages had an outcome nobody followed yet; how many there were."""
    ids = Message.objects.filter(needs_follow_up=True).values_list("application_id", flat=True)
    applications = sorted(set(ids[:BATCH]))
    for application_id in applications:
        with transaction.atomic():
            lock_person(Application.objects.values_list("candidate_id", flat=True).get(pk=application_id))
            Message.objects.filter(application_id=application_id, needs_follow_up=True).update(
                needs_follow_up=False
            )
            replan(application_id, now=now)
    return len(applications)


def mark_all_stale(*, now: datetime) -> int:
    """After an edit of the cadence or of company facts: every running application is to be planned again."""
    running = Application.objects.active().filter(is_started=True).values_list("pk", flat=True)
    rows = [StalePlan(application_id=pk, since=now) for pk in running]
    StalePlan.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def replan_stale(*, now: datetime) -> int:
    """Plan a batch of stale applications again; how many there were. A plan marked again stays stale."""
    batch = list(StalePlan.objects.order_by("pk")[:BATCH])
    for stale in batch:
        with transaction.atomic():
            replan(stale.application_id, now=now)
            StalePlan.objects.filter(pk=stale.pk, since=stale.since).delete()
    return len(batch)
