"""Several at once about one earlier time: one winner, and everybody else hears how it stands."""

from datetime import timedelta
from functools import partial

from candidates.models import Job
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind, State
from reminders.services.backfilling import backfill
from reminders.services.following import follow, replan_stale
from scheduling.models import Booking, EarlierOffer, Interview
from scheduling.policy import OfferState
from scheduling.services.booking import book
from scheduling.services.earlier import OfferOver, SlotTaken, accept, decline, end_one
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.messaging.conftest import at_once
from tests.scheduling.services.test_races import nothing_is_doubled

FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)
SOON = NOW + timedelta(minutes=10)
TOO_LATE = (OfferOver, SlotTaken)


def three_asked(job: Job) -> list[EarlierOffer]:
    """Three people who have been told of the same time, met by three different interviewers next week."""
    for _ in range(3):
        person = make.an_application(job=job, stage=Stage.INTERVIEWING)
        slot = make.a_slot(NEXT_WEEK, location=job.location, interviewer=make.a_staff())
        make.a_booked_interview(NEXT_WEEK, person, slot=slot)
    make.a_slot(FRIDAY, location=job.location, interviewer=make.a_staff(), made_at=NOW + timedelta(minutes=1))
    assert backfill(now=NOW + timedelta(minutes=2)) == 3
    for message in Message.objects.filter(kind=Kind.EARLIER_TIME):
        make.brought_to(message, State.ACCEPTED, sent_at=NOW + timedelta(minutes=2))
    return list(EarlierOffer.objects.order_by("pk"))


def plans_follow() -> None:
    follow(now=SOON)
    replan_stale(now=SOON)


def told_kindly() -> set[int]:
    rows = Message.objects.filter(kind=Kind.EARLIER_TAKEN, state=State.PLANNED)
    return set(rows.values_list("application_id", flat=True))


def test_two_accept_at_once_and_one_wins_and_the_others_are_told(shared_database: str) -> None:
    offers = three_asked(make.a_job())

    results = at_once(*[partial(accept, one, now=SOON) for one in offers])
    plans_follow()

    assert sum(isinstance(one, Booking) for one in results) == 1
    assert all(isinstance(one, (Booking, *TOO_LATE)) for one in results)
    winner = Interview.objects.get(starts_at=FRIDAY)
    ends = dict(EarlierOffer.objects.values_list("interview", "state"))
    assert ends.pop(winner.pk) == OfferState.ACCEPTED
    assert set(ends.values()) == {OfferState.TAKEN}
    losers = Interview.objects.filter(pk__in=ends)
    assert told_kindly() == set(losers.values_list("application", flat=True))
    assert nothing_is_doubled()


def test_accepting_declining_expiring_and_a_colleague_at_once_leave_one_of_them_with_it(
    shared_database: str,
) -> None:
    for _ in range(3):
        job = make.a_job()
        offers = [one for one in three_asked(job) if one.state == OfferState.OPEN]
        guest = make.an_invited_interview(make.an_application(job=job, stage=Stage.INTERVIEWING))

        results = at_once(
            partial(accept, offers[0], now=SOON),
            partial(decline, offers[1], now=SOON),
            partial(end_one, offers[2], now=NOW + timedelta(days=1)),
            partial(book, guest, offers[0].slot, now=SOON, by=make.a_staff()),
        )
        plans_follow()

        unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, TOO_LATE)]
        assert unexpected == []
        assert Booking.objects.filter(active=True, slot=offers[0].slot).count() == 1
        first, second, third = EarlierOffer.objects.filter(slot=offers[0].slot).order_by("pk")
        accepted = Booking.objects.filter(active=True, slot=first.slot, interview=first.interview).exists()
        assert first.state == (OfferState.ACCEPTED if accepted else OfferState.TAKEN)
        assert second.state in {OfferState.DECLINED, OfferState.TAKEN}
        assert third.state in {OfferState.EXPIRED, OfferState.TAKEN}
        assert nothing_is_doubled()
        assert not EarlierOffer.objects.filter(state=OfferState.OPEN).exists()
        Message.objects.filter(kind=Kind.EARLIER_TAKEN).delete()


def test_two_ticks_at_once_ask_as_many_as_one(shared_database: str) -> None:
    job = make.a_job()
    for days in range(8):
        applied_at = NOW - timedelta(days=days)
        person = make.an_application(job=job, stage=Stage.INTERVIEWING, applied_at=applied_at)
        make.a_booked_interview(NEXT_WEEK, person)
    make.a_slot(FRIDAY, location=job.location, made_at=NOW + timedelta(minutes=1))
    make.a_slot(FRIDAY + timedelta(hours=1), location=job.location, made_at=NOW + timedelta(minutes=1))

    at_once(*[partial(backfill, now=NOW + timedelta(minutes=2)) for _ in range(4)])

    offers = list(EarlierOffer.objects.all())
    assert len(offers) == 6
    assert len({one.interview_id for one in offers}) == 6
    assert sorted(one.slot_id for one in offers) == sorted(
        [min(one.slot_id for one in offers)] * 3 + [max(one.slot_id for one in offers)] * 3
    )


def test_people_taking_each_others_offered_times_do_not_block_each_other(shared_database: str) -> None:
    """Each has an offer for what the other takes."""
    for _ in range(5):
        job = make.a_job()
        slots = [
            make.a_slot(FRIDAY + timedelta(hours=n), location=job.location, interviewer=make.a_staff())
            for n in range(2)
        ]
        people = [
            make.a_booked_interview(NEXT_WEEK, make.an_application(job=job, stage=Stage.INTERVIEWING))
            for _ in range(2)
        ]
        for person, slot in zip(people, slots, strict=True):
            EarlierOffer.objects.create(
                slot=slot, interview=person, offered_at=NOW, until=NOW + timedelta(hours=1)
            )
        by = make.a_staff()

        results = at_once(
            partial(book, people[0], slots[1], now=SOON, by=by),
            partial(book, people[1], slots[0], now=SOON, by=by),
        )

        assert all(isinstance(one, Booking) for one in results)
        assert nothing_is_doubled()
        assert not EarlierOffer.objects.filter(state=OfferState.OPEN).exists()
