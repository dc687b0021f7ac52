"""Providers are answered at once; what they told us is taken in after the last byte has left."""

import logging

from django.db import Error
from django.http import HttpResponse

from company import clock
from messaging.services.events import settle_events

logger = logging.getLogger(__name__)

AT_ONCE = 10


class AnsweredFirst(HttpResponse):
    """The server closes a response once it is sent; then what was kept is settled, as far as that goes.

    Nothing depends on it: whatever is left, or breaks here, is found by the next sweep.
    """

    def close(self) -> None:
        try:
            settle_events(now=clock.now(), most=AT_ONCE)
        except Error as error:
            logger.warning("events wait for the next sweep: %s", type(error).__name__)
        finally:
            super().close()
