"""What owners see of keys, addresses and posts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from company.event_words import event_words
from company.models import ApiToken, Webhook, WebhookDelivery
from dashboard.words_machines import post_trouble_words, scope_words

SHOWN = 50


@dataclass(frozen=True)
class KeyRow:
    token: ApiToken
    may: str
    where: str
    is_valid: bool


@dataclass(frozen=True)
class PostRow:
    delivery: WebhookDelivery
    event: str
    trouble: str


def key_rows(now: datetime) -> list[KeyRow]:
    tokens = ApiToken.objects.select_related("made_by").prefetch_related("locations")
    rows = [_key_row(token, now) for token in tokens]
    return sorted(rows, key=lambda row: not row.is_valid)


def _key_row(token: ApiToken, now: datetime) -> KeyRow:
    places = _(", ").join(str(place) for place in token.locations.all())
    return KeyRow(
        token=token,
        may=_(", ").join(scope_words(scope) for scope in token.scopes),
        where=places or (_("No location any more") if token.is_limited else _("All locations")),
        is_valid=token.revoked_at is None and (token.expires_at is None or token.expires_at > now),
    )


def hook_rows() -> list[Webhook]:
    """The company's own; people's are theirs. Each with ``waiting``, what is still to be posted."""
    waiting = Count("deliveries", filter=Q(deliveries__state="planned"))
    return list(Webhook.objects.filter(staff=None).annotate(waiting=waiting))


def post_rows(hook: Webhook) -> list[PostRow]:
    """The newest first."""
    rows = hook.deliveries.order_by("-created_at", "-pk")[:SHOWN]
    return [
        PostRow(row, event_words(row.event), post_trouble_words(row.error, row.status_code)) for row in rows
    ]
