"""Who works here: what a role brings with it, and that somebody always holds the keys."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from company.models import Staff
from company.policy import Role
from company.services.settings import keep_setting
from company.services.trail import record


class LastOwner(Exception):
    """Without this person nobody could open the administration any more."""


def would_leave_no_owner(staff: Staff) -> bool:
    """Whether keeping ``staff`` as they now are leaves nobody who can sign in as an owner."""
    if staff.role == Role.OWNER and staff.is_active:
        return False
    return not Staff.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=staff.pk).exists()


@transaction.atomic
def keep_staff(staff: Staff, *, by: Staff, now: datetime, fields: Sequence[str]) -> None:
    """Store a new or changed person. Owners open the administration, others do not. Raises LastOwner."""
    list(Staff.objects.select_for_update().filter(role=Role.OWNER))  # two owners resigning at once
    if would_leave_no_owner(staff):
        raise LastOwner
    staff.is_staff = staff.is_superuser = staff.role == Role.OWNER
    keep_setting(staff, by=by, now=now, fields=[name for name in fields if "password" not in name])


def end_sessions(staff: Staff) -> None:
    """Whoever is signed in as them, in any browser, is not any more."""
    Staff.objects.filter(pk=staff.pk).update(sessions_ended=F("sessions_ended") + 1)
    staff.refresh_from_db(fields=["sessions_ended"])


def note_new_password(staff: Staff, *, by: Staff, now: datetime) -> None:
    """Somebody set a password, their own or another person's; only that goes into the trail."""
    record("password_set", staff, now=now, by=by)
