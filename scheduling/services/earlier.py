"""An earlier time that opened: offered to some at once, taken by the first, and how such offers end.

Locks go the house's way: the people (in order of their numbers), interviewers, slots, interviews, and then
offers. What one person's booking means for the others who were asked is written under the slot's lock
alone, without theirs; so their plans follow by the sweep (``earlier_time_lost``).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from candidates.models import Application, Candidate
from candidates.services.locking import lock_people
from candidates.services.words import note_word
from company.models import Company, Staff
from company.policy import Actor
from company.services.profile import the_company
from company.services.trail import record
from scheduling import signals
from scheduling.models import Booking, EarlierOffer, Interview, Slot
from scheduling.policy import OfferState
from scheduling.services.booking import book
from scheduling.services.locking import (
    InterviewOver,
    StalePage,
    locked_application,
    locked_slots,
    retried,
)
from scheduling.services.seats import SlotTaken

__all__ = [
    "InterviewOver",
    "OfferOver",
    "SlotTaken",
    "StalePage",
    "accept",
    "decline",
    "end_one",
    "offer",
    "settle_after_change",
    "stop",
    "switch_offers",
]


ENDINGS = {
    OfferState.ACCEPTED: "earlier_time_accepted",
    OfferState.DECLINED: "earlier_time_declined",
    OfferState.TAKEN: "earlier_time_taken",
    OfferState.EXPIRED: "earlier_time_expired",
    OfferState.STOPPED: "earlier_time_stopped",
}
"""What the trail calls the end of an offer."""


class OfferOver(Exception):
    """The offer has ended: taken by somebody else, answered already, stopped, or its time is over."""

    def __init__(self, state: OfferState) -> None:
        super().__init__(state)
        self.state = state


def offer(slot: Slot, interviews: Sequence[Interview], *, until: datetime, now: datetime) -> int:
    """Offer ``slot`` to these people at once and keep it for them; to how many it was offered.

    Nobody is asked when the time is no longer to be had, or is being offered already; nor is anybody whose
    interview has changed meanwhile, or who has an offer to answer.
    """
    return retried(lambda: _offer(slot.pk, [one.pk for one in interviews], until=until, now=now))


@transaction.atomic
def _offer(slot_id: int, interviews: Sequence[int], *, until: datetime, now: datetime) -> int:
    people = Interview.objects.filter(pk__in=interviews).values_list("application__candidate_id", flat=True)
    lock_people(set(people), wait=True)
    slot = locked_slots([slot_id]).get(slot_id)
    if slot is None or not Slot.objects.open(now).filter(pk=slot_id).exists():
        return 0
    asked = [
        EarlierOffer.objects.create(slot=slot, interview=one, offered_at=now, until=until)
        for one in _who_still_waits(slot, interviews)
    ]
    for one in asked:
        _record("earlier_time_offered", one, now=now)
        _changed(one, now)
    return len(asked)


def _who_still_waits(slot: Slot, interviews: Sequence[int]) -> Iterable[Interview]:
    """Those with a later time and nothing to answer; their people are locked."""
    waiting = (
        Interview.objects.booked()
        .filter(pk__in=interviews, starts_at__gt=slot.starts_at)
        .filter(application__in=Application.objects.active(), application__candidate__erased_at=None)
        .exclude(application__candidate__in=_being_asked())
        .exclude(earlier_offers__slot=slot)
    )
    return waiting.select_for_update(no_key=True, of=("self",)).select_related("application").order_by("pk")


def _being_asked() -> QuerySet[Candidate]:
    """One question at a time, whatever the person applied for."""
    return Candidate.objects.filter(applications__interviews__earlier_offers__state=OfferState.OPEN)


def accept(offered: EarlierOffer, *, now: datetime, version: int | None = None) -> Booking:
    """The candidate takes the earlier time: a move of theirs that no rule forbids and none counts.

    Raises OfferOver, SlotTaken, StalePage, InterviewOver.
    """
    return retried(lambda: _accept(offered, now=now, version=version))


@transaction.atomic
def _accept(offered: EarlierOffer, *, now: datetime, version: int | None) -> Booking:
    one = _read(offered)  # booking locks the slot, and offers come after slots
    if one.state == OfferState.ACCEPTED and (held := one.interview.booking) and held.slot_id == one.slot_id:
        return held
    _refuse_ended(one, now)
    return book(one.interview, one.slot, now=now, version=version, is_offer=True)


def decline(offered: EarlierOffer, *, now: datetime, no_more: bool = False) -> None:
    """「いまのままで」: they keep their time; with ``no_more`` they are never asked again. Twice is fine.

    Raises OfferOver when it has ended another way.
    """
    with transaction.atomic():
        one = _locked(offered)
        if one.state == OfferState.DECLINED and (one.no_more or not no_more):
            return
        if one.state != OfferState.DECLINED:
            _refuse_ended(one, now)
        one.no_more = no_more
        _end(one, OfferState.DECLINED, now=now, actor=Actor.CANDIDATE)
        note_word(one.interview.application, now=now)
        _changed(one, now)


def stop(offered: EarlierOffer, *, by: Staff, now: datetime) -> None:
    """A person here takes the offer back; one that has ended stays as it is."""
    with transaction.atomic():
        one = _locked(offered)
        if one.state == OfferState.OPEN:
            _end(one, OfferState.STOPPED, now=now, by=by)
            _changed(one, now)


def switch_offers(is_on: bool, *, by: Staff, now: datetime) -> None:
    """Whether what opens is offered at all. Switched off, what stands ends, each in its own transaction."""
    company = the_company()
    with transaction.atomic():
        changed = Company.objects.filter(pk=company.pk, offers_earlier_times=not is_on)
        if changed.update(offers_earlier_times=is_on):
            record("earlier_times_switched", company, now=now, by=by, on=is_on)
    for one in [] if is_on else EarlierOffer.objects.filter(state=OfferState.OPEN).order_by("pk"):
        stop(one, by=by, now=now)


def end_one(offered: EarlierOffer, *, now: datetime) -> bool:
    """End an open offer whose time is over, or whose slot is no longer to be had; whether it was ended."""
    with transaction.atomic():
        one = _locked(offered)
        state = _what_became(one, now)
        if one.state != OfferState.OPEN or state is None:
            return False
        _end(one, state, now=now)
        _changed(one, now)
        return True


def _what_became(one: EarlierOffer, now: datetime) -> OfferState | None:
    """How an open offer has ended by itself, if so."""
    if not Slot.objects.open(now, for_interview=one.interview).filter(pk=one.slot_id).exists():
        return OfferState.TAKEN if _is_full(one.slot) else OfferState.STOPPED
    return OfferState.EXPIRED if one.until <= now else None


def settle_after_change(interview_id: int, *, now: datetime) -> None:
    """The interview was booked, moved or ended: its own offer ends with it, in the same transaction.

    Where it took the last seat of a time that others were asked about, they have been too late.
    """
    interview = Interview.objects.get(pk=interview_id)
    held = interview.booking if interview.is_booked else None
    which = Q(interview=interview)
    if held is not None and _is_full(held.slot):
        which |= Q(slot=held.slot_id)
    for one in _open_offers().filter(which):
        if one.interview_id != interview_id:
            _end(one, OfferState.EXPIRED if one.until <= now else OfferState.TAKEN, now=now)
            signals.earlier_time_lost.send(
                sender=EarlierOffer, interview_id=one.interview_id, offer_id=one.pk, now=now
            )
        elif held is not None and held.slot_id == one.slot_id:
            _end(one, OfferState.ACCEPTED, now=now, actor=Actor.CANDIDATE)
        else:
            _end(one, OfferState.STOPPED, now=now)


def _open_offers() -> QuerySet[EarlierOffer]:
    """In one order for everybody, so that two bookings at once wait for each other and do not deadlock."""
    rows = EarlierOffer.objects.filter(state=OfferState.OPEN).select_related("interview")
    return rows.select_for_update(no_key=True, of=("self",)).order_by("pk")


def _is_full(slot: Slot) -> bool:
    return Booking.objects.filter(slot=slot, active=True).count() >= slot.capacity


def _read(offered: EarlierOffer) -> EarlierOffer:
    """The offer as it is now, with its person locked."""
    locked_application(offered.interview.application_id)
    return EarlierOffer.objects.select_related("interview__application", "slot").get(pk=offered.pk)


def _locked(offered: EarlierOffer) -> EarlierOffer:
    """The same, with its row locked too: whoever takes the time holds the slot, not this person."""
    locked_application(offered.interview.application_id)
    rows = EarlierOffer.objects.select_related("interview__application", "slot")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=offered.pk)


def _refuse_ended(one: EarlierOffer, now: datetime) -> None:
    if one.state != OfferState.OPEN:
        raise OfferOver(OfferState(one.state))
    if one.until <= now:
        raise OfferOver(OfferState.EXPIRED)


def _end(
    one: EarlierOffer,
    state: OfferState,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
) -> None:
    one.state, one.ended_at = state, now
    one.save(update_fields=["state", "ended_at", "no_more"])
    _record(ENDINGS[state], one, now=now, by=by, actor=actor)


def _record(
    action: str, one: EarlierOffer, *, now: datetime, by: Staff | None = None, actor: Actor | None = None
) -> None:
    interview = one.interview
    about = interview.application_id
    record(
        action, interview, now=now, by=by, actor=actor, application_id=about, slot=one.slot_id, offer=one.pk
    )


def _changed(one: EarlierOffer, now: datetime) -> None:
    signals.earlier_time_changed.send(sender=EarlierOffer, interview_id=one.interview_id, now=now)
