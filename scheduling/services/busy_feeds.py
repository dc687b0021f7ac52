"""Interviewers' own calendars: taken in from a file, or read from an address again and again.

Only when is kept, never what. An address that fails is tried again after a while, longer the longer it fails;
the times read last stay until it answers.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from company.models import Staff
from company.services.trail import record
from scheduling.models import AvailabilityRule, BusyFeed, BusyTime
from scheduling.policy.spans import Span
from scheduling.services.feeds_fetching import FeedRefused, Reach, checked_address, fetch
from scheduling.services.feeds_parsing import busy_spans
from scheduling.services.lanes import Lane, lock_lanes
from scheduling.services.supplying import Supplied, supply_lanes

logger = logging.getLogger(__name__)
EVERY = timedelta(minutes=30)
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=6)
LEASE = timedelta(minutes=2)
AT_ONCE = 20  # feeds a tick
AHEAD_OF_A_FILE = timedelta(days=366)  # it is not read again
SHORTEST_WINDOW = 60  # days
UNFORESEEN = "unreachable"  # whose words say that we try again by ourselves


class AddressesOff(FeedRefused):
    """The sandbox promises that nothing leaves the machine."""

    def __init__(self) -> None:
        super().__init__("sandbox")


def take_in_file(
    staff: Staff, name: str, file: bytes, *, by: Staff, now: datetime
) -> tuple[BusyFeed, Supplied]:
    """Keep the busy times of an uploaded calendar file, in place of an earlier upload of that name.

    The file is read before anything is locked. Raises FeedRefused.
    """
    spans = busy_spans(file, start=now, end=now + AHEAD_OF_A_FILE, zone=zone_of(staff))
    with transaction.atomic():
        lock_lanes([Lane(staff.pk)])
        feed = BusyFeed.objects.filter(staff=staff, name=name, url="").first()
        if feed is None:
            feed = BusyFeed.objects.create(staff=staff, name=name, added_at=now)
        record("busy_feed_added", feed, now=now, by=by)
        return feed, _keep(feed, spans, now=now)


@transaction.atomic
def add_address(
    staff: Staff, name: str, url: str, *, by: Staff, now: datetime, machine_now: datetime
) -> BusyFeed:
    """Read this address from now on; the first time within a minute. Raises FeedRefused for a wrong one."""
    if settings.SANDBOX:
        raise AddressesOff
    address = checked_address(url).geturl()
    feed = BusyFeed.objects.create(
        staff=staff, name=name, url=address, added_at=now, next_read_at=machine_now
    )
    record("busy_feed_added", feed, now=now, by=by)
    return feed


@transaction.atomic
def drop_feed(feed: BusyFeed, *, by: Staff, now: datetime) -> Supplied:
    """Forget a calendar and its busy times; the rules give those times again."""
    lanes = lock_lanes([Lane(feed.staff_id)])
    record("busy_feed_removed", feed, now=now, by=by)
    feed.delete()
    return supply_lanes(lanes, now=now)


def read_soon(feed: BusyFeed, *, machine_now: datetime) -> None:
    """At the next tick, whatever was planned."""
    BusyFeed.objects.filter(pk=feed.pk).exclude(url="").update(next_read_at=machine_now)


def read_due(*, now: datetime, machine_now: datetime, reach: Reach | None = None) -> int:
    """Read the addresses whose turn it is; returns how many. Leases are machine time.

    What nobody foresaw in one of them is logged and waits its turn like any failure; the others are read.
    """
    due = BusyFeed.objects.exclude(url="").filter(next_read_at__lte=machine_now)
    numbers = due.order_by("next_read_at").values_list("pk", flat=True)[:AT_ONCE]
    read = 0
    for number in list(numbers):
        if _claim(number, machine_now):
            for feed in BusyFeed.objects.select_related("staff").filter(pk=number):  # it may be gone by now
                _read_or_put_off(feed, now=now, machine_now=machine_now, reach=reach)
            read += 1
    return read


def _read_or_put_off(feed: BusyFeed, *, now: datetime, machine_now: datetime, reach: Reach | None) -> None:
    try:
        read_feed(feed, now=now, machine_now=machine_now, reach=reach)
    except Exception:
        logger.exception("calendar %s could not be read", feed.pk)
        _put_off(feed, UNFORESEEN, now=now, machine_now=machine_now)


def _claim(number: int, machine_now: datetime) -> bool:
    """One reader at a time; a reader that died is followed by another when its lease runs out."""
    free = Q(lease_until=None) | Q(lease_until__lte=machine_now)
    mine = BusyFeed.objects.filter(free, pk=number, next_read_at__lte=machine_now)
    return mine.update(lease_until=machine_now + LEASE) == 1


def read_feed(feed: BusyFeed, *, now: datetime, machine_now: datetime, reach: Reach | None = None) -> None:
    """Fetch and keep; whatever goes wrong stands on the feed as a code."""
    try:
        file = fetch(feed.url, reach)
        spans = busy_spans(file, start=now, end=now + _window(feed.staff_id), zone=zone_of(feed.staff))
    except FeedRefused as error:
        _put_off(feed, error.code, now=now, machine_now=machine_now)
        return
    with transaction.atomic():
        lock_lanes([Lane(feed.staff_id)])
        still = BusyFeed.objects.filter(pk=feed.pk, url=feed.url)
        if still.update(next_read_at=machine_now + EVERY, lease_until=None):
            _keep(feed, spans, now=now)


def _put_off(feed: BusyFeed, code: str, *, now: datetime, machine_now: datetime) -> None:
    """Say what is wrong, and try again later the longer it fails."""
    failing = now - (feed.read_at or feed.added_at)
    wait = min(max(failing / 2, FIRST_RETRY), LAST_RETRY)
    BusyFeed.objects.filter(pk=feed.pk).update(error=code, next_read_at=machine_now + wait, lease_until=None)


def _keep(feed: BusyFeed, spans: Sequence[Span], *, now: datetime) -> Supplied:
    """Put the times in place of the earlier ones, and let the slots follow. Callers hold the lane."""
    BusyFeed.objects.filter(pk=feed.pk).update(read_at=now, error="")
    standing = [Span(*row) for row in feed.times.order_by("starts_at").values_list("starts_at", "ends_at")]
    if standing == list(spans):
        return Supplied()
    feed.times.all().delete()
    BusyTime.objects.bulk_create(
        BusyTime(feed=feed, interviewer_id=feed.staff_id, starts_at=span.starts_at, ends_at=span.ends_at)
        for span in spans
    )
    return supply_lanes([Lane(feed.staff_id)], now=now)


def _window(staff_id: int) -> timedelta:
    furthest = AvailabilityRule.objects.filter(interviewer=staff_id).aggregate(days=Max("horizon_days"))[
        "days"
    ]
    return timedelta(days=max(furthest or 0, SHORTEST_WINDOW) + 1)


def zone_of(staff: Staff) -> ZoneInfo:
    """Where they are, for whole days: the zone of their first location."""
    place = staff.locations.order_by("pk").first()
    return ZoneInfo(place.zone if place else settings.TIME_ZONE)
