"""PINs: chosen by each person, asked on the tablet their store shares. Waits are in the machine's time."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from company.models import Staff
from company.policy.pins import is_pin, is_too_easy, wait_after
from company.services.trail import record


class BadPin(Exception):
    """``fault`` is ``form`` or ``easy``."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class PinRefused(Exception):
    """Wrong, or too many were; ``until`` is when the next is taken."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("refused")
        self.until = until


def may_have_a_pin(staff: Staff) -> bool:
    """Not owners: four digits must not open every store, the settings and the exports."""
    return staff.is_active and not staff.sees_everything


@transaction.atomic
def choose_pin(staff: Staff, pin: str, *, now: datetime) -> None:
    """Raises BadPin."""
    if not is_pin(pin):
        raise BadPin("form")
    if is_too_easy(pin):
        raise BadPin("easy")
    staff.pin_hash, staff.pin_failures, staff.pin_locked_until = make_password(pin), 0, None
    staff.save(update_fields=["pin_hash", "pin_failures", "pin_locked_until"])
    record("pin_chosen", staff, now=now, by=staff)


@transaction.atomic
def forget_pin(staff: Staff, *, by: Staff, now: datetime) -> None:
    staff.pin_hash, staff.pin_failures, staff.pin_locked_until = "", 0, None
    staff.save(update_fields=["pin_hash", "pin_failures", "pin_locked_until"])
    record("pin_removed", staff, now=now, by=by)


def check_pin(staff: Staff, pin: str, *, machine_now: datetime) -> Staff:
    """The person, when it is theirs. Raises PinRefused; what was wrong stays counted."""
    refused: datetime | None = None
    with transaction.atomic():
        person = Staff.objects.select_for_update().get(pk=staff.pk)
        if person.pin_locked_until and person.pin_locked_until > machine_now:
            raise PinRefused(person.pin_locked_until)
        is_theirs = may_have_a_pin(person) and bool(person.pin_hash) and check_password(pin, person.pin_hash)
        if is_theirs:
            person.pin_failures, person.pin_locked_until = 0, None
        else:
            person.pin_failures = min(person.pin_failures + 1, 1000)
            wait = wait_after(person.pin_failures)
            person.pin_locked_until = refused = machine_now + wait if wait else None
        person.save(update_fields=["pin_failures", "pin_locked_until"])
    if not is_theirs:
        raise PinRefused(refused)
    return person
