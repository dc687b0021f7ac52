"""A time is changed while people take it: what stands afterwards is true, whoever was first."""

from functools import partial

import pytest

from company.policy import Role
from scheduling.models import Booking, Interview, Slot
from scheduling.services.booking import SlotTaken, book
from scheduling.services.slot_changes import InterviewerBusy, SeatsTaken, SlotChanged, SlotFacts, change_slot
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.messaging.conftest import at_once

START = tokyo(2026, 6, 12, 13)
ROUNDS = 5
REFUSALS = (SlotTaken, InterviewerBusy, SeatsTaken, SlotChanged)


def only_refusals(results: list[object]) -> bool:
    return all(not isinstance(one, Exception) or isinstance(one, REFUSALS) for one in results)


def invited(slot: Slot) -> Interview:
    job = make.a_job(location=slot.location)
    return make.an_invited_interview(make.an_application(job=job, stage="interviewing"))


def test_an_interviewer_given_a_taken_time_is_never_booked_twice(shared_database: str) -> None:
    boss = make.a_staff()
    for _round in range(ROUNDS):
        ono = make.a_staff(Role.INTERVIEWER)
        mine, theirs = make.a_slot(START, interviewer=make.a_staff()), make.a_slot(START, interviewer=ono)
        book(invited(mine), mine, now=NOW)
        other = invited(theirs)

        results = at_once(
            partial(change_slot, mine, SlotFacts(ono, 1), by=boss, now=NOW),
            partial(book, other, theirs, now=NOW),
        )

        assert only_refusals(results), results
        assert Booking.objects.filter(active=True, interviewer=ono).count() == 1


def test_seats_are_never_fewer_than_the_people_on_them(shared_database: str) -> None:
    boss = make.a_staff()
    for _round in range(ROUNDS):
        slot = make.a_slot(START, capacity=2)
        book(invited(slot), slot, now=NOW)
        second = invited(slot)

        results = at_once(
            partial(change_slot, slot, SlotFacts(None, 1), by=boss, now=NOW),
            partial(book, second, slot, now=NOW),
        )

        assert only_refusals(results), results
        slot.refresh_from_db()
        assert slot.bookings.filter(active=True).count() <= slot.capacity


@pytest.mark.parametrize("facts", ["interviewer", "seats"])
def test_two_changes_at_once_leave_one_of_them(shared_database: str, facts: str) -> None:
    boss = make.a_staff()
    slot = make.a_slot(START, capacity=2)
    book(invited(slot), slot, now=NOW)
    one, two = make.a_staff(Role.INTERVIEWER), make.a_staff(Role.INTERVIEWER)
    wanted = {
        "interviewer": (SlotFacts(one, 2), SlotFacts(two, 2)),
        "seats": (SlotFacts(None, 3), SlotFacts(None, 4)),
    }[facts]

    results = at_once(
        lambda: change_slot(slot, wanted[0], by=boss, now=NOW),
        lambda: change_slot(slot, wanted[1], by=boss, now=NOW),
    )

    assert only_refusals(results), results
    slot.refresh_from_db()
    booking = slot.bookings.get(active=True)
    assert (slot.interviewer, slot.capacity) in [(each.interviewer, each.capacity) for each in wanted]
    assert booking.interviewer == slot.interviewer
