"""The tick that lets the clock walk."""

from celery import shared_task
from django.conf import settings

from sandbox.services.walking import walk

if settings.SANDBOX:

    @shared_task(name="sandbox.walk")
    def walk_the_clock() -> None:
        walk()
