"""The dead man's switch: while all is well an outside monitor hears from us; silence makes it call."""

import logging
from datetime import datetime

import requests
from django.conf import settings

from messaging.services.vitals import vitals

logger = logging.getLogger(__name__)

PATIENCE = (3.05, 5.0)  # seconds, to connect and to be answered


def ping(*, now: datetime) -> bool:
    """Whether the monitor heard it. Nothing is said when nobody sweeps or messages are stuck."""
    if not settings.DEADMAN_URL:
        return False
    if not vitals(now).is_well:
        logger.warning("the outside monitor is not told that all is well, because it is not")
        return False
    try:
        answer = requests.get(settings.DEADMAN_URL, timeout=PATIENCE, allow_redirects=False)
    except requests.RequestException as error:
        logger.warning("the outside monitor could not be reached: %s", type(error).__name__)
        return False
    if not answer.ok:
        logger.warning("the outside monitor answered %s", answer.status_code)
    return answer.ok
