"""Moving the sandbox's clock: it walks, stopping at each due moment, so nothing expires by being skipped."""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from company import clock
from company.models import ClockShift
from reminders.services.backfilling import backfill
from sandbox.services.settling import next_due, settle
from scheduling.services.lapsing import lapse_due
from scheduling.services.matching import match_wishes
from scheduling.services.supplying import supply

WALKER_LEASE = timedelta(seconds=30)
GLANCE = 0.05  # seconds to wait while another worker is sending


class ClockGoesForward(Exception):
    """The moment lies behind the clock. What has been said cannot be unsaid; start over instead."""


def walk_to(target: datetime) -> None:
    """Let the clock go to ``target``; the background process does the walking. Raises ClockGoesForward."""
    if target <= clock.now():
        raise ClockGoesForward
    shift, _ = ClockShift.objects.get_or_create(pk=1)
    shift.walking_to = target
    shift.save(update_fields=["walking_to"])


def where_to() -> datetime | None:
    """Where the clock is walking to, if it is."""
    return ClockShift.objects.filter(walking_to__isnull=False).values_list("walking_to", flat=True).first()


def walk() -> bool:
    """Walk all the way, if a walk is asked for and nobody else is on it; whether this call did it."""
    if not _take_lease():
        return False
    try:
        while (target := where_to()) is not None:
            _one_stop(target)
            ClockShift.objects.update(walker_until=timezone.now() + WALKER_LEASE)
    finally:
        ClockShift.objects.update(walker_until=None)
    return True


def _take_lease() -> bool:
    waiting = ClockShift.objects.filter(walking_to__isnull=False)
    machine_now = timezone.now()
    free = waiting.filter(walker_until=None) | waiting.filter(walker_until__lt=machine_now)
    return free.update(walker_until=machine_now + WALKER_LEASE) == 1


def _one_stop(target: datetime) -> None:
    """From here to the next due moment, or to the end, and everything that is due there."""
    here = clock.now()
    settle(now=here, pause=_glance)
    stop = next_due(here, target) or target
    if stop > clock.now():
        set_clock(stop)
    backfill(now=clock.now())
    lapse_due(now=clock.now())
    match_wishes(now=clock.now())
    settle(now=clock.now(), pause=_glance)
    if clock.now() >= target:
        supply(now=clock.now())
        ClockShift.objects.filter(walking_to=target).update(walking_to=None)


def set_clock(moment: datetime) -> None:
    """Make it ``moment`` now. For the walk and for filling the sample; people walk."""
    ClockShift.objects.update_or_create(
        pk=1, defaults={"shift_seconds": (moment - timezone.now()).total_seconds()}
    )


def _glance() -> None:
    time.sleep(GLANCE)
