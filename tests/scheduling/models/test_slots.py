"""Which times are free, and which of those may be offered to whom."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from candidates.models import Application
from candidates.policy import Stage
from company.models import Location, Staff
from scheduling.models import BusyFeed, BusyTime, Closure, EarlierOffer, Interview, Slot, SlotHold
from scheduling.policy import OfferState
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db

TOMORROW = tokyo(2026, 6, 11, 13)
SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def interview() -> Interview:
    return make.an_invited_interview()


@pytest.fixture
def interviewer() -> Staff:
    return make.a_staff()


def busy(interviewer: Staff, starts_at: datetime, minutes: int) -> BusyTime:
    feed = BusyFeed.objects.create(staff=interviewer, name="own", added_at=NOW)
    ends_at = starts_at + timedelta(minutes=minutes)
    return BusyTime.objects.create(feed=feed, interviewer=interviewer, starts_at=starts_at, ends_at=ends_at)


def closed(starts_at: datetime, minutes: int, **whose: Location | Staff) -> Closure:
    return Closure.objects.create(
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), label="", **whose
    )


def hold(slot: Slot, interview: Interview | None = None, until: datetime = SOON, seat: int = 1) -> SlotHold:
    owner = interview or make.an_invited_interview()
    return SlotHold.objects.create(slot=slot, seat=seat, interview=owner, until=until)


def offer(slot: Slot, interview: Interview, until: datetime = SOON, state: str = OfferState.OPEN) -> None:
    EarlierOffer.objects.create(slot=slot, interview=interview, state=state, offered_at=NOW, until=until)


def test_a_seat_somebody_else_holds_is_not_free_and_ones_own_is(interview: Interview) -> None:
    slot = make.a_slot(TOMORROW)
    hold(slot, interview)

    assert list(Slot.objects.open(NOW)) == []
    assert list(Slot.objects.open(NOW, for_interview=make.an_invited_interview())) == []
    assert list(Slot.objects.open(NOW, for_interview=interview)) == [slot]


def test_a_hold_ends_at_its_moment() -> None:
    slot = make.a_slot(TOMORROW)
    hold(slot)

    assert list(Slot.objects.open(SOON - timedelta(seconds=1))) == []
    assert list(Slot.objects.open(SOON)) == [slot]


def test_seats_booked_and_seats_held_fill_a_group_together() -> None:
    group = make.a_slot(TOMORROW, capacity=3)
    make.a_booked_interview(TOMORROW, slot=group)
    hold(group, seat=2)

    assert list(Slot.objects.open(NOW)) == [group]
    hold(group, seat=3)
    assert list(Slot.objects.open(NOW)) == []


@pytest.mark.parametrize("kind", ["booked", "held"])
def test_an_interviewer_who_meets_somebody_then_is_not_free(
    interviewer: Staff, interview: Interview, kind: str
) -> None:
    first = make.a_slot(TOMORROW, minutes=60, interviewer=interviewer)
    make.a_slot(TOMORROW + timedelta(minutes=30), interviewer=interviewer)
    following = make.a_slot(TOMORROW + timedelta(minutes=60), interviewer=interviewer)
    other = make.a_slot(TOMORROW + timedelta(minutes=30), interviewer=make.a_staff())
    if kind == "booked":
        make.a_booked_interview(TOMORROW, slot=first)
    else:
        hold(first)

    assert list(Slot.objects.open(NOW)) == [other, following]


def test_what_one_would_give_back_by_moving_stands_not_in_the_way(interviewer: Staff) -> None:
    mine = make.a_slot(TOMORROW, minutes=60, interviewer=interviewer)
    inside = make.a_slot(TOMORROW + timedelta(minutes=15), interviewer=interviewer)
    interview = make.a_booked_interview(TOMORROW, slot=mine)

    assert list(Slot.objects.open(NOW)) == []
    assert list(Slot.objects.open(NOW, for_interview=interview)) == [inside]


def test_a_time_offered_as_an_earlier_one_is_kept_for_those_asked(interview: Interview) -> None:
    slot = make.a_slot(TOMORROW)
    offer(slot, interview)
    other = make.an_invited_interview()

    assert list(Slot.objects.open(NOW)) == []
    assert list(Slot.objects.open(NOW, for_interview=other)) == []
    assert list(Slot.objects.open(NOW, for_interview=interview)) == [slot]
    assert list(Slot.objects.free(NOW)) == [slot]
    assert list(Slot.objects.open(SOON)) == [slot]


def test_an_earlier_time_that_was_declined_is_anybodys(interview: Interview) -> None:
    slot = make.a_slot(TOMORROW)
    offer(slot, interview, state=OfferState.DECLINED)

    assert list(Slot.objects.open(NOW)) == [slot]


def test_a_busy_interviewer_is_offered_to_nobody(interviewer: Staff) -> None:
    slot = make.a_slot(TOMORROW, interviewer=interviewer)
    others = make.a_slot(TOMORROW, interviewer=make.a_staff())
    before = make.a_slot(TOMORROW - timedelta(minutes=30), interviewer=interviewer)
    busy(interviewer, TOMORROW, 5)

    assert list(Slot.objects.open(NOW)) == [before, others]
    assert slot in Slot.objects.free(NOW)


@pytest.mark.parametrize("whose", ["company", "location", "interviewer", "interviewer_there"])
def test_a_closure_hides_whose_it_is(interviewer: Staff, whose: str) -> None:
    place, elsewhere = make.a_location(), make.a_location()
    here = make.a_slot(TOMORROW, location=place, interviewer=interviewer)
    there = make.a_slot(TOMORROW + timedelta(minutes=30), location=elsewhere, interviewer=interviewer)
    nobodys = make.a_slot(TOMORROW, location=place)
    later = make.a_slot(TOMORROW + timedelta(days=1), location=place, interviewer=interviewer)
    closures: dict[str, tuple[dict[str, Any], list[Slot]]] = {
        "company": ({}, [later]),
        "location": ({"location": place}, [there, later]),
        "interviewer": ({"interviewer": interviewer}, [nobodys, later]),
        "interviewer_there": ({"interviewer": interviewer, "location": place}, [nobodys, there, later]),
    }
    of, left = closures[whose]

    closed(TOMORROW, 120, **of)

    assert list(Slot.objects.open(NOW)) == left
    assert set(Slot.objects.free(NOW)) == {here, there, nobodys, later}


def test_all_of_it_is_one_question(
    interview: Interview, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    application: Application = make.an_application(stage=Stage.INTERVIEWING)
    for n in range(3):
        make.a_slot(TOMORROW + timedelta(hours=n), location=application.job.location)

    with django_assert_num_queries(1):
        assert len(Slot.objects.open(NOW, for_interview=interview).select_related("location")) == 3
