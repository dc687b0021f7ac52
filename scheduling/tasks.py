"""The ticks of booking: each only finds what is due in rows."""

from celery import shared_task

from company import clock
from scheduling.services.lapsing import lapse_due
from scheduling.services.matching import match_wishes as match_open_wishes


@shared_task(name="scheduling.match_wishes")
def match_wishes() -> None:
    match_open_wishes(now=clock.now())


@shared_task(name="scheduling.lapse_invitations")
def lapse_invitations() -> None:
    lapse_due(now=clock.now())
