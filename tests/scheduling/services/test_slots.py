"""Making and withdrawing times."""

from datetime import date, time, timedelta
from typing import Any  # keyword arguments of a service, varied

import pytest

from company.models import AuditEvent
from scheduling.models import Slot
from scheduling.policy import Mode
from scheduling.services.slots import (
    MeetingLinkMissing,
    SeriesTooLong,
    SlotBooked,
    SlotExists,
    SlotInThePast,
    create_series,
    create_slot,
    reopen_slot,
    withdraw_slot,
)
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 13, 18)  # a Saturday evening


@pytest.fixture
def facts() -> dict[str, Any]:
    return {"location": make.a_location(), "interviewer": make.a_staff(), "now": NOW}


def test_a_slot_is_offered(facts: dict[str, Any]) -> None:
    staff = make.a_staff()

    slot = create_slot(starts_at=START, minutes=45, capacity=2, by=staff, **facts)

    stored = Slot.objects.get()
    assert stored == slot
    assert (stored.ends_at, stored.capacity, stored.is_open, stored.series) == (
        START + timedelta(minutes=45),
        2,
        True,
        None,
    )
    assert AuditEvent.objects.get(action="slot_created").actor == staff


def test_the_past_is_not_offered(facts: dict[str, Any]) -> None:
    with pytest.raises(SlotInThePast):
        create_slot(starts_at=NOW, **facts)


def test_an_online_slot_has_its_link_from_the_start(facts: dict[str, Any]) -> None:
    with pytest.raises(MeetingLinkMissing):
        create_slot(starts_at=START, mode=Mode.ONLINE, **facts)

    link = "https://meet.example.jp/a"
    assert create_slot(starts_at=START, mode=Mode.ONLINE, online_url=link, **facts).online_url == link
    assert create_slot(starts_at=START, online_url=link, **facts).online_url == ""


@pytest.mark.parametrize("has_interviewer", [True, False])
def test_the_same_slot_is_not_offered_twice(facts: dict[str, Any], has_interviewer: bool) -> None:
    facts["interviewer"] = facts["interviewer"] if has_interviewer else None
    create_slot(starts_at=START, **facts)

    with pytest.raises(SlotExists):
        create_slot(starts_at=START, **facts)

    assert Slot.objects.count() == 1


def test_a_withdrawn_slot_is_offered_again(facts: dict[str, Any]) -> None:
    slot = create_slot(starts_at=START, **facts)
    withdraw_slot(slot, by=make.a_staff(), now=NOW)

    again = create_slot(starts_at=START, minutes=60, **facts)

    assert again.pk == slot.pk
    stored = Slot.objects.get()
    assert (stored.is_open, stored.ends_at) == (True, START + timedelta(minutes=60))


def test_a_series_leaves_out_what_is_past_or_offered_already(facts: dict[str, Any]) -> None:
    create_slot(starts_at=tokyo(2026, 6, 17, 9, 30), **facts)

    made = create_series(
        tokyo(2026, 6, 10, 9), {2}, date(2026, 6, 17), day_ends=time(11), by=make.a_staff(), **facts
    )

    assert [slot.starts_at for slot in made] == [
        tokyo(2026, 6, 10, 10, 30),
        tokyo(2026, 6, 17, 9),
        tokyo(2026, 6, 17, 10),
        tokyo(2026, 6, 17, 10, 30),
    ]
    assert len({slot.series for slot in made}) == 1
    assert made[0].series is not None


def test_a_series_has_an_end(facts: dict[str, Any]) -> None:
    with pytest.raises(SeriesTooLong):
        create_series(START, range(7), date(2027, 12, 31), **facts)

    assert not Slot.objects.exists()


def test_a_slot_is_withdrawn_once(facts: dict[str, Any]) -> None:
    slot = create_slot(starts_at=START, **facts)
    staff = make.a_staff()

    withdraw_slot(slot, by=staff, now=NOW)
    withdraw_slot(slot, by=staff, now=NOW)

    assert not Slot.objects.open(NOW).exists()
    assert not slot.is_open
    assert AuditEvent.objects.filter(action="slot_withdrawn").count() == 1


def test_a_booked_slot_is_not_withdrawn() -> None:
    interview = make.a_booked_interview(START)
    slot = interview.bookings.get().slot

    with pytest.raises(SlotBooked):
        withdraw_slot(slot, by=make.a_staff(), now=NOW)

    slot.refresh_from_db()
    assert slot.is_open


def test_a_reopened_slot_is_what_it_was_and_new_to_who_has_a_later_time() -> None:
    rule, staff, later = make.a_rule(interviewer=make.a_staff()), make.a_staff(), NOW + timedelta(hours=1)
    slot = make.a_slot(START, interviewer=rule.interviewer, location=rule.location, rule=rule, capacity=3)
    withdraw_slot(slot, by=staff, now=NOW)

    reopen_slot(slot, by=staff, now=later)

    stored = Slot.objects.get()
    assert (stored.is_open, stored.rule, stored.capacity, stored.made_at) == (True, rule, 3, later)
    assert AuditEvent.objects.get(action="slot_reopened").actor == staff
    with pytest.raises(SlotExists):
        reopen_slot(slot, by=staff, now=later)


def test_a_time_that_has_begun_is_not_reopened() -> None:
    slot = make.a_slot(START, is_open=False)

    with pytest.raises(SlotInThePast):
        reopen_slot(slot, by=make.a_staff(), now=START)
