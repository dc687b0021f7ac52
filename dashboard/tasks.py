"""What the background process does for the desk."""

from celery import shared_task
from django.utils import timezone

from company import clock
from dashboard.services import bulk, noticing, watching, weekly


@shared_task(name="dashboard.work_bulk_acts")
def work_bulk_acts() -> int:
    rows = 0
    while done := bulk.work(now=clock.now()):  # each turn has its own moment, however long it all takes
        rows += done
    return rows


@shared_task(name="dashboard.watch_notices")
def watch_notices() -> int:
    return noticing.watch(now=clock.now())


@shared_task(name="dashboard.forget_notices")
def forget_notices() -> int:
    return noticing.forget_old(now=clock.now())


@shared_task(name="dashboard.watch_contacts")
def watch_contacts() -> int:
    return watching.watch_contacts(now=clock.now())


@shared_task(name="dashboard.write_weekly")
def write_weekly() -> int:
    return weekly.write_weekly(now=clock.now(), machine_now=timezone.now())
