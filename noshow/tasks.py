"""The sweeps: over cases, what is known beforehand, what was learned from it, and the figures of all."""

from celery import shared_task
from django.utils import timezone

from company import clock
from noshow.services.closing import close_due_cases
from noshow.services.figures import bring_up_to_date
from noshow.services.learning import learn as learn_anew
from noshow.services.noting import forget_notes
from noshow.services.noting import note_risks as note_due


@shared_task(name="noshow.close")
def close() -> None:
    close_due_cases(now=clock.now())


@shared_task(name="noshow.note_risks")
def note_risks() -> None:
    note_due(now=clock.now())


@shared_task(name="noshow.learn")
def learn() -> None:
    now = clock.now()
    forget_notes(now=now)
    learn_anew(now=now)


@shared_task(name="noshow.count_figures")
def count_figures() -> int:
    return bring_up_to_date(now=clock.now(), machine_now=timezone.now())
