"""An earlier time: offered, taken by the first, declined, stopped, over. On whichever database runs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Job
from candidates.policy import Stage
from company.models import AuditEvent
from messaging.services.holding import hold
from reminders.services.backfilling import backfill
from scheduling.models import Booking, EarlierOffer, Interview, Slot
from scheduling.policy import InterviewState, Mode, OfferState
from scheduling.services import earlier
from scheduling.services.backfilling import end_overdue, offer_open_times
from scheduling.services.booking import SlotNotOffered, book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.leaving import withdraw
from scheduling.services.slots import withdraw_slot
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def job() -> Job:
    return make.a_job()


def someone_waiting(job: Job, *, days: int = 7, **values: object) -> Interview:
    """Applied ``days`` ago, booked at NOW for next week."""
    applied_at = NOW - timedelta(days=days)
    application = make.an_application(job=job, stage=Stage.INTERVIEWING, applied_at=applied_at, **values)
    return make.a_booked_interview(NEXT_WEEK, application)


def a_new_time(job: Job, **values: object) -> Slot:
    """Made after everybody booked."""
    values.setdefault("made_at", NOW + timedelta(minutes=1))
    return make.a_slot(FRIDAY, location=job.location, **values)  # type: ignore[arg-type]  # by name


def look(after: timedelta = timedelta(minutes=2)) -> int:
    return offer_open_times(now=NOW + after, reachable=lambda application: True)


def states() -> list[str]:
    return list(EarlierOffer.objects.order_by("pk").values_list("state", flat=True))


def test_a_new_time_is_offered_to_those_waiting_longest_and_kept_for_them(job: Job) -> None:
    waiting = [someone_waiting(job, days=days) for days in (1, 9, 5, 7)]
    slot = a_new_time(job)

    assert look() == 3

    asked = set(EarlierOffer.objects.values_list("interview", flat=True))
    assert asked == {waiting[1].pk, waiting[2].pk, waiting[3].pk}
    offer = EarlierOffer.objects.first()
    assert offer is not None
    assert offer.until == NOW + timedelta(minutes=62)
    assert not Slot.objects.open(LATER - timedelta(minutes=1)).filter(pk=slot.pk).exists()
    assert Slot.objects.open(NOW + timedelta(minutes=62)).filter(pk=slot.pk).exists()
    assert look(timedelta(minutes=3)) == 0


def test_a_time_freed_by_a_withdrawal_is_offered(job: Job) -> None:
    leaving = make.a_booked_interview(FRIDAY, make.an_application(job=job, stage=Stage.INTERVIEWING))
    waiting = someone_waiting(job)
    assert look() == 0

    withdraw(leaving.application, now=NOW + timedelta(minutes=1))

    assert look() == 1
    assert EarlierOffer.objects.get().interview == waiting


def test_nothing_is_offered_that_stood_free_when_they_booked(job: Job) -> None:
    someone_waiting(job)
    make.a_slot(FRIDAY, location=job.location, made_at=NOW - timedelta(days=1))
    make.a_slot(FRIDAY + timedelta(hours=1), location=job.location)  # nobody knows since when

    assert look() == 0


def test_where_like_times_stood_free_all_along_nobody_is_asked_about_one_more(job: Job) -> None:
    someone_waiting(job)
    same_afternoon = make.a_slot(FRIDAY + timedelta(hours=1), location=job.location)
    a_new_time(job)
    assert look() == 0

    same_afternoon.delete()

    assert look() == 1


def test_who_moved_away_from_a_time_is_not_asked_about_it(job: Job) -> None:
    waiting = make.a_booked_interview(FRIDAY, make.an_application(job=job, stage=Stage.INTERVIEWING))
    book(waiting, make.a_slot(NEXT_WEEK, location=job.location), now=NOW + timedelta(minutes=1))

    assert look() == 0


def test_constraints_and_the_way_of_meeting_are_minded(job: Job) -> None:
    someone_waiting(job, constraints={"leave_by": "14:00"})
    a_new_time(job)
    a_new_time(job, mode=Mode.ONLINE, online_url="https://meet.example/x")

    assert look() == 0


def test_nothing_is_offered_when_the_company_does_not_want_it(job: Job) -> None:
    someone_waiting(job)
    a_new_time(job)
    make.a_company(offers_earlier_times=False)

    assert look() == 0


def test_nothing_is_offered_while_sending_is_on_hold_nor_to_whom_nobody_can_write(job: Job) -> None:
    someone_waiting(job)
    silent = make.a_candidate(phone="", email="")
    make.a_booked_interview(
        NEXT_WEEK, make.an_application(job=job, candidate=silent, stage=Stage.INTERVIEWING)
    )
    a_new_time(job)
    held = hold(by=None, now=NOW)
    assert backfill(now=NOW + timedelta(minutes=2)) == 0

    held.delete()

    assert backfill(now=NOW + timedelta(minutes=2)) == 1


def offered(job: Job, people: int = 1, **values: object) -> list[EarlierOffer]:
    for days in range(people):
        someone_waiting(job, days=20 - days)
    a_new_time(job, **values)
    assert look() == people
    return list(EarlierOffer.objects.order_by("interview__application__applied_at"))


def test_the_first_to_accept_moves_without_using_up_a_move(job: Job) -> None:
    make.a_company(reschedules_allowed=0, reschedules_need_a_reason=True)
    first, second, third = offered(job, 3)

    earlier.accept(second, now=LATER - timedelta(minutes=10), version=1)

    second.interview.refresh_from_db()
    assert second.interview.starts_at == FRIDAY
    assert (second.interview.own_moves, second.interview.moves) == (0, 1)
    assert second.interview.booked_by is None
    ends = {one.pk: one.state for one in EarlierOffer.objects.all()}
    assert ends == {
        first.pk: OfferState.TAKEN,
        second.pk: OfferState.ACCEPTED,
        third.pk: OfferState.TAKEN,
    }
    with pytest.raises(earlier.OfferOver) as refused:
        earlier.accept(first, now=LATER - timedelta(minutes=9))
    assert refused.value.state == OfferState.TAKEN


def test_accepting_twice_is_accepting_once(job: Job) -> None:
    (only,) = offered(job)
    moment = LATER - timedelta(minutes=10)

    assert earlier.accept(only, now=moment).pk == earlier.accept(only, now=moment).pk
    assert Booking.objects.filter(active=True).count() == 1


def test_in_a_group_of_two_the_second_is_not_too_late(job: Job) -> None:
    first, second, third = offered(job, 3, capacity=2)

    earlier.accept(first, now=LATER - timedelta(minutes=10))
    assert states().count(OfferState.OPEN) == 2
    earlier.accept(second, now=LATER - timedelta(minutes=9))

    third.refresh_from_db()
    assert third.state == OfferState.TAKEN


def test_after_its_time_an_offer_can_no_longer_be_taken_and_the_next_are_asked(job: Job) -> None:
    first, *_ = offered(job, 3)
    next_one = someone_waiting(job, days=1)
    over = NOW + timedelta(minutes=62)

    with pytest.raises(earlier.OfferOver):
        earlier.accept(first, now=over)
    assert end_overdue(now=over) == 3
    assert offer_open_times(now=over, reachable=lambda application: True) == 1

    assert EarlierOffer.objects.get(state=OfferState.OPEN).interview == next_one
    assert states()[:3] == [OfferState.EXPIRED] * 3


def test_who_declines_keeps_their_time_and_may_want_no_more(job: Job) -> None:
    (only,) = offered(job)

    earlier.decline(only, now=LATER - timedelta(minutes=10))
    earlier.decline(only, now=LATER - timedelta(minutes=9), no_more=True)

    only.refresh_from_db()
    assert (only.state, only.no_more) == (OfferState.DECLINED, True)
    make.a_slot(FRIDAY + timedelta(hours=2), location=job.location, made_at=LATER)
    assert offer_open_times(now=NOW + timedelta(days=1, hours=2), reachable=lambda one: True) == 0


def test_whoever_declined_is_asked_about_another_time_a_day_later(job: Job) -> None:
    (only,) = offered(job)
    earlier.decline(only, now=LATER - timedelta(minutes=10))
    make.a_slot(FRIDAY + timedelta(hours=2), location=job.location, made_at=LATER)

    assert look(timedelta(hours=23)) == 0
    assert look(timedelta(hours=25)) == 1


def test_staff_may_give_the_time_to_somebody_else_and_those_asked_have_been_too_late(job: Job) -> None:
    (only,) = offered(job)
    other = make.an_invited_interview(make.an_application(job=job, stage=Stage.INTERVIEWING))
    with pytest.raises(SlotNotOffered):
        book(other, only.slot, now=LATER - timedelta(minutes=10))

    book(other, only.slot, now=LATER - timedelta(minutes=10), by=make.a_staff())

    assert states() == [OfferState.TAKEN]


def test_leaving_or_being_cancelled_ends_the_offer_in_the_same_breath(job: Job) -> None:
    first, second = offered(job, 2)

    withdraw(first.interview.application, now=LATER - timedelta(minutes=10))
    cancel_by_us(second.interview, by=make.a_staff(), now=LATER - timedelta(minutes=10), reason="filled")

    assert states() == [OfferState.STOPPED] * 2


def test_moving_elsewhere_ends_the_offer(job: Job) -> None:
    (only,) = offered(job)

    book(only.interview, make.a_slot(tokyo(2026, 6, 15, 9), location=job.location), now=LATER)

    assert states() == [OfferState.STOPPED]


def test_picking_the_offered_time_on_the_page_with_all_times_takes_it(job: Job) -> None:
    (only,) = offered(job)

    book(only.interview, only.slot, now=LATER - timedelta(minutes=10))

    assert states() == [OfferState.ACCEPTED]


def test_a_withdrawn_time_is_offered_to_nobody_any_more(job: Job) -> None:
    (only,) = offered(job)
    withdraw_slot(only.slot, by=make.a_staff(), now=LATER)

    assert end_overdue(now=LATER) == 1

    assert states() == [OfferState.STOPPED]


def test_a_person_here_stops_an_offer(job: Job) -> None:
    (only,) = offered(job)

    earlier.stop(only, by=make.a_staff(), now=LATER - timedelta(minutes=10))

    assert states() == [OfferState.STOPPED]
    with pytest.raises(earlier.OfferOver):
        earlier.accept(only, now=LATER - timedelta(minutes=9))


def test_the_later_time_that_comes_free_goes_to_the_next_who_waits(job: Job) -> None:
    (only,) = offered(job)
    last = make.a_booked_interview(
        tokyo(2026, 6, 24, 15), make.an_application(job=job, stage=Stage.INTERVIEWING)
    )
    earlier.accept(only, now=LATER - timedelta(minutes=10))

    assert look(timedelta(minutes=55)) == 1

    again = EarlierOffer.objects.get(state=OfferState.OPEN)
    assert (again.interview, again.slot.starts_at) == (last, NEXT_WEEK)


@pytest.fixture
def three_offers(job: Job) -> Application:
    """Somebody who has had their three offers and answered none."""
    waiting = someone_waiting(job)
    for day in range(3):
        made = make.a_slot(
            FRIDAY + timedelta(hours=day), location=job.location, made_at=NOW + timedelta(minutes=1)
        )
        moment = NOW + timedelta(days=day, hours=day + 1)
        EarlierOffer.objects.create(
            slot=made, interview=waiting, state=OfferState.EXPIRED, offered_at=moment, until=moment
        )
    return waiting.application


def test_after_three_offers_nobody_is_asked_again(job: Job, three_offers: Application) -> None:
    made = tokyo(2026, 6, 15, 12)
    make.a_slot(tokyo(2026, 6, 16, 10), location=job.location, made_at=made)

    assert offer_open_times(now=made + timedelta(minutes=1), reachable=lambda one: True) == 0
    EarlierOffer.objects.earliest("pk").delete()
    assert offer_open_times(now=made + timedelta(minutes=1), reachable=lambda one: True) == 1


def test_the_trail_tells_each_step(job: Job) -> None:
    first, second = offered(job, 2)
    earlier.accept(first, now=LATER - timedelta(minutes=10))

    told = AuditEvent.objects.filter(action__startswith="earlier_time_").order_by("pk")

    assert [(one.action, one.application_id) for one in told] == [
        ("earlier_time_offered", first.interview.application_id),
        ("earlier_time_offered", second.interview.application_id),
        ("earlier_time_accepted", first.interview.application_id),
        ("earlier_time_taken", second.interview.application_id),
    ]
    assert Interview.objects.filter(state=InterviewState.BOOKED).count() == 2


def test_looking_costs_the_same_for_one_who_waits_and_for_three(job: Job) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert offer_open_times(now=NOW, reachable=lambda one: True) == 0
        return len(seen)

    someone_waiting(job)
    one = cost()
    someone_waiting(job)
    someone_waiting(job)

    assert cost() == one
