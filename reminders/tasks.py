"""The tick that lets outcomes reach the plan."""

from celery import shared_task

from company import clock
from reminders.services.following import follow


@shared_task(name="reminders.follow")
def follow_outcomes() -> None:
    follow(now=clock.now())
