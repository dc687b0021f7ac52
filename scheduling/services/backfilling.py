"""Finding times that opened and the people who wait longest for one, and offering them. All from rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from candidates.models import Application
from candidates.policy import read_coming
from company.models import Company
from company.services.profile import the_company
from scheduling.models import Booking, EarlierOffer, Interview, Slot
from scheduling.policy import Mode, OfferState
from scheduling.policy.backfill import (
    DAYS_AHEAD,
    TO_GET_THERE,
    WORTH_A_MESSAGE,
    Opening,
    Standing,
    Waiting,
    is_seldom,
    kept_until,
    whom_to_ask,
)
from scheduling.services.earlier import end_one, offer

BATCH = 50
"""Times offered in one tick at most; the others come with the next."""

Reachable = Callable[[Application], bool]


@dataclass(frozen=True)
class _Person:
    """Somebody who waits, as the choice sees them and as their rows are."""

    waiting: Waiting
    interview: Interview

    @property
    def where(self) -> "_Where":
        return self.waiting.location_id, self.waiting.mode


_Where = tuple[int, str]
"""A location, and the way of meeting there."""


@dataclass(frozen=True)
class _Look:
    """What is the same for all who are looked at for one time."""

    company: Company
    now: datetime
    reachable: Reachable
    standing: Sequence[Standing]


def end_overdue(*, now: datetime) -> int:
    """End offers whose time is over, and those whose slot is gone; how many."""
    open_offers = EarlierOffer.objects.filter(state=OfferState.OPEN).select_related("interview")
    return sum(end_one(one, now=now) for one in open_offers.order_by("pk"))


def offer_open_times(*, now: datetime, reachable: Reachable) -> int:
    """Offer what opened to those waiting longest; to how many people. ``reachable``: words would reach them.

    Two of these at once offer nothing twice: a time is kept from the first offer on, under its lock.
    """
    company = the_company()
    people = _people_waiting(now) if company.offers_earlier_times else []
    waiting: dict[_Where, list[_Person]] = {}
    for one in people:
        waiting.setdefault(one.where, []).append(one)
    opened = list(_opened(people, now)) if people else []
    standing = _standing(people, now) if opened else {}
    asked = offered = 0
    for slot in opened:
        where = (slot.location_id, slot.mode)
        here = waiting.get(where, [])
        chosen = _chosen(slot, here, _Look(company, now, reachable, standing.get(where, [])))
        if chosen is None:
            continue
        until, interviews = chosen
        asked += offer(slot, interviews, until=until, now=now)
        offered += 1
        people_asked = {one.application.candidate_id for one in interviews}
        waiting = {
            there: [one for one in some if one.waiting.candidate_id not in people_asked]
            for there, some in waiting.items()
        }
        if offered == BATCH:
            break
    return asked


def _chosen(slot: Slot, people: Collection[_Person], look: _Look) -> tuple[datetime, list[Interview]] | None:
    """Whom to offer it to, and until when it is kept for them."""
    interviews = {one.waiting.interview_id: one.interview for one in people}

    def fits(one: Waiting, time: Opening) -> bool:
        application = interviews[one.interview_id].application
        return _suits(application, slot) and look.reachable(application)

    waiting = [one.waiting for one in people]
    chosen = whom_to_ask(_opening(slot), waiting, now=look.now, standing=look.standing, fits=fits)
    hours, minutes = slot.location.speaking_hours(look.company), look.company.earlier_offer_minutes
    until = kept_until(slot.starts_at, minutes=minutes, hours=hours, now=look.now) if chosen else None
    return (until, [interviews[one.interview_id] for one in chosen]) if until else None


def _suits(application: Application, slot: Slot) -> bool:
    """As far as they have said when they can come."""
    coming, zone = read_coming(application.constraints), slot.location.zone
    starts_at, ends_at = (moment.astimezone(ZoneInfo(zone)) for moment in (slot.starts_at, slot.ends_at))
    return coming.suits(starts_at, ends_at) and coming.suits_way(slot.mode)


def _to_be_had(people: Collection[_Person], now: datetime) -> QuerySet[Slot]:
    """Free times that would be earlier for somebody, soonest first, with ``opened_at``."""
    latest = max(one.waiting.starts_at for one in people)
    given_back = Booking.objects.filter(slot=OuterRef("pk"), active=False).order_by().values("slot")
    released_at = Subquery(given_back.annotate(last=Max("released_at")).values("last"))
    return (
        Slot.objects.open(now)
        .filter(
            starts_at__gt=now + TO_GET_THERE,
            starts_at__lte=min(latest - WORTH_A_MESSAGE, now + timedelta(days=DAYS_AHEAD)),
            location__in={one.waiting.location_id for one in people},
            mode__in={one.waiting.mode for one in people},
        )
        .annotate(released_at=released_at)
        .annotate(opened_at=Coalesce(Greatest("made_at", "released_at"), "made_at", "released_at"))
    )


def _opened(people: Collection[_Person], now: datetime) -> QuerySet[Slot]:
    """Those of them that opened after somebody booked a later one."""
    first = min(one.waiting.booked_at for one in people)
    known = _to_be_had(people, now).filter(opened_at__gt=first)  # type: ignore[misc]  # annotated there
    return known.select_related("location", "interviewer")


def _standing(people: Collection[_Person], now: datetime) -> Mapping[_Where, list[Standing]]:
    """All of them, by where and how."""
    standing: dict[_Where, list[Standing]] = {}
    rows = _to_be_had(people, now).values_list("location", "mode", "starts_at", "opened_at")  # type: ignore[misc]  # annotated there
    for location, mode, starts_at, opened_at in rows:
        standing.setdefault((location, mode), []).append(Standing(starts_at, opened_at))
    return standing


def _opening(slot: Slot) -> Opening:
    opened_at: datetime = slot.opened_at  # type: ignore[attr-defined]  # annotated above
    return Opening(slot.pk, slot.location_id, Mode(slot.mode), slot.starts_at, opened_at)


def _people_waiting(now: datetime) -> list[_Person]:
    """Everybody who may be asked now, and has a booked time late enough that an earlier one could help."""
    rows = list(
        Interview.objects.booked()
        .filter(
            starts_at__gt=now + TO_GET_THERE + WORTH_A_MESSAGE,
            booked_at__isnull=False,
            application__in=Application.objects.active(),
            application__is_started=True,
            application__candidate__erased_at=None,
        )
        .select_related("application__candidate", "application__job")
        .prefetch_related("bookings__slot")
        .order_by("pk")
    )
    history = _offers_of({row.application.candidate_id for row in rows})
    known = [one for row in rows if (one := _person(row, history)) is not None]
    return [one for one in known if is_seldom(one.waiting, now)]


def _offers_of(people: Collection[int]) -> Mapping[int, list[EarlierOffer]]:
    """All earlier times these people were ever offered, by person."""
    rows = EarlierOffer.objects.filter(interview__application__candidate__in=people)
    offers: dict[int, list[EarlierOffer]] = {}
    for row in rows.select_related("interview__application"):
        offers.setdefault(row.interview.application.candidate_id, []).append(row)
    return offers


def _person(interview: Interview, history: Mapping[int, list[EarlierOffer]]) -> _Person | None:
    bookings = list(interview.bookings.all())
    held = next((one.slot for one in bookings if one.active), None)
    if held is None or interview.starts_at is None or interview.booked_at is None:
        return None
    application = interview.application
    offers = history.get(application.candidate_id, [])
    left = [one.starts_at for one in bookings if not one.active and one.starts_at < interview.starts_at]
    waiting = Waiting(
        interview_id=interview.pk,
        application_id=application.pk,
        candidate_id=application.candidate_id,
        location_id=held.location_id,
        mode=Mode(held.mode),
        starts_at=interview.starts_at,
        booked_at=interview.booked_at,
        since=application.applied_at,
        offers=sum(one.interview.application_id == application.pk for one in offers),
        last_offer_at=max((one.offered_at for one in offers), default=None),
        is_asked=any(one.state == OfferState.OPEN for one in offers),
        asked_about=frozenset([one.slot_id for one in bookings] + [one.slot_id for one in offers]),
        left=max(left, default=None),
        wants_none=any(one.no_more for one in offers),
    )
    return _Person(waiting, interview)
