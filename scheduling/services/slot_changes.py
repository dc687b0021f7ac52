"""Changing a slot people may sit in already: another interviewer, more seats, another meeting link.

Whoever sits there keeps their time. Their calendar entry's SEQUENCE grows and their plan is made again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from candidates.services.locking import lock_person
from company.models import Staff
from company.services.trail import record
from scheduling import signals
from scheduling.models import Booking, Interview, Slot, SlotHold
from scheduling.policy import InterviewState
from scheduling.services.changing import save_change
from scheduling.services.locking import lock_interview, locked_slots, retried
from scheduling.services.slots import MeetingLinkMissing, SlotExists
from scheduling.services.supplying import take_out_of_rule


class SlotChanged(Exception):
    """Somebody took or gave back a seat while we looked. Look again."""


class SlotPast(Exception):
    """It has begun: what it was stays on record."""


class SeatsTaken(Exception):
    """More people sit there than there would be seats."""


class InterviewerBusy(Exception):
    """They meet somebody else then, or have a time of their own there."""


@dataclass(frozen=True)
class SlotFacts:
    """What can be changed. ``online_url`` counts for a meeting on the web only."""

    interviewer: Staff | None
    capacity: int
    online_url: str = ""

    def fields_changed(self, slot: Slot) -> list[str]:
        now = {
            "interviewer": slot.interviewer_id != (self.interviewer.pk if self.interviewer else None),
            "capacity": slot.capacity != self.capacity,
            "online_url": slot.is_online and slot.online_url != self.online_url,
        }
        return [name for name, is_other in now.items() if is_other]


@dataclass(frozen=True)
class Changed:
    """Which fields are new, and the interviews still to come that they matter to."""

    fields: tuple[str, ...]
    interviews: tuple[Interview, ...] = ()

    @property
    def is_link_new(self) -> bool:
        return "online_url" in self.fields


def change_slot(slot: Slot, facts: SlotFacts, *, by: Staff, now: datetime) -> Changed:
    """Raises SlotPast, SeatsTaken, InterviewerBusy, MeetingLinkMissing, SlotExists, SlotChanged."""
    return retried(lambda: _change(slot.pk, facts, by=by, now=now))


@transaction.atomic
def _change(slot_id: int, facts: SlotFacts, *, by: Staff, now: datetime) -> Changed:
    people = _people(slot_id)
    for candidate_id in sorted(people):
        lock_person(candidate_id)
    slot = _locked(slot_id, facts.interviewer)
    if _people(slot_id) != people:
        raise SlotChanged
    fields = facts.fields_changed(slot)
    if not fields:
        return Changed(())
    _refuse(slot, facts, now=now)
    _save(slot, facts, fields, by=by, now=now)
    if fields == ["capacity"]:
        return Changed(tuple(fields))
    return Changed(tuple(fields), tuple(tell_seated(slot, by=by, now=now)))


def _people(slot_id: int) -> set[int]:
    seats = Booking.objects.filter(slot=slot_id, active=True)
    return set(seats.values_list("interview__application__candidate", flat=True))


def _locked(slot_id: int, interviewer: Staff | None) -> Slot:
    """Both interviewers in order, then the slot."""
    before = Slot.objects.values_list("interviewer", flat=True).get(pk=slot_id)
    both = {pk for pk in (before, interviewer.pk if interviewer else None) if pk is not None}
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    return locked_slots([slot_id])[slot_id]


def _refuse(slot: Slot, facts: SlotFacts, *, now: datetime) -> None:
    if slot.starts_at <= now:
        raise SlotPast
    if slot.is_online and not facts.online_url:
        raise MeetingLinkMissing
    if facts.capacity < _last_seat(slot, now):
        raise SeatsTaken
    if facts.interviewer is None or facts.interviewer.pk == slot.interviewer_id:
        return
    same = _same_time(slot, facts.interviewer)
    if same.exclude(pk__in=_kept_free(same)).exists():
        raise SlotExists
    meeting = Booking.objects.filter(active=True, interviewer=facts.interviewer).exclude(slot=slot)
    kept = SlotHold.objects.filter(until__gt=now, slot__interviewer=facts.interviewer).exclude(slot=slot)
    here = {"starts_at__lt": slot.ends_at, "ends_at__gt": slot.starts_at}
    there = {f"slot__{name}": moment for name, moment in here.items()}
    if meeting.filter(**here).exists() or kept.filter(**there).exists():
        raise InterviewerBusy


def _same_time(slot: Slot, interviewer: Staff) -> QuerySet[Slot]:
    same = Slot.objects.filter(interviewer=interviewer, location=slot.location_id, mode=slot.mode)
    return same.filter(starts_at=slot.starts_at).exclude(pk=slot.pk)


def _kept_free(same: QuerySet[Slot]) -> QuerySet[Slot]:
    """What ``take_out_of_rule`` left so that the rule does not fill that time: it stands in nobody's way."""
    return same.filter(is_open=False, rule__isnull=False, bookings=None)


def _last_seat(slot: Slot, now: datetime) -> int:
    """The highest number of a seat somebody has, or keeps at this moment."""
    booked = slot.bookings.filter(active=True).aggregate(last=Max("seat"))["last"]
    kept = slot.holds.filter(until__gt=now).aggregate(last=Max("seat"))["last"]
    return max(booked or 0, kept or 0)


def _save(slot: Slot, facts: SlotFacts, fields: list[str], *, by: Staff, now: datetime) -> None:
    former = slot.interviewer_id
    slot.interviewer, slot.capacity = facts.interviewer, facts.capacity
    if slot.is_online:
        slot.online_url = facts.online_url
    try:
        with transaction.atomic():
            if facts.interviewer is not None:
                placeholders = _kept_free(_same_time(slot, facts.interviewer))
                Slot.objects.filter(pk__in=list(placeholders.values_list("pk", flat=True))).delete()
            slot.save(update_fields=fields)
            take_out_of_rule(slot, former_id=former, now=now)
            Booking.objects.filter(slot=slot, active=True).update(interviewer=facts.interviewer)
    except IntegrityError as error:  # the database's own word, should a lock have been passed by
        raise InterviewerBusy from error
    record("slot_changed", slot, now=now, by=by, fields=fields)


def tell_seated(slot: Slot, *, by: Staff, now: datetime) -> list[Interview]:
    """Everybody who sits there has another entry, and another plan, from now on."""
    seated = Interview.objects.filter(
        bookings__slot=slot, bookings__active=True, state=InterviewState.BOOKED
    ).order_by("pk")
    told = list(seated.select_related("application__candidate", "application__job__location"))
    for interview in told:
        lock_interview(interview)
        interview.sequence += 1
        save_change(interview, "interview_meeting_changed", signals.interview_changed, now=now, by=by)
    return told
