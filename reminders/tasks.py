"""The ticks that let outcomes and edited rules reach the plans, check them, and offer times that opened."""

from celery import shared_task

from company import clock
from reminders.services.auditing import audit_on
from reminders.services.backfilling import backfill
from reminders.services.experiments import end_overdue
from reminders.services.following import follow, replan_stale


@shared_task(name="reminders.follow")
def follow_outcomes() -> None:
    now = clock.now()
    follow(now=now)
    replan_stale(now=now)


@shared_task(name="reminders.audit")
def audit_plans() -> None:
    audit_on(now=clock.now())


@shared_task(name="reminders.backfill")
def offer_earlier_times() -> None:
    backfill(now=clock.now())


@shared_task(name="reminders.end_experiments")
def end_experiments() -> None:
    end_overdue(now=clock.now())
