"""The sweeps: over cases, over what is known beforehand, and over what was learned from it."""

from celery import shared_task

from company import clock
from noshow.services.closing import close_due_cases
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
