"""Rules become slots, and slots keep in step with rules; what people did by hand or booked stays."""

from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from company.models import AuditEvent, Location, Staff
from scheduling.models import AvailabilityRule, BusyFeed, BusyTime, Closure, EarlierOffer, Slot, SlotHold
from scheduling.policy import Mode
from scheduling.services.closures import close, effect_of, open_again
from scheduling.services.ruling import delete_rule, forecast, keep_rule, pause_rule, resume_rule
from scheduling.services.slot_changes import SlotFacts, change_slot
from scheduling.services.slots import MeetingLinkMissing, create_slot, reopen_slot, withdraw_slot
from scheduling.services.supplying import Supplied, supply
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.messaging.conftest import at_once

alone = pytest.mark.django_db
TOMORROW = date(2026, 6, 11)


@pytest.fixture
def owner(db: None) -> Staff:
    return make.a_staff()


@pytest.fixture
def interviewer(db: None) -> Staff:
    return make.a_staff()


@pytest.fixture
def rule(interviewer: Staff) -> AvailabilityRule:
    """Tomorrow only: 10:00, 10:30, 11:00, 11:30."""
    return make.a_rule(interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW)


def at(hour: int, minute: int = 0) -> datetime:
    return tokyo(2026, 6, 11, hour, minute)


def offered(*, now: datetime = NOW) -> list[str]:
    return [f"{slot.starts_at.astimezone(NOW.tzinfo):%H:%M}" for slot in Slot.objects.open(now)]


def slot_at(hour: int, minute: int = 0) -> Slot:
    return Slot.objects.get(starts_at=at(hour, minute))


def held(slot: Slot, until: datetime) -> SlotHold:
    return SlotHold.objects.create(slot=slot, interview=make.an_invited_interview(), until=until)


@alone
def test_a_rule_becomes_slots_with_everything_it_says(rule: AvailabilityRule) -> None:
    rule.mode, rule.online_url, rule.capacity = Mode.ONLINE, "https://meet.example/x", 4
    rule.save()

    done = supply(now=NOW)

    slot = slot_at(10, 30)
    assert done == Supplied(made=4)
    assert offered() == ["10:00", "10:30", "11:00", "11:30"]
    assert (slot.rule, slot.location, slot.interviewer) == (rule, rule.location, rule.interviewer)
    assert (slot.mode, slot.online_url, slot.capacity) == (Mode.ONLINE, "https://meet.example/x", 4)
    assert (slot.ends_at, slot.made_at) == (at(11), NOW)


@alone
def test_a_second_time_nothing_changes(rule: AvailabilityRule) -> None:
    supply(now=NOW)
    before = list(Slot.objects.order_by("pk").values())

    assert supply(now=NOW + timedelta(minutes=5)) == Supplied()

    assert list(Slot.objects.order_by("pk").values()) == before


@alone
def test_the_horizon_moves_on_with_the_days(interviewer: Staff) -> None:
    make.a_rule(interviewer=interviewer, opens=time(10), closes=time(10, 30), horizon_days=2)
    supply(now=NOW)

    done = supply(now=NOW + timedelta(days=1, hours=1))

    days = [f"{slot.starts_at.astimezone(NOW.tzinfo):%m-%d}" for slot in Slot.objects.all()]
    assert done == Supplied(made=1)
    assert days == ["06-11", "06-12", "06-13"]


@alone
def test_a_time_too_near_for_the_notice_is_offered_no_longer(rule: AvailabilityRule) -> None:
    rule.notice_minutes = 120
    rule.save()
    supply(now=NOW)

    supply(now=at(8, 45))

    assert offered(now=at(8, 45)) == ["11:00", "11:30"]


@alone
def test_a_changed_rule_takes_its_free_times_along_and_leaves_the_booked_one(
    rule: AvailabilityRule, owner: Staff
) -> None:
    supply(now=NOW)
    make.a_booked_interview(at(10, 30), slot=slot_at(10, 30))
    kept = Slot.objects.filter(pk=slot_at(10, 30).pk).values().get()
    rule.opens, rule.closes, rule.minutes = time(10, 15), time(13), 45

    done = keep_rule(rule, by=owner, now=NOW)

    assert done == Supplied(made=1, gone=2)  # 11:00 only grew longer
    assert offered() == ["11:00", "11:45"]
    assert Slot.objects.filter(pk=kept["id"]).values().get() == kept
    spans = sorted((slot.starts_at, slot.ends_at) for slot in Slot.objects.all())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@alone
def test_a_changed_number_of_seats_keeps_the_rows(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    numbers = set(Slot.objects.values_list("pk", flat=True))
    rule.capacity = 6

    assert keep_rule(rule, by=owner, now=NOW) == Supplied()

    assert set(Slot.objects.filter(capacity=6).values_list("pk", flat=True)) == numbers


@alone
def test_held_and_offered_times_stay_until_they_are_let_go(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    hold = held(slot_at(10), until=NOW + timedelta(minutes=10))
    offer = EarlierOffer.objects.create(
        slot=slot_at(11),
        interview=make.an_invited_interview(),
        offered_at=NOW,
        until=NOW + timedelta(hours=1),
    )

    pause_rule(rule, by=owner, now=NOW)
    while_needed = {
        f"{slot.starts_at.astimezone(NOW.tzinfo):%H:%M}" for slot in Slot.objects.filter(is_open=True)
    }
    offer.state = "declined"
    offer.save()
    supply(now=NOW + timedelta(minutes=11))

    assert while_needed == {"10:00", "11:00"}
    assert not Slot.objects.filter(is_open=True).exists()
    assert not SlotHold.objects.filter(pk=hold.pk).exists()
    assert slot_at(11).is_off_rule  # the declined offer tells of it


@alone
def test_what_somebody_once_had_is_set_aside_and_comes_back_as_the_same_row(
    rule: AvailabilityRule, owner: Staff
) -> None:
    supply(now=NOW)
    slot = slot_at(11)
    interview = make.a_booked_interview(at(11), slot=slot)
    interview.bookings.update(active=False)

    pause_rule(rule, by=owner, now=NOW)
    slot.refresh_from_db()
    aside = (slot.is_open, slot.is_off_rule)
    resume_rule(rule, by=owner, now=NOW)

    slot.refresh_from_db()
    assert aside == (False, True)
    assert (slot.is_open, slot.is_off_rule) == (True, False)
    assert offered() == ["10:00", "10:30", "11:00", "11:30"]


@alone
def test_what_a_person_withdrew_stays_withdrawn(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    withdraw_slot(slot_at(10, 30), by=owner, now=NOW)

    supply(now=NOW)
    keep_rule(rule, by=owner, now=NOW)
    rule.minutes = 60
    keep_rule(rule, by=owner, now=NOW)

    assert offered() == ["11:00"]


@alone
def test_what_was_withdrawn_and_reopened_leaves_with_its_rule(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    withdraw_slot(slot_at(10, 30), by=owner, now=NOW)
    reopen_slot(slot_at(10, 30), by=owner, now=NOW)

    pause_rule(rule, by=owner, now=NOW)

    assert offered() == []


@alone
def test_a_deleted_rule_takes_its_free_times_and_what_is_given_back_later(
    rule: AvailabilityRule, owner: Staff
) -> None:
    supply(now=NOW)
    interview = make.a_booked_interview(at(11), slot=slot_at(11))

    done = delete_rule(rule, by=owner, now=NOW)
    left = [slot.starts_at for slot in Slot.objects.all()]
    interview.bookings.update(active=False)
    supply(now=NOW)

    assert done == Supplied(gone=3)
    assert left == [at(11)]
    assert offered() == []


@alone
def test_two_rules_of_one_interviewer_never_overlap_even_at_two_locations(interviewer: Staff) -> None:
    make.a_rule(interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW)
    make.a_rule(
        interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW, opens=time(11, 15), closes=time(13)
    )

    supply(now=NOW)

    assert offered() == ["10:00", "10:30", "11:00", "11:30", "12:15"]


@alone
def test_a_single_slot_keeps_its_time_and_its_pause(rule: AvailabilityRule) -> None:
    create_slot(location=rule.location, interviewer=rule.interviewer, starts_at=at(10, 40), now=NOW)
    rule.buffer_minutes = 10
    rule.save()

    supply(now=NOW)

    assert offered() == ["10:00", "10:40", "11:20"]
    assert slot_at(10, 40).rule is None


@alone
def test_what_a_person_changed_is_theirs_from_then_on(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    grown, given = slot_at(10), slot_at(11)

    change_slot(grown, SlotFacts(rule.interviewer, capacity=4), by=owner, now=NOW)
    change_slot(given, SlotFacts(owner, capacity=1), by=owner, now=NOW)
    supply(now=NOW)
    pause_rule(rule, by=owner, now=NOW)

    grown.refresh_from_db()
    given.refresh_from_db()
    assert (grown.capacity, grown.is_open, grown.rule) == (4, True, None)
    assert (given.interviewer, given.is_open, given.rule) == (owner, True, None)
    assert offered() == ["10:00", "11:00"]  # and 11:00 is not made anew for the one who gave it away


@alone
def test_a_daily_cap_counts_who_is_booked(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    make.a_booked_interview(at(11, 30), slot=slot_at(11, 30))
    rule.daily_cap = 2

    keep_rule(rule, by=owner, now=NOW)

    assert offered() == ["10:00"]


@alone
def test_a_rule_without_an_interviewer_has_times_too(owner: Staff) -> None:
    rule = make.a_rule(from_on=TOMORROW, until_on=TOMORROW)

    supply(now=NOW)
    supply(now=NOW)
    before = offered()
    pause_rule(rule, by=owner, now=NOW)

    assert before == ["10:00", "10:30", "11:00", "11:30"]
    assert offered() == []


@alone
def test_an_online_rule_needs_its_link(owner: Staff) -> None:
    rule = make.a_rule()
    rule.mode = Mode.ONLINE

    with pytest.raises(MeetingLinkMissing):
        keep_rule(rule, by=owner, now=NOW)


@alone
def test_busy_times_and_closures_take_times_away_and_give_them_back(
    rule: AvailabilityRule, owner: Staff, interviewer: Staff
) -> None:
    feed = BusyFeed.objects.create(staff=interviewer, name="own", added_at=NOW)
    busy = BusyTime.objects.create(
        feed=feed, interviewer=interviewer, starts_at=at(10, 15), ends_at=at(10, 45)
    )
    supply(now=NOW)
    beside_busy = offered()
    closure = Closure(location=rule.location, starts_at=at(11), ends_at=at(11, 30))
    taken = close(closure, by=owner, now=NOW)
    beside_both = offered()
    busy.delete()

    given = open_again(closure, by=owner, now=NOW)

    assert (beside_busy, beside_both) == (["11:00", "11:30"], ["11:30"])
    assert (taken, given) == (Supplied(gone=1), Supplied(made=3))
    assert offered() == ["10:00", "10:30", "11:00", "11:30"]


@alone
def test_a_closure_tells_whom_it_meets_and_cancels_nobody(rule: AvailabilityRule, owner: Staff) -> None:
    supply(now=NOW)
    interview = make.a_booked_interview(at(10), slot=slot_at(10))
    make.a_booked_interview(at(10))  # at another location
    closure = Closure(location=rule.location, starts_at=at(9), ends_at=at(11))

    effect = effect_of(closure, now=NOW)
    close(closure, by=owner, now=NOW)

    interview.refresh_from_db()
    assert (effect.open_times, effect.booked) == (1, (interview,))
    assert interview.is_booked
    assert effect_of(closure, now=NOW).booked == (interview,)


@alone
def test_a_forecast_counts_what_would_be_and_writes_nothing(rule: AvailabilityRule) -> None:
    supply(now=NOW)
    make.a_booked_interview(at(10), slot=slot_at(10))
    draft = AvailabilityRule.objects.get(pk=rule.pk)
    draft.minutes = 45

    found = forecast(draft, now=NOW)

    assert [span.starts_at for span in found] == [at(10, 45)]
    assert Slot.objects.count() == 4


@alone
def test_the_trail_tells_how_many_were_made(rule: AvailabilityRule) -> None:
    supply(now=NOW)

    event = AuditEvent.objects.get(action="slots_supplied")
    assert event.details == {"made": 4, "gone": 0}


@alone
@pytest.mark.parametrize("days", [2, 20])
def test_many_days_cost_no_more_questions_than_few(days: int, interviewer: Staff) -> None:
    make.a_rule(interviewer=interviewer, horizon_days=days)
    with CaptureQueriesContext(connection) as first:
        supply(now=NOW)
    with CaptureQueriesContext(connection) as second:
        supply(now=NOW)

    assert len(first) <= 18
    assert len(second) <= 14


def test_two_at_once_make_every_slot_once(shared_database: str) -> None:
    people = [make.a_staff() for _ in range(3)]
    places: list[Location] = [make.a_location(), make.a_location()]
    for person in people:
        for place in places:
            make.a_rule(interviewer=person, location=place)
    make.a_rule(location=places[0])

    at_once(*[partial(supply, now=NOW)] * 6)

    slots = list(Slot.objects.order_by("interviewer", "starts_at").values_list("interviewer", "starts_at"))
    assert len(slots) == len(set(slots)) == 4 * (3 + 7 * 4)
