"""What the background process does for the desk."""

from celery import shared_task

from company import clock
from dashboard.services import bulk


@shared_task(name="dashboard.work_bulk_acts")
def work_bulk_acts() -> int:
    return bulk.work(now=clock.now())
