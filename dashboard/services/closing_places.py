"""A place is closed, or opens again. Nothing that was promised there is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from candidates.models import Application, Job
from company.models import Location, SharedTablet, Staff
from company.services.settings import keep_setting
from company.services.tablets import revoke
from scheduling.models import AvailabilityRule, Interview, Slot
from scheduling.services.ruling import pause_rule


@dataclass(frozen=True)
class StillOpen:
    """What is on its way at a place."""

    applications: int
    interviews: int
    jobs: int
    rules: int
    times: int


def still_open(place: Location, *, now: datetime) -> StillOpen:
    interviews = Interview.objects.booked().filter(application__job__location=place, starts_at__gt=now)
    return StillOpen(
        applications=Application.objects.active().filter(job__location=place).count(),
        interviews=interviews.count(),
        jobs=Job.objects.filter(location=place, is_published=True).count(),
        rules=AvailabilityRule.objects.filter(location=place, is_active=True).count(),
        times=Slot.objects.open(now).filter(location=place).count(),
    )


@transaction.atomic
def close_place(place: Location, *, by: Staff, now: datetime) -> None:
    """No new times are offered and its jobs are not shown; booked interviews and people stay."""
    for rule in AvailabilityRule.objects.filter(location=place, is_active=True):
        pause_rule(rule, by=by, now=now)
    for tablet in SharedTablet.objects.filter(location=place, revoked_at=None):
        revoke(tablet, by=by, now=now)
    place.is_active = False
    keep_setting(place, by=by, now=now, fields=["is_active"])


def reopen_place(place: Location, *, by: Staff, now: datetime) -> None:
    """Its jobs are shown again; rules for interview times stay paused until somebody wants them."""
    place.is_active = True
    keep_setting(place, by=by, now=now, fields=["is_active"])
