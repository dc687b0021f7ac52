"""Keys for machines: made and shown once, known by their SHA-256, counted by the minute, taken back."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Q, QuerySet, Value, When

from company.models import ApiAnswer, ApiToken, Location, Staff
from company.policy import ApiScope
from company.services import trail

LEAD = "yk_"
PREFIX = 10
KEPT = timedelta(hours=24)
"""How long the same request with the same ``Idempotency-Key`` gets the same answer."""


@dataclass(frozen=True)
class Used:
    """Where a key stands in its minute. ``again_in`` is in seconds."""

    limit: int
    left: int
    again_in: int

    @property
    def is_too_much(self) -> bool:
        return self.left < 0


@transaction.atomic
def make_token(
    *,
    name: str,
    scopes: Sequence[ApiScope],
    locations: Sequence[Location],
    expires_at: datetime | None,
    by: Staff,
    now: datetime,
) -> tuple[ApiToken, str]:
    """The row and the key itself, which nobody can show a second time."""
    secret = LEAD + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        prefix=secret[:PREFIX],
        token_hash=_hash(secret),
        scopes=[str(scope) for scope in scopes],
        is_limited=bool(locations),
        made_by=by,
        made_at=now,
        expires_at=expires_at,
    )
    token.locations.set(locations)
    trail.record("api_key_made", token, now=now, by=by, scopes=[str(scope) for scope in scopes])
    return token, secret


def revoke_token(token: ApiToken, *, by: Staff, now: datetime) -> None:
    """From now on it opens nothing. What it brought in stays."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        trail.record("api_key_revoked", token, now=now, by=by)


def find_token(secret: str, *, now: datetime) -> ApiToken | None:
    """The key behind these characters, if it still opens anything."""
    valid = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    return valid.filter(token_hash=_hash(secret)).first()


def count_use(token: ApiToken, *, limit: int, now: datetime, machine_now: datetime) -> Used:
    """One more request in this minute, by the machine's own time; for all processes together."""
    minute = machine_now.replace(second=0, microsecond=0)
    one_more = Case(
        When(window_at=minute, then=F("window_used") + 1),
        default=Value(1),
        output_field=PositiveIntegerField(),
    )
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(window_used=one_more, window_at=minute, used_at=now)
        used = ApiToken.objects.values_list("window_used", flat=True).get(pk=token.pk)
    return Used(limit, limit - used, 60 - machine_now.second)


def reach_of(token: ApiToken) -> QuerySet[Location]:
    """The locations it may see and post to: all of them unless it was made for some."""
    return token.locations.all() if token.is_limited else Location.objects.all()


def forget_answers(*, machine_now: datetime) -> int:
    return ApiAnswer.objects.filter(at__lt=machine_now - KEPT).delete()[0]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
