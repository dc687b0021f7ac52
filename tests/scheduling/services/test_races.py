"""Many people at once: one seat has one winner, and every booked interview keeps exactly one seat."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from candidates.models import Application
from candidates.policy import Stage
from scheduling.models import Booking, Interview, Slot, SlotHold
from scheduling.policy import InterviewState
from scheduling.services import locking
from scheduling.services.booking import SlotTaken, book
from scheduling.services.holding import hold_seat
from scheduling.services.leaving import withdraw
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.messaging.conftest import at_once
from tests.scenario.booking_checks import RULES

TOMORROW = tokyo(2026, 6, 11, 13)


def applications(count: int) -> list[Application]:
    job = make.a_job()
    return [make.an_application(job=job, stage=Stage.INTERVIEWING) for _ in range(count)]


def nothing_is_doubled() -> bool:
    """What must hold of bookings at every moment, read from the rows."""
    with connection.cursor() as cursor:
        found = {rule: cursor.execute(statement).fetchall() for rule, statement in RULES.items()}
    assert {rule: rows for rule, rows in found.items() if rows} == {}
    return True


def test_twenty_people_want_one_seat_and_one_gets_it(shared_database: str) -> None:
    people = applications(20)
    slot = make.a_slot(TOMORROW, location=people[0].job.location, interviewer=make.a_staff())
    interviews = [make.an_invited_interview(one) for one in people]

    results = at_once(*[partial(book, one, slot, now=NOW, version=1) for one in interviews])

    assert [type(one) for one in results if not isinstance(one, SlotTaken)] == [Booking]
    assert Booking.objects.count() == 1
    assert Interview.objects.booked().count() == 1
    assert nothing_is_doubled()


def test_twenty_people_fill_a_group_of_six(shared_database: str) -> None:
    people = applications(20)
    slot = make.a_slot(TOMORROW, location=people[0].job.location, capacity=6, interviewer=make.a_staff())
    interviews = [make.an_invited_interview(one) for one in people]

    results = at_once(*[partial(book, one, slot, now=NOW) for one in interviews])

    assert sum(isinstance(one, SlotTaken) for one in results) == 14
    assert sorted(slot.bookings.values_list("seat", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert nothing_is_doubled()


def test_an_interviewers_overlapping_slots_have_one_winner(shared_database: str) -> None:
    people = applications(12)
    interviewer = make.a_staff()
    slots = [
        make.a_slot(
            TOMORROW + timedelta(minutes=5 * n), location=people[0].job.location, interviewer=interviewer
        )
        for n in range(6)
    ]
    interviews = [make.an_invited_interview(one) for one in people]

    results = at_once(*[partial(book, one, slots[n % 6], now=NOW) for n, one in enumerate(interviews)])

    assert [type(one) for one in results if not isinstance(one, SlotTaken)] == [Booking]
    assert nothing_is_doubled()


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried a second time: the order of the locks alone must keep two people from a deadlock."""
    monkeypatch.setattr(locking, "TRIES", 1)


def test_two_people_swapping_times_both_keep_their_own(shared_database: str, once: None) -> None:
    for _ in range(8):
        people = applications(2)
        interviewers = [make.a_staff(), make.a_staff()]
        slots = [
            make.a_slot(TOMORROW, location=people[0].job.location, interviewer=one) for one in interviewers
        ]
        interviews = [
            make.a_booked_interview(TOMORROW, person, slot=slot)
            for person, slot in zip(people, slots, strict=True)
        ]

        results = at_once(
            partial(book, interviews[0], slots[1], now=NOW), partial(book, interviews[1], slots[0], now=NOW)
        )

        assert [type(one) for one in results] == [SlotTaken, SlotTaken], "as when one came after the other"
        held = Booking.objects.filter(active=True, interview__in=interviews).order_by("pk")
        assert [one.slot for one in held] == slots
        assert nothing_is_doubled()


def test_two_people_swapping_holds_that_ran_out_both_get_theirs(shared_database: str, once: None) -> None:
    later = NOW + timedelta(minutes=10)
    for _ in range(8):
        people = applications(2)
        slots = [make.a_slot(TOMORROW + timedelta(hours=n), location=people[0].job.location) for n in (0, 1)]
        interviews = [make.an_invited_interview(one) for one in people]
        for interview, slot in zip(interviews, slots, strict=True):
            hold_seat(interview, slot, now=NOW)

        results = at_once(
            partial(hold_seat, interviews[0], slots[1], now=later),
            partial(hold_seat, interviews[1], slots[0], now=later),
        )

        assert [type(one) for one in results] == [SlotHold, SlotHold]
        held = SlotHold.objects.filter(interview__in=interviews, until__gt=later).order_by("interview")
        assert [one.slot for one in held] == [slots[1], slots[0]]
        assert nothing_is_doubled()


def test_twenty_people_hold_or_book_one_seat_and_one_gets_it(shared_database: str) -> None:
    people = applications(20)
    slot = make.a_slot(TOMORROW, location=people[0].job.location, interviewer=make.a_staff())
    interviews = [make.an_invited_interview(one) for one in people]

    results = at_once(
        *[partial(hold_seat if n % 2 else book, one, slot, now=NOW) for n, one in enumerate(interviews)]
    )

    winners = [one for one in results if not isinstance(one, SlotTaken)]
    assert len(winners) == 1
    assert isinstance(winners[0], Booking | SlotHold)
    assert Booking.objects.count() + SlotHold.objects.count() == 1
    assert nothing_is_doubled()


def test_overlapping_times_of_an_interviewer_are_held_by_one(shared_database: str) -> None:
    people = applications(12)
    interviewer = make.a_staff()
    slots = [
        make.a_slot(
            TOMORROW + timedelta(minutes=5 * n), location=people[0].job.location, interviewer=interviewer
        )
        for n in range(6)
    ]
    interviews = [make.an_invited_interview(one) for one in people]

    results = at_once(*[partial(hold_seat, one, slots[n % 6], now=NOW) for n, one in enumerate(interviews)])

    assert [type(one) for one in results if not isinstance(one, SlotTaken)] == [SlotHold]
    assert SlotHold.objects.count() == 1


def test_booking_moving_and_leaving_at_once_leaves_everybody_with_what_they_see(shared_database: str) -> None:
    people = applications(12)
    place = people[0].job.location
    slots = [make.a_slot(TOMORROW + timedelta(hours=n), location=place) for n in range(6)]
    booked = [make.a_booked_interview(TOMORROW, one, slot=slots[n]) for n, one in enumerate(people[:4])]
    invited = [make.an_invited_interview(one) for one in people[4:]]

    results = at_once(
        *[partial(book, one, slots[(n + 1) % 6], now=NOW) for n, one in enumerate(booked)],
        *[partial(withdraw, one.application, now=NOW) for one in booked[:2]],
        *[partial(book, one, slots[n % 6], now=NOW) for n, one in enumerate(invited)],
        *[partial(hold_seat, one, slots[(n + 3) % 6], now=NOW) for n, one in enumerate(invited[:4])],
    )

    unexpected = [one for one in results if isinstance(one, Exception) and not _is_refusal(one)]
    assert unexpected == []
    assert Application.objects.filter(stage=Stage.WITHDRAWN).count() == 2
    gone = Interview.objects.filter(state=InterviewState.CANCELLED_BY_CANDIDATE)
    assert gone.count() == 2
    assert nothing_is_doubled()
    assert Slot.objects.count() == 6


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, SlotTaken) or type(error).__name__ == "InterviewOver"
