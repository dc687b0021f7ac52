"""What providers post to us: kept and answered at once, understood afterwards, each event once."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from messaging import failpoints
from messaging.models import InboundEvent

logger = logging.getLogger(__name__)

Handler = Callable[[InboundEvent, datetime], str]
"""Takes an event in and returns a code for what was made of it. May raise: it is then tried again."""


class NotYet(Exception):
    """Raised by a handler when what the event is about is not here yet: it is looked at again later."""


BATCH = 50
LONGEST_ID = 200
PATIENCE = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 6 * 3600))
"""How long an event waits after it broke for the first, second, … time; after the last it is given up."""

GAVE_UP = "gave_up"
KEPT_FOR = timedelta(days=30)
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
        event_id=_short(event_id),
        defaults={
            "kind": kind,
            "payload": _storable(dict(payload)),
            "occurred_at": occurred_at,
            "received_at": now,
        },
    )
    failpoints.reached("heard")
    return is_new


def settle_events(*, now: datetime, most: int = BATCH) -> int:
    """Take in what is waiting, in the order it happened; how many events there were.

    One that breaks is logged, without its words, and waits longer each time; it holds up nobody else.
    """
    waiting = InboundEvent.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), settled_at=None)
    events = list(waiting.order_by("occurred_at", "pk").values_list("pk", flat=True)[:most])
    for pk in events:
        try:
            _settle(pk, now)
        except NotYet:
            _put_off(pk, now)
        except Exception as error:
            logger.error("event %s could not be taken in: %s", pk, type(error).__name__)
            _put_off(pk, now)
    return len(events)


def forget_payloads(*, now: datetime) -> int:
    """Empty what was posted once KEPT_FOR has passed. The row stays: it knows a repetition for ever."""
    old = InboundEvent.objects.filter(received_at__lte=now - KEPT_FOR).exclude(settled_at=None)
    return _emptied(old)


def forget_what_was_heard(message_ids: Iterable[int]) -> int:
    """Empty the events these messages came from; their outcome names the message (see ``about``)."""
    return _emptied(InboundEvent.objects.filter(outcome__in=[about("heard", pk) for pk in message_ids]))


def about(code: str, message_id: int) -> str:
    """An outcome that names the message it led to."""
    return f"{code}:{message_id}"


def _emptied(events: QuerySet[InboundEvent]) -> int:
    return events.exclude(payload={}).update(payload={})


@transaction.atomic
def _settle(pk: int, now: datetime) -> None:
    event = InboundEvent.objects.select_for_update().filter(pk=pk, settled_at=None).first()
    if event is None:
        return
    handler = _handlers.get((event.provider, event.kind))
    event.outcome = handler(event, now)[:40] if handler else "ignored"
    event.settled_at = now
    event.save(update_fields=["outcome", "settled_at"])
    failpoints.reached("settling")


@transaction.atomic
def _put_off(pk: int, now: datetime) -> None:
    event = InboundEvent.objects.select_for_update().filter(pk=pk, settled_at=None).first()
    if event is None:
        return
    if event.failures < len(PATIENCE):
        changes: dict[str, object] = {"next_try_at": now + PATIENCE[event.failures]}
    else:
        logger.error("event %s was given up", pk)
        changes = {"outcome": GAVE_UP, "settled_at": now}
    InboundEvent.objects.filter(pk=pk).update(failures=F("failures") + 1, **changes)


def _short(event_id: str) -> str:
    """The provider's number for the event, or what stands for a longer one."""
    clean = str(_storable(event_id))
    return clean if len(clean) <= LONGEST_ID else hashlib.sha256(clean.encode()).hexdigest()


def _storable(value: object) -> object:
    """The same without what a database cannot hold: NUL characters and halves of characters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {str(_storable(str(name))): _storable(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(held) for held in value]
    return value
