"""Browsers that a store's people share. The browser holds a secret, we its SHA-256."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from company.models import Location, SharedTablet, Staff
from company.policy import Role
from company.services.inviting import hash_of
from company.services.trail import record

NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def register(name: str, location: Location, *, by: Staff, now: datetime) -> tuple[SharedTablet, str]:
    """The tablet and the secret its browser is to keep."""
    token = secrets.token_urlsafe(24)
    tablet = SharedTablet.objects.create(
        name=name, location=location, token_hash=hash_of(token), added_by=by, added_at=now
    )
    record("sharedtablet_added", tablet, now=now, by=by)
    return tablet, token


@transaction.atomic
def revoke(tablet: SharedTablet, *, by: Staff, now: datetime) -> None:
    """Whoever is signed in there by PIN is out with their next step."""
    if SharedTablet.objects.filter(pk=tablet.pk, revoked_at=None).update(revoked_at=now):
        record("sharedtablet_revoked", tablet, now=now, by=by)


def find(token: str) -> SharedTablet | None:
    if not token:
        return None
    rows = SharedTablet.objects.filter(token_hash=hash_of(token), revoked_at=None, location__is_active=True)
    return rows.select_related("location").first()


def faces(tablet: SharedTablet) -> QuerySet[Staff]:
    """Who may come in there by PIN: the store's own people who chose one. Owners sign in by password."""
    people = Staff.objects.filter(is_active=True, is_superuser=False, locations=tablet.location)
    return people.exclude(role=Role.OWNER).exclude(pin_hash="").select_related("photo")


def note_use(tablet: SharedTablet, now: datetime) -> None:
    if tablet.used_at is None or not timedelta() <= now - tablet.used_at < NOTED_EVERY:
        SharedTablet.objects.filter(pk=tablet.pk).update(used_at=now)
