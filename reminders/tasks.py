"""The tick that lets outcomes and edited rules reach the plans."""

from celery import shared_task

from company import clock
from reminders.services.following import follow, replan_stale


@shared_task(name="reminders.follow")
def follow_outcomes() -> None:
    now = clock.now()
    follow(now=now)
    replan_stale(now=now)
