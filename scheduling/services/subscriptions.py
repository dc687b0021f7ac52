"""An interviewer's private calendar address: made, shown once, revoked; only its hash is kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from company.models import Staff
from company.services.bringing_back import FOR, NoWayBack
from company.services.trail import record
from scheduling.models import Booking, CalendarFeed
from scheduling.services.interviewer_calendars import subscription

TOKEN_BYTES = 16  # 22 characters
SHOWN_AFTER_END = timedelta(hours=12)
RELATED = ("slot__location", "interview__application__candidate", "interview__application__job")


class UnknownFeed(Exception):
    """No such address: never made, revoked, or of somebody who no longer works here. All alike."""


@transaction.atomic
def make_feed(person: Staff, *, now: datetime) -> str:
    """The token of a new address; an earlier one of the same person stops working."""
    Staff.objects.select_for_update(no_key=True).get(pk=person.pk)
    CalendarFeed.objects.filter(staff=person, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(staff=person, token_hash=_hash(token), made_at=now)
    record("calendar_feed_made", feed, now=now, by=person)
    return token


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: Staff, now: datetime) -> None:
    """The address gives nothing from now on; revoking twice is fine."""
    if CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
        record("calendar_feed_revoked", feed, now=now, by=by)


@transaction.atomic
def bring_feed_back(feed: CalendarFeed, *, by: Staff, now: datetime) -> None:
    """The same address again, for a quarter of an hour. Raises NoWayBack, also when there is a newer one."""
    Staff.objects.select_for_update(no_key=True).get(pk=feed.staff_id)
    newer = CalendarFeed.objects.filter(staff=feed.staff_id, revoked_at=None)
    gone = CalendarFeed.objects.filter(pk=feed.pk, revoked_at__gte=now - FOR)
    if newer.exists() or not gone.update(revoked_at=None):
        raise NoWayBack
    record("calendar_feed_brought_back", feed, now=now, by=by)


def open_feed(token: str) -> CalendarFeed:
    """Raises UnknownFeed."""
    known = CalendarFeed.objects.filter(token_hash=_hash(token), revoked_at=None, staff__is_active=True)
    feed = known.select_related("staff").first()
    if feed is None:
        raise UnknownFeed
    return feed


def feed_text(feed: CalendarFeed, *, now: datetime) -> str:
    """All coming interviews of that person, and those of the last half day."""
    held = Booking.objects.filter(
        slot__interviewer=feed.staff_id, active=True, ends_at__gt=now - SHOWN_AFTER_END
    )
    rows = held.select_related(*RELATED).order_by("starts_at", "pk")
    return subscription(rows, feed.staff)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
