"""What providers post to us: kept and answered at once, understood afterwards, each event once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from messaging import failpoints
from messaging.models import InboundEvent

logger = logging.getLogger(__name__)

Handler = Callable[[InboundEvent, datetime], str]
"""Takes an event in and returns a code for what was made of it. May raise: it is then tried again."""

BATCH = 50
_handlers: dict[tuple[str, str], Handler] = {}


def handles(provider: str, kind: str) -> Callable[[Handler], Handler]:
    """Names the function that takes in events of this kind from this provider."""

    def register(handler: Handler) -> Handler:
        _handlers[provider, kind] = handler
        return handler

    return register


def keep(
    provider: str,
    event_id: str,
    kind: str,
    payload: Mapping[str, object],
    *,
    occurred_at: datetime,
    now: datetime,
) -> bool:
    """Store an event, so that the provider can be answered. False if it is known already."""
    _, is_new = InboundEvent.objects.get_or_create(
        provider=provider,
        event_id=event_id[:200],
        defaults={
            "kind": kind,
            "payload": dict(payload),
            "occurred_at": occurred_at,
            "received_at": now,
        },
    )
    failpoints.reached("heard")
    return is_new


def settle_events(*, now: datetime) -> int:
    """Take in what is waiting, in the order it happened; how many events there were.

    One that breaks is logged, without its words, and left for the next sweep; it holds up nobody else.
    """
    waiting = InboundEvent.objects.filter(settled_at=None).order_by("occurred_at", "pk")
    events = list(waiting.values_list("pk", flat=True)[:BATCH])
    for pk in events:
        try:
            _settle(pk, now)
        except Exception as error:
            logger.error("event %s could not be taken in: %s", pk, type(error).__name__)
    return len(events)


@transaction.atomic
def _settle(pk: int, now: datetime) -> None:
    event = InboundEvent.objects.select_for_update().filter(pk=pk, settled_at=None).first()
    if event is None:
        return
    handler = _handlers.get((event.provider, event.kind))
    event.outcome = handler(event, now) if handler else "ignored"
    event.settled_at = now
    event.save(update_fields=["outcome", "settled_at"])
    failpoints.reached("settling")
