"""A seat kept for ten minutes: whose it is meanwhile, and what ends it."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent
from scheduling.models import Booking, Interview, Slot, SlotHold
from scheduling.policy import InterviewState, MoveRefusal
from scheduling.services.booking import SlotHeld, book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.excusing import ask_another_day
from scheduling.services.holding import (
    InterviewOver,
    MoveNotAllowed,
    SlotNotOffered,
    SlotTaken,
    StalePage,
    hold_seat,
    release_hold,
)
from scheduling.services.leaving import undo_withdrawal, withdraw
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db

TOMORROW = tokyo(2026, 6, 11, 13)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def application() -> Application:
    return make.an_application(stage=Stage.INTERVIEWING)


@pytest.fixture
def interview(application: Application) -> Interview:
    return make.an_invited_interview(application)


@pytest.fixture
def slot(application: Application) -> Slot:
    return make.a_slot(TOMORROW, location=application.job.location)


def somebody_else(slot: Slot) -> Interview:
    job = make.a_job(location=slot.location)
    return make.an_invited_interview(make.an_application(job=job, stage=Stage.INTERVIEWING))


def test_a_hold_keeps_a_seat_for_ten_minutes_and_changes_nothing_else(
    interview: Interview, slot: Slot
) -> None:
    hold = hold_seat(interview, slot, now=NOW, version=1)

    assert (hold.slot, hold.seat, hold.interview, hold.until) == (slot, 1, interview, NOW + TEN_MINUTES)
    interview.refresh_from_db()
    assert (interview.state, interview.version) == (InterviewState.INVITED, 1)
    assert not Booking.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_somebody_holds_nobody_else_gets_until_it_runs_out(interview: Interview, slot: Slot) -> None:
    other = somebody_else(slot)
    hold_seat(interview, slot, now=NOW)

    for refused in (hold_seat, book):
        with pytest.raises(SlotHeld) as held:
            refused(other, slot, now=NOW + TEN_MINUTES - timedelta(seconds=1))
        assert held.value.until == NOW + TEN_MINUTES

    assert hold_seat(other, slot, now=NOW + TEN_MINUTES).interview == other
    assert list(SlotHold.objects.values_list("interview", flat=True)) == [other.pk]


def test_staff_respect_a_hold_as_they_respect_a_booking(interview: Interview, slot: Slot) -> None:
    hold_seat(interview, slot, now=NOW)

    with pytest.raises(SlotHeld):
        book(somebody_else(slot), slot, now=NOW, by=make.a_staff())


def test_booking_what_one_holds_takes_that_seat_and_ends_the_hold(
    interview: Interview, application: Application
) -> None:
    group = make.a_slot(TOMORROW, location=application.job.location, capacity=2)
    first = somebody_else(group)
    hold_seat(first, group, now=NOW)
    hold_seat(interview, group, now=NOW)
    release_hold(first)

    booking = book(interview, group, now=NOW, version=1)

    assert (booking.slot, booking.seat) == (group, 2)
    assert not SlotHold.objects.exists()


def test_a_hold_that_ran_out_is_booked_all_the_same_while_the_seat_is_free(
    interview: Interview, slot: Slot
) -> None:
    hold_seat(interview, slot, now=NOW)

    assert book(interview, slot, now=NOW + 2 * TEN_MINUTES).seat == 1
    assert not SlotHold.objects.exists()


def test_choosing_another_time_moves_the_hold(interview: Interview, slot: Slot) -> None:
    later = make.a_slot(TOMORROW + timedelta(hours=1), location=slot.location)
    hold_seat(interview, slot, now=NOW)

    moved = hold_seat(interview, later, now=NOW + timedelta(minutes=4))

    assert SlotHold.objects.get() == moved
    assert (moved.slot, moved.until) == (later, NOW + timedelta(minutes=14))
    assert hold_seat(somebody_else(slot), slot, now=NOW).slot == slot


def test_choosing_the_held_time_again_does_not_make_it_longer(interview: Interview, slot: Slot) -> None:
    first = hold_seat(interview, slot, now=NOW)

    assert hold_seat(interview, slot, now=NOW + timedelta(minutes=9)) == first
    assert SlotHold.objects.get().until == NOW + TEN_MINUTES


def test_a_hold_of_a_full_slot_leaves_the_old_hold(interview: Interview, slot: Slot) -> None:
    full = make.a_slot(TOMORROW + timedelta(hours=1), location=slot.location)
    make.a_booked_interview(full.starts_at, slot=full)
    hold_seat(interview, slot, now=NOW)

    with pytest.raises(SlotTaken):
        hold_seat(interview, full, now=NOW)

    assert SlotHold.objects.get().slot == slot


def test_a_held_time_keeps_its_interviewer_free(interview: Interview, application: Application) -> None:
    place, interviewer = application.job.location, make.a_staff()
    held = make.a_slot(TOMORROW, minutes=60, location=place, interviewer=interviewer)
    inside = make.a_slot(TOMORROW + timedelta(minutes=30), location=place, interviewer=interviewer)
    other = somebody_else(inside)
    hold_seat(interview, held, now=NOW)

    with pytest.raises(SlotHeld):
        book(other, inside, now=NOW)

    assert hold_seat(interview, inside, now=NOW).slot == inside
    assert book(interview, inside, now=NOW).active


def test_holding_another_time_leaves_the_booked_one_until_it_is_chosen(slot: Slot) -> None:
    application = make.an_application(job=make.a_job(location=slot.location), stage=Stage.INTERVIEWING)
    interview = make.a_booked_interview(TOMORROW + timedelta(days=1), application)

    hold_seat(interview, slot, now=NOW, version=1)

    assert interview.booking is not None
    assert interview.booking.starts_at == TOMORROW + timedelta(days=1)
    assert book(interview, slot, now=NOW, version=1).slot == slot
    assert Booking.objects.filter(active=True).count() == 1


def test_the_booked_time_itself_is_not_held(application: Application, slot: Slot) -> None:
    interview = make.a_booked_interview(TOMORROW, application, slot=slot)

    with pytest.raises(SlotNotOffered):
        hold_seat(interview, slot, now=NOW)


def test_what_cannot_be_booked_cannot_be_held(interview: Interview, slot: Slot) -> None:
    past = make.a_slot(NOW, location=slot.location)
    elsewhere = make.a_slot(TOMORROW)
    booked = make.a_booked_interview(
        NOW + timedelta(minutes=30),
        make.an_application(job=interview.application.job, stage=Stage.INTERVIEWING),
    )

    for one in (past, elsewhere):
        with pytest.raises(SlotNotOffered):
            hold_seat(interview, one, now=NOW)
    with pytest.raises(StalePage):
        hold_seat(interview, slot, now=NOW, version=2)
    with pytest.raises(MoveNotAllowed) as refused:
        hold_seat(booked, slot, now=NOW)
    Interview.objects.filter(pk=interview.pk).update(state=InterviewState.LAPSED)
    with pytest.raises(InterviewOver):
        hold_seat(interview, slot, now=NOW)

    assert refused.value.reason is MoveRefusal.TOO_LATE
    assert not SlotHold.objects.exists()


def test_giving_a_hold_free_twice_is_fine(interview: Interview, slot: Slot) -> None:
    hold_seat(interview, slot, now=NOW)

    release_hold(interview)
    release_hold(interview)

    assert not SlotHold.objects.exists()


@pytest.mark.parametrize("end", ["withdrawn", "cancelled", "excused"])
def test_whoever_is_out_holds_nothing(application: Application, slot: Slot, end: str) -> None:
    today = tokyo(2026, 6, 10, 18)
    interview = make.a_booked_interview(today, application)
    hold_seat(interview, slot, now=NOW)

    if end == "withdrawn":
        withdraw(application, now=NOW)
    elif end == "cancelled":
        cancel_by_us(interview, by=make.a_staff(), now=NOW, reason="us_busy")
    else:
        ask_another_day(interview, now=NOW)

    assert not SlotHold.objects.exists()


def test_an_undone_withdrawal_does_not_take_the_time_from_whoever_holds_it(
    application: Application, slot: Slot
) -> None:
    interview = make.a_booked_interview(TOMORROW, application, slot=slot)
    withdraw(application, now=NOW)
    hold_seat(somebody_else(slot), slot, now=NOW)

    undone = undo_withdrawal(application, now=NOW + timedelta(minutes=5))

    assert undone == interview
    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_seats_of_a_group_are_held_one_by_one(application: Application) -> None:
    group = make.a_slot(TOMORROW, location=application.job.location, capacity=2)
    one, two, three = (somebody_else(group) for _ in range(3))

    seats = [hold_seat(who, group, now=at(n)).seat for n, who in enumerate((one, two))]
    with pytest.raises(SlotHeld) as held:
        hold_seat(three, group, now=at(2))

    assert seats == [1, 2]
    assert held.value.until == at(10), "the first that may be free again"
    assert hold_seat(three, group, now=at(10)).seat == 1
