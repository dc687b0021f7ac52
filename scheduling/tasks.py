"""The ticks of booking: each only finds what is due in rows."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from company import clock
from scheduling.services.asking_interviewers import ask_due
from scheduling.services.busy_feeds import read_due
from scheduling.services.lapsing import lapse_due
from scheduling.services.matching import match_wishes as match_open_wishes
from scheduling.services.supplying import supply as bring_up_to_date


@shared_task(name="scheduling.match_wishes")
def match_wishes() -> None:
    match_open_wishes(now=clock.now())


@shared_task(name="scheduling.lapse_invitations")
def lapse_invitations() -> None:
    lapse_due(now=clock.now())


@shared_task(name="scheduling.ask_interviewers")
def ask_interviewers() -> int:
    return ask_due(now=clock.now(), machine_now=timezone.now())


@shared_task(name="scheduling.supply")
def supply() -> None:
    bring_up_to_date(now=clock.now())


@shared_task(name="scheduling.read_feeds")
def read_feeds() -> int:
    """Other people's servers keep the machine's time. From the trial nothing goes out, not even this."""
    if settings.SANDBOX:
        return 0
    return read_due(now=clock.now(), machine_now=timezone.now())
