"""What follows from outcomes and from edited rules: the plan is made again, found by a sweep."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import DateTimeField, Q, QuerySet, Value

from candidates.models import Application
from candidates.services.locking import lock_person
from messaging.models import Message, Suppression
from noshow.models import RiskNote
from reminders.models import StalePlan
from reminders.services.planning import replan

BATCH = 100
logger = logging.getLogger(__name__)


def follow(*, now: datetime) -> int:
    """Plan again the applications whose messages had an outcome nobody followed yet; how many there were.

    One that cannot be planned is logged and stands in line with the stale plans, so that it holds up
    nobody else. Its refused messages wait until it can be planned.
    """
    waiting = Message.objects.filter(needs_follow_up=True).exclude(application__staleplan__isnull=False)
    applications = sorted(set(waiting.order_by("pk").values_list("application_id", flat=True)[:BATCH]))
    for application_id in applications:
        try:
            _follow_one(application_id, now=now)
        except Exception:
            logger.exception("outcomes of application %s could not be followed", application_id)
            StalePlan.objects.get_or_create(application_id=application_id, defaults={"since": now})
    return len(applications)


def _follow_one(application_id: int, *, now: datetime) -> None:
    with transaction.atomic():
        lock_person(Application.objects.values_list("candidate_id", flat=True).get(pk=application_id))
        Message.objects.filter(application_id=application_id, needs_follow_up=True).update(
            needs_follow_up=False
        )
        replan(application_id, now=now)


def mark_all_stale(*, now: datetime) -> int:
    """After an edit of the cadence or of company facts: every running application is to be planned again.

    One that is stale already is marked anew: a sweep may be planning it by the rules before this edit.
    They are marked in one order, so that two edits at once wait for each other and do not deadlock.
    """
    return _mark(Application.objects.active().filter(is_started=True), now=now)


def mark_stale_at(suppression_id: int, *, now: datetime) -> int:
    """An address was blocked or allowed again: whoever is reached there is to be planned again.

    It may be more people than the one whose message told us so; a family may share it. Whose outcomes
    are still to be followed is planned again by that.
    """
    address = Suppression.objects.values_list("address", flat=True).get(pk=suppression_id)
    theirs = Q(candidate__phone=address) | Q(candidate__email=address) | Q(candidate__line_id=address)
    reached = Application.objects.filter(theirs, is_started=True)
    return _mark(reached.exclude(messages__needs_follow_up=True), now=now)


def mark_stale_one(interview_id: int, *, now: datetime) -> None:
    """The plan of this interview's application is to be made again, without taking the person's lock here."""
    _mark(Application.objects.filter(interviews=interview_id), now=now)


def mark_stale_doubtful(interview_ids: Sequence[int], *, now: datetime) -> int:
    """Their risk was noted anew: where it is high, or was, the plan may ask earlier, or need not any more."""
    noted = RiskNote.objects.filter(interview__in=interview_ids, is_high=True)
    return _mark(Application.objects.filter(interviews__in=noted.values("interview")).distinct(), now=now)


MARK = """INSERT INTO reminders_staleplan (application_id, since) {chosen}
ON CONFLICT (application_id) DO UPDATE SET since = EXCLUDED.since"""
"""One statement however many there are: a company's edit may mean a million applications."""


def _mark(applications: QuerySet[Application], *, now: datetime) -> int:
    moment = Value(now, output_field=DateTimeField())
    chosen = applications.order_by("pk").annotate(now=moment).values_list("pk", "now")
    sql, values = chosen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(chosen=sql), values)
        return int(cursor.rowcount)


def replan_stale(*, now: datetime) -> int:
    """Plan a batch of stale applications again; how many there were. A plan marked again stays stale.

    One that cannot be planned is logged and goes to the end of the line, so that it holds up nobody else.
    """
    batch = list(StalePlan.objects.order_by("since", "pk")[:BATCH])
    for stale in batch:
        try:
            with transaction.atomic():
                _follow_one(stale.application_id, now=now)
                StalePlan.objects.filter(pk=stale.pk, since=stale.since).delete()
        except Exception:
            logger.exception("application %s could not be planned again", stale.application_id)
            StalePlan.objects.filter(pk=stale.pk).update(since=now)
    return len(batch)
