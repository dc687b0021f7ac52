"""The ticks that let the clock walk and begin simulations."""

from celery import shared_task
from django.conf import settings

from sandbox.services.simulating import begin_waiting
from sandbox.services.walking import walk


@shared_task(name="sandbox.simulate")
def simulate() -> None:
    begin_waiting()


if settings.SANDBOX:

    @shared_task(name="sandbox.walk")
    def walk_the_clock() -> None:
        walk()
