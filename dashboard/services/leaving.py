"""Somebody stops working here: out of every browser, and what was theirs is a colleague's, in one act."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from candidates.models import Application, Job
from candidates.services.owning import hand_over
from company.models import Location, Staff, StaffMail
from company.services import staff_mail
from company.services.staffing import end_sessions, keep_staff
from company.services.trail import record
from scheduling.models import AvailabilityRule, Booking, Interview
from scheduling.services.ruling import pause_rule


@dataclass(frozen=True)
class Left:
    """What somebody holds, or held."""

    applications: int
    jobs: int
    places: int
    rules: int
    interviews: int


def holds(staff: Staff, *, now: datetime) -> Left:
    return Left(
        applications=_applications(staff).count(),
        jobs=Job.objects.filter(owner=staff).count(),
        places=Location.objects.filter(responsible=staff).count()
        + Location.objects.filter(deputy=staff).count(),
        rules=_rules(staff).count(),
        interviews=interviews_of(staff, now=now).count(),
    )


def interviews_of(staff: Staff, *, now: datetime) -> QuerySet[Interview]:
    """Booked and to come; who holds them instead is chosen one by one, as candidates know the name."""
    mine = Booking.objects.filter(interviewer=staff, active=True, starts_at__gt=now)
    return Interview.objects.booked().filter(pk__in=mine.values("interview")).order_by("starts_at")


@transaction.atomic
def leave(staff: Staff, *, to: Staff | None, by: Staff, now: datetime) -> Left:
    """Hand over to ``to`` (or to nobody) and end the account. Raises LastOwner; then nothing has changed."""
    staff.is_active = False
    keep_staff(staff, by=by, now=now, fields=["is_active"])
    left = holds(staff, now=now)
    for application in _applications(staff).select_related("candidate").order_by("candidate_id"):
        hand_over(application, to, by=by, now=now)
    Job.objects.filter(owner=staff).update(owner=to)
    Location.objects.filter(responsible=staff).update(responsible=to)
    Location.objects.filter(deputy=staff).update(deputy=None)
    if to:
        Location.objects.filter(deputy=to, responsible=to).update(deputy=None)
    for rule in _rules(staff):
        pause_rule(rule, by=by, now=now)
    Staff.objects.filter(pk=staff.pk).update(pin_hash="", pin_failures=0, pin_locked_until=None)
    end_sessions(staff)
    staff_mail.call_off(StaffMail.objects.filter(to=staff))
    record("staff_left", staff, now=now, by=by, to=to.pk if to else None, applications=left.applications)
    return left


@transaction.atomic
def come_back(staff: Staff, *, by: Staff, now: datetime) -> None:
    """They may sign in again, with the password they had; what was handed over stays with the colleague."""
    staff.is_active = True
    keep_staff(staff, by=by, now=now, fields=["is_active"])


def successors(staff: Staff) -> QuerySet[Staff]:
    """Who may act and works at all of the same places, owners first."""
    people = Staff.objects.filter(is_active=True).exclude(pk=staff.pk)
    fit = [one.pk for one in people.prefetch_related("locations") if one.may_act and _covers(one, staff)]
    return people.filter(pk__in=fit).order_by(F("role").asc(), "display_name", "username")


def _covers(one: Staff, staff: Staff) -> bool:
    if one.sees_everything:
        return True
    theirs = {place.pk for place in staff.locations.all()}
    return not staff.sees_everything and theirs <= {place.pk for place in one.locations.all()}


def _applications(staff: Staff) -> QuerySet[Application]:
    return Application.objects.active().filter(owner=staff)


def _rules(staff: Staff) -> QuerySet[AvailabilityRule]:
    return AvailabilityRule.objects.filter(interviewer=staff, is_active=True)
