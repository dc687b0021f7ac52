"""The sweep over cases."""

from celery import shared_task

from company import clock
from noshow.services.closing import close_due_cases


@shared_task(name="noshow.close")
def close() -> None:
    close_due_cases(now=clock.now())
