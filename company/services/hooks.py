"""Addresses that events are posted to: made, changed, switched, tried."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import SplitResult

from django.db import transaction

from company.models import Staff, Webhook, WebhookDelivery
from company.policy import HookEvent, HookFormat
from company.services import trail
from company.services.reaching import checked_address, reach_of_this_instance
from company.services.webhooks import queue
from company.services.webhooks_posting import resume


def check_address(url: str) -> SplitResult:
    """In parts. Raises NotReached for one that this instance would never post to."""
    reach = reach_of_this_instance()
    return checked_address(url, reach.ports, plain=reach.plain)


@transaction.atomic
def make_hook(*, name: str, url: str, events: Sequence[str], by: Staff, now: datetime) -> Webhook:
    """Its ``secret`` signs what it is sent; whoever makes it is shown it once."""
    check_address(url)
    hook = Webhook.objects.create(
        name=name,
        url=url,
        events=list(events),
        format=HookFormat.SIGNED,
        secret="whsec_" + secrets.token_urlsafe(32),
        made_at=now,
    )
    trail.record("webhook_made", hook, now=now, by=by, events=list(events))
    return hook


@transaction.atomic
def change_hook(
    hook: Webhook, *, name: str, url: str, events: Sequence[str], by: Staff, now: datetime
) -> None:
    check_address(url)
    hook.name, hook.url, hook.events = name, url, list(events)
    hook.save(update_fields=["name", "url", "events"])
    trail.record("webhook_changed", hook, now=now, by=by, events=list(events))


@transaction.atomic
def switch_hook(hook: Webhook, *, on: bool, by: Staff, now: datetime, machine_now: datetime) -> None:
    """Off: what waits is dropped and nothing more is kept. On: what waited while it was paused is posted."""
    if on:
        resume(hook, machine_now=machine_now)
    else:
        Webhook.objects.filter(pk=hook.pk).update(is_active=False, failing_since=None)
        WebhookDelivery.objects.filter(webhook=hook, state="planned").update(state="cancelled")
    trail.record("webhook_switched_on" if on else "webhook_switched_off", hook, now=now, by=by)


@transaction.atomic
def renew_secret(hook: Webhook, *, by: Staff, now: datetime) -> str:
    """The old one signs nothing any more."""
    hook.secret = "whsec_" + secrets.token_urlsafe(32)
    hook.save(update_fields=["secret"])
    trail.record("webhook_secret_renewed", hook, now=now, by=by)
    return hook.secret


@transaction.atomic
def delete_hook(hook: Webhook, *, by: Staff, now: datetime) -> None:
    """With what was posted to it."""
    trail.record("webhook_deleted", hook, now=now, by=by)
    hook.delete()


def try_hook(hook: Webhook, *, by: Staff, now: datetime) -> None:
    """An event that says nothing, to see whether it arrives."""
    key = f"test:{hook.pk}:{now.isoformat()}"
    queue(hook, key, HookEvent.TEST, {"webhook": hook.pk, "at": now.isoformat()}, now=now)
    trail.record("webhook_tried", hook, now=now, by=by)
