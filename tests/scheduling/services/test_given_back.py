"""What becomes of a seat that is given back, and of those who want it again."""

from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from scheduling.models import Booking, EarlierOffer, Slot
from scheduling.policy import InterviewState
from scheduling.services.backfilling import offer_open_times
from scheduling.services.booking import SlotTaken, book
from scheduling.services.holding import hold_seat
from scheduling.services.leaving import undo_withdrawal, withdraw
from scheduling.services.outcomes import OutcomeStands, record_outcome, take_back_outcome
from scheduling.services.ruling import delete_rule, keep_rule, pause_rule, resume_rule
from scheduling.services.slot_changes import SlotFacts, change_slot
from scheduling.services.slots import create_slot, withdraw_slot
from scheduling.services.supplying import supply
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db

FRIDAY = tokyo(2026, 6, 12, 10)


def after(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def interviewing(**values: object) -> Application:
    return make.an_application(stage=Stage.INTERVIEWING, **values)


def test_an_undone_withdrawal_lasts_as_long_as_the_time_does_now() -> None:
    application = interviewing()
    rule = make.a_rule(location=application.job.location)
    supply(now=NOW)
    interview = make.an_invited_interview(application)
    book(interview, Slot.objects.get(rule=rule, starts_at=FRIDAY), now=NOW)
    withdraw(application, now=NOW + after(1))
    rule.minutes = 60
    keep_rule(rule, by=make.a_staff(), now=NOW + after(2))

    undo_withdrawal(application, now=NOW + after(3))

    interview.refresh_from_db()
    assert interview.booking is not None
    assert (interview.state, interview.ends_at) == ("booked", interview.booking.ends_at)


def test_an_outcome_taken_back_lasts_as_long_as_the_time_does_now() -> None:
    owner, application = make.a_staff(), interviewing()
    slot = make.a_slot(NOW + timedelta(hours=4), location=application.job.location)
    interview = make.an_invited_interview(application)
    book(interview, slot, now=NOW)
    record_outcome(interview, InterviewState.EXCUSED, by=owner, now=NOW + after(1))
    withdraw_slot(slot, by=owner, now=NOW + after(2))
    create_slot(location=slot.location, starts_at=slot.starts_at, minutes=90, now=NOW + after(3), by=owner)

    take_back_outcome(interview, by=owner, now=NOW + after(4))

    interview.refresh_from_db()
    assert interview.ends_at == slot.starts_at + after(90)


def test_no_outcome_is_taken_back_onto_a_time_that_is_no_longer_offered() -> None:
    owner, application = make.a_staff(), interviewing()
    slot = make.a_slot(NOW + timedelta(hours=4), location=application.job.location)
    interview = make.an_invited_interview(application)
    book(interview, slot, now=NOW)
    record_outcome(interview, InterviewState.EXCUSED, by=owner, now=NOW + after(1))
    withdraw_slot(slot, by=owner, now=NOW + after(2))

    with pytest.raises(OutcomeStands):
        take_back_outcome(interview, by=owner, now=NOW + after(4))


def test_a_time_made_again_with_fewer_seats_is_booked_no_more_often_than_it_has_seats() -> None:
    owner, job = make.a_staff(), make.a_job()
    slot = make.a_slot(NOW + timedelta(days=2), location=job.location, capacity=2)
    people = [make.an_invited_interview(interviewing(job=job)) for _number in range(2)]
    for one in people:
        hold_seat(one, slot, now=NOW)
    withdraw_slot(slot, by=owner, now=NOW)
    again = create_slot(location=slot.location, starts_at=slot.starts_at, now=NOW, capacity=1, by=owner)

    book(people[0], again, now=NOW + after(1))
    with pytest.raises(SlotTaken):
        book(people[1], again, now=NOW + after(1))

    assert Booking.objects.filter(slot=again, active=True).count() == 1


def test_a_time_whose_rule_is_gone_is_not_offered_again_when_somebody_leaves() -> None:
    job = make.a_job()
    rule = make.a_rule(location=job.location, horizon_days=14)
    supply(now=NOW)
    application = interviewing(job=job)
    book(make.an_invited_interview(application), Slot.objects.get(rule=rule, starts_at=FRIDAY), now=NOW)
    waits = interviewing(job=job, applied_at=NOW - timedelta(days=7))
    make.a_booked_interview(tokyo(2026, 6, 20, 15), waits)
    delete_rule(rule, by=make.a_staff(), now=NOW + after(1))

    withdraw(application, now=NOW + after(2))
    offer_open_times(now=NOW + after(3), reachable=lambda _application: True)

    assert not Slot.objects.open(NOW + after(3)).exists()
    assert not EarlierOffer.objects.exists()


def test_a_time_of_a_paused_rule_is_offered_again_once_the_rule_is_taken_up() -> None:
    owner, job = make.a_staff(), make.a_job()
    rule = make.a_rule(location=job.location)
    supply(now=NOW)
    slot, application = Slot.objects.get(rule=rule, starts_at=FRIDAY), interviewing(job=job)
    book(make.an_invited_interview(application), slot, now=NOW)
    pause_rule(rule, by=owner, now=NOW)
    withdraw(application, now=NOW + after(1))
    open_while_paused = slot in Slot.objects.open(NOW + after(1))

    resume_rule(rule, by=owner, now=NOW + after(2))

    assert not open_while_paused
    assert slot in Slot.objects.open(NOW + after(2))


def test_a_time_handed_to_a_colleague_can_be_taken_back() -> None:
    first, second, owner = make.a_staff(), make.a_staff(), make.a_staff()
    rule = make.a_rule(location=make.a_location(), interviewer=first)
    supply(now=NOW)
    slot = Slot.objects.get(rule=rule, starts_at=FRIDAY)
    change_slot(slot, SlotFacts(second, 1), by=owner, now=NOW)

    change_slot(Slot.objects.get(pk=slot.pk), SlotFacts(first, 1), by=owner, now=NOW)

    mine = Slot.objects.get(interviewer=first, starts_at=FRIDAY)
    assert (mine, mine.is_open) == (slot, True)


def test_one_person_is_asked_one_thing_at_a_time_whatever_they_applied_for() -> None:
    person, job = make.a_candidate(), make.a_job()
    for number, posting in enumerate((job, make.a_job(location=job.location))):
        application = interviewing(candidate=person, job=posting, applied_at=NOW - timedelta(days=7))
        make.a_booked_interview(tokyo(2026, 6, 17, 15 + number), application)
    for starts_at in (tokyo(2026, 6, 12, 15), tokyo(2026, 6, 13, 11)):
        make.a_slot(starts_at, location=job.location, made_at=NOW + after(1))

    asked = offer_open_times(now=NOW + after(2), reachable=lambda _application: True)

    assert (asked, EarlierOffer.objects.count()) == (1, 1)
