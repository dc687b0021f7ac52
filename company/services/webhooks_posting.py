"""Posting what waits for other systems: claimed in the database, posted by threads, recorded one by one."""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from company.models import Staff, Webhook, WebhookDelivery
from company.policy import HookFormat, NoticeKind, Role
from company.services.notices import tell
from company.services.reaching import NotReached, Reach, answer_from, reach_of_this_instance

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360, 480))
"""Waits after the first, second, … try: given up after a day."""
TRIES = len(BACKOFF) + 1
PATIENCE = timedelta(hours=24)
"""An address that has taken nothing for so long is paused."""
A_RUN = 200
THREADS = 8
REFUSALS = range(400, 500)
BUSY = {408, 425, 429}
"""Of the refusals, those that say nothing against this one event."""


@dataclass(frozen=True)
class Result:
    """What came of one post: the status they answered, else a code for why nobody was reached."""

    status: int | None
    error: str

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_about_this_one(self) -> bool:
        """They answer, and do not want this event; others may still please them."""
        return self.status in REFUSALS and self.status not in BUSY


def deliver_due(*, now: datetime, reach: Reach | None = None, limit: int = A_RUN) -> int:
    """Post what is due, one at a time for each address; returns how many posts there were.

    ``now`` is the product's clock. Leases and waits run by the machine's own, read anew for each round of
    posts: a run is longer than a lease.
    """
    reach = reach or reach_of_this_instance()
    tried = 0
    with ThreadPoolExecutor(THREADS) as pool:
        while tried < limit and (batch := _claim(timezone.now())):
            _post_all(pool, batch, reach, now=now)
            tried += len(batch)
    return tried


def _post_all(pool: ThreadPoolExecutor, batch: list[WebhookDelivery], reach: Reach, *, now: datetime) -> None:
    results = pool.map(lambda one: post(one, reach, timezone.now()), batch)
    for delivery, result in zip(batch, results, strict=True):
        record(delivery, result, now=now, machine_now=timezone.now())


def _due(machine_now: datetime) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(
        state="planned", next_attempt_at__lte=machine_now, webhook__is_active=True
    )


def _claim(machine_now: datetime) -> list[WebhookDelivery]:
    """The oldest due event of each address that is not being posted to, leased and committed."""
    if not _due(machine_now).exists():
        return []  # the usual tick: nothing to do, and no write lock taken
    with transaction.atomic():
        due = _due(machine_now).filter(webhook=OuterRef("pk"))
        leased = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), lease_until__gt=machine_now)
        hooks = Webhook.objects.filter(Exists(due), ~Exists(leased))
        batch = []
        for hook in hooks.select_for_update(skip_locked=True).order_by("pk")[: THREADS * 2]:
            rows = _due(machine_now).filter(webhook=hook).select_for_update(of=("self",))
            delivery = rows.order_by("created_at", "pk").first()
            # whoever claimed between the two reads has left a lease behind
            if delivery is None or hook.deliveries.filter(lease_until__gt=machine_now).exists():
                continue
            delivery.webhook = hook
            delivery.attempts += 1
            delivery.lease_until = machine_now + LEASE
            delivery.save(update_fields=["attempts", "lease_until"])
            batch.append(delivery)
    return batch


def post(delivery: WebhookDelivery, reach: Reach, machine_now: datetime) -> Result:
    """Only HTTP: no rows are read or written here."""
    hook = delivery.webhook
    body, headers = letter(delivery, machine_now)
    try:
        with answer_from(hook.url, reach=reach, method="POST", headers=headers, body=body) as answer:
            return Result(answer.status, "redirect" if 300 <= answer.status < 400 else "")
    except NotReached as refused:
        return Result(None, refused.code)
    except Exception as error:  # one address must not keep the others waiting
        logger.error("webhook %s could not be posted to: %s", hook.pk, type(error).__name__)
        return Result(None, "unreachable")


def letter(delivery: WebhookDelivery, machine_now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers. ``Yakusoku-Signature`` is HMAC-SHA256 of ``t``, a dot and the body."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if delivery.webhook.format == HookFormat.SLACK:
        return _json(delivery.payload), headers
    body = _json(
        {
            "id": event_id(delivery.key),
            "event": delivery.event,
            "created_at": delivery.created_at.isoformat(),
            "data": delivery.payload,
        }
    )
    moment = int(machine_now.timestamp())
    signature = sign(delivery.webhook.secret, moment, body)
    named = {"Yakusoku-Event": delivery.event, "Yakusoku-Delivery": str(delivery.pk)}
    return body, headers | named | {"Yakusoku-Signature": f"t={moment},v1={signature}"}


def sign(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def event_id(key: str) -> str:
    """The same for every try and every address, so that who hears it twice can tell."""
    return "evt_" + hashlib.sha256(key.encode()).hexdigest()[:24]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def record(delivery: WebhookDelivery, result: Result, *, now: datetime, machine_now: datetime) -> None:
    """Only while the lease is ours: what somebody else has posted again meanwhile is theirs to record."""
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, lease_until=delivery.lease_until)
    told: dict[str, object] = {"status_code": result.status, "error": result.error, "lease_until": None}
    if result.is_taken:
        mine.update(state="sent", sent_at=now, **told)
        Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=False).update(failing_since=None)
        return
    gives_up = delivery.attempts >= TRIES
    again_at = machine_now + BACKOFF[min(delivery.attempts, len(BACKOFF)) - 1]
    if not mine.update(state="failed" if gives_up else "planned", next_attempt_at=again_at, **told):
        return
    if not result.is_about_this_one:
        _rest(delivery, again_at, now=now, machine_now=machine_now)


def _rest(delivery: WebhookDelivery, again_at: datetime, *, now: datetime, machine_now: datetime) -> None:
    """Nobody answers: what else waits for them is not tried before this one, so the order holds."""
    hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    others = hook.deliveries.filter(Q(lease_until=None) | Q(lease_until__lte=machine_now), state="planned")
    others.filter(next_attempt_at__lt=again_at).update(next_attempt_at=again_at)
    if hook.failing_since is None:
        Webhook.objects.filter(pk=hook.pk).update(failing_since=machine_now)
    elif machine_now - hook.failing_since >= PATIENCE and hook.is_active:
        Webhook.objects.filter(pk=hook.pk).update(is_active=False)
        _tell_of_the_pause(hook, now=now)


def _tell_of_the_pause(hook: Webhook, *, now: datetime) -> None:
    since = hook.failing_since or now
    tell(
        NoticeKind.SYSTEM,
        to=_responsible(hook),
        key=f"webhook_paused:{hook.pk}:{since.isoformat()}",
        path=reverse("dashboard:webhooks") if hook.staff_id is None else reverse("dashboard:me"),
        detail=hook.name,
        now=now,
    )


def _responsible(hook: Webhook) -> Iterable[Staff]:
    if hook.staff is not None:
        return [hook.staff]
    return Staff.objects.filter(Q(role=Role.OWNER) | Q(is_superuser=True), is_active=True)


def resume(hook: Webhook, *, machine_now: datetime) -> None:
    """In use again; what waited is posted now, the oldest first."""
    Webhook.objects.filter(pk=hook.pk).update(is_active=True, failing_since=None)
    waiting = WebhookDelivery.objects.filter(webhook=hook, state="planned")
    waiting.update(next_attempt_at=machine_now, attempts=0)


def send_again(delivery: WebhookDelivery, *, machine_now: datetime) -> bool:
    """Post it once more, also when it was taken before: the same ``id`` tells that it is a repetition."""
    row = WebhookDelivery.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=machine_now), pk=delivery.pk
    )
    fresh = {"state": "planned", "attempts": 0, "error": "", "lease_until": None}
    return row.update(next_attempt_at=machine_now, **fresh) == 1
