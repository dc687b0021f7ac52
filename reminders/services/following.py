"""What follows from a message's outcome: the plan is made again, so the next channel can take over."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_person
from messaging.models import Message
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


def replan_everyone(*, now: datetime) -> int:
    """After an edit of the cadence or of company rules: every running application is planned again."""
    ids = Application.objects.active().filter(is_started=True).values_list("pk", flat=True)
    for application_id in ids:
        replan(application_id, now=now)
    return len(ids)
