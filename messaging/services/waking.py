"""Waking the dispatcher at commit. Best effort: a sweep finds the rows within a second or so anyway."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)

QUIET_AFTER_A_FAILURE = 10.0  # seconds; a request must not wait for a dead broker again and again
_quiet_until = 0.0


def wake() -> None:
    """Once this transaction commits, tell the dispatcher that something is due. Never raises."""
    if not str(current_app.conf.broker_url).startswith("memory"):  # nobody in this process would hear it
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        current_app.send_task("messaging.dispatch", expires=10)
    except (KombuError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_AFTER_A_FAILURE
        logger.warning("the dispatcher was not woken: %s", type(error).__name__)
