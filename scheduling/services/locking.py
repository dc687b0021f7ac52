"""Locks in the one order everybody keeps: candidate → interviewer → slot → interview → message.

Locking the candidate first makes everything about one person happen one after the other. On SQLite the
transaction itself holds the write lock (BEGIN IMMEDIATE), and these are plain reads.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError, connection

from candidates.models import Application
from candidates.services.locking import lock_person_of
from company.models import Staff
from company.prepared import Prepared
from scheduling.models import Booking, Interview, Slot, SlotHold

DEADLOCK_OR_SERIALIZATION = {"40P01", "40001"}
TRIES = 3
T = TypeVar("T")
_APPLICATION = Prepared(
    lambda pk: Application.objects.select_related("candidate", "job__location").filter(pk=pk)
)
_INTERVIEW = Prepared(lambda pk: Interview.objects.select_for_update(no_key=True).filter(pk=pk))


class StalePage(Exception):
    """The page showed an older state than the present one; show the present one."""


class InterviewOver(Exception):
    """The interview, or the application around it, has ended; nothing can be changed any more."""


def locked_application(application_id: int) -> Application:
    """Lock the person, then read their application as it is now."""
    lock_person_of(application_id)
    application = _APPLICATION.first(application_id)
    if application is None:
        raise Application.DoesNotExist
    return application


def locked_slots(slot_ids: Iterable[int]) -> dict[int, Slot]:
    """Lock the slots' interviewers, then the slots, each in order of their numbers."""
    wanted = sorted(set(slot_ids))
    meeting = Slot.objects.filter(pk__in=wanted, interviewer__isnull=False).values_list(
        "interviewer", flat=True
    )
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=list(meeting)).order_by("pk"))
    slots = Slot.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {slot.pk: slot for slot in slots}


def lock_interview(interview: Interview, *, version: int | None = None) -> None:
    """Lock the interview and read it anew into ``interview``; StalePage when ``version`` is not its own."""
    present = _INTERVIEW.first(interview.pk)
    if present is None:
        raise Interview.DoesNotExist
    for field in Interview._meta.concrete_fields:
        setattr(interview, field.attname, getattr(present, field.attname))
    interview._state.fields_cache.clear()  # what it points to is read anew as well
    if version is not None and version != interview.version:
        raise StalePage


def held_booking(interview: Interview) -> Booking | None:
    """The seat it holds, read without a lock; stable once the candidate is locked."""
    return Booking.objects.filter(interview=interview, active=True).first()


def slots_touched(interview: Interview) -> list[int]:
    """Slots it has a seat on, booked or held: whoever changes those rows has locked these first."""
    booked = Booking.objects.filter(interview=interview, active=True).values_list("slot")
    return [
        slot_id
        for (slot_id,) in booked.union(SlotHold.objects.filter(interview=interview).values_list("slot"))
    ]


def retried(action: Callable[[], T]) -> T:
    """Run ``action`` again when the database broke a deadlock or a serialization conflict, 3 times at most.

    Inside somebody else's transaction there is nothing to retry: that transaction is already lost.
    """
    for left in reversed(range(TRIES)):
        try:
            return action()
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlstate", None)
            if code not in DEADLOCK_OR_SERIALIZATION or not left or connection.in_atomic_block:
                raise
    raise AssertionError("unreachable: the last try returns or raises")
