"""The ticks that let outcomes and edited rules reach the plans, and look whether they all did."""

from celery import shared_task

from company import clock
from reminders.services.auditing import audit_on
from reminders.services.following import follow, replan_stale


@shared_task(name="reminders.follow")
def follow_outcomes() -> None:
    now = clock.now()
    follow(now=now)
    replan_stale(now=now)


@shared_task(name="reminders.audit")
def audit_plans() -> None:
    audit_on(now=clock.now())
