"""Telling other systems: rows first, posted until they were taken, by ``deliver_due``.

At least once: a process that died between the post and its record posts it again, with the same ``id``. An
address gets its events one after the other, in the order they happened, as long as it takes them; one that
does not answer rests and is asked again with the oldest. Whoever answers nothing for a day is paused, and
what happens meanwhile waits for somebody to switch it on again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from company.models import Webhook, WebhookDelivery
from company.policy import HookFormat
from company.services.webhooks_posting import deliver_due

__all__ = ["KEPT", "deliver_due", "forget_old", "listening", "queue", "queue_event"]
KEPT = timedelta(days=30)


def queue(webhook: Webhook, key: str, event: str, payload: Mapping[str, object], *, now: datetime) -> None:
    """Keep one event for one address; the same ``key`` again changes nothing.

    Call it inside the transaction of the fact. ``payload`` holds ids, states and times, never names. For
    ``HookFormat.SLACK`` it is posted as it is (``{"text": …}``), else inside an envelope that is signed.
    """
    row = WebhookDelivery(
        webhook=webhook,
        key=key[:160],
        event=event,
        payload=dict(payload),
        created_at=now,
        next_attempt_at=timezone.now(),
    )
    WebhookDelivery.objects.bulk_create([row], ignore_conflicts=True)


def queue_event(event: str, key: str, told: Callable[[], Mapping[str, object]], *, now: datetime) -> None:
    """The same for every address of the company that wants to hear of such events.

    ``told`` makes the payload, and is asked only if there is one.
    """
    hooks = [hook for hook in listening() if event in hook.events]
    payload = told() if hooks else {}
    for hook in hooks:
        queue(hook, key, event, payload, now=now)


def listening() -> QuerySet[Webhook]:
    """The company's own addresses in use, and those paused because they did not answer."""
    in_use = Q(is_active=True) | Q(failing_since__isnull=False)
    return Webhook.objects.filter(in_use, staff=None, format=HookFormat.SIGNED)


def forget_old(*, now: datetime) -> int:
    """What was written thirty days ago tells nobody anything, also when it never arrived."""
    return WebhookDelivery.objects.filter(created_at__lt=now - KEPT).delete()[0]
