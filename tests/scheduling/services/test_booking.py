"""Booking and moving: one seat, one person, one time, and the old time kept when the new one fails."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent
from company.policy import Actor
from scheduling.models import Booking, BusyFeed, BusyTime, Closure, EarlierOffer, Interview
from scheduling.policy import InterviewState, Mode, MoveRefusal, MovingReason
from scheduling.services.booking import (
    InterviewerElsewhere,
    InterviewOver,
    MoveNotAllowed,
    SlotNotOffered,
    SlotTaken,
    StalePage,
    book,
    move_refusal,
)
from scheduling.services.offering import offered_slots
from scheduling.signals import interview_booked, interview_moved
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db
TOMORROW = tokyo(2026, 6, 11, 13)


@pytest.fixture
def application() -> Application:
    return make.an_application(stage=Stage.INTERVIEWING)


def test_an_invited_person_books_a_slot(application: Application) -> None:
    interview = make.an_invited_interview(application)
    slot = make.a_slot(TOMORROW, location=application.job.location)

    with Heard(interview_booked) as heard:
        booking = book(interview, slot, now=NOW, version=1)

    stored = Interview.objects.get()
    assert (booking.seat, booking.active, booking.slot) == (1, True, slot)
    assert (stored.state, stored.starts_at, stored.ends_at) == (
        InterviewState.BOOKED,
        TOMORROW,
        TOMORROW + timedelta(minutes=30),
    )
    assert (stored.version, stored.sequence, stored.moves, stored.updated_at) == (2, 0, 0, NOW)
    assert interview.version == 2
    assert heard.calls == [{"interview_id": interview.pk, "now": NOW}]
    application.refresh_from_db()
    assert application.last_word_at == NOW
    event = AuditEvent.objects.get(action="interview_booked")
    assert (event.actor_kind, event.application_id, event.details) == (
        Actor.CANDIDATE,
        application.pk,
        {"slot": slot.pk},
    )


def test_staff_book_for_somebody_and_it_is_not_a_word_of_theirs(application: Application) -> None:
    interview = make.an_invited_interview(application)
    slot = make.a_slot(TOMORROW, location=application.job.location)
    staff = make.a_staff()

    book(interview, slot, now=NOW, by=staff)

    application.refresh_from_db()
    assert interview.booked_by == staff
    assert application.last_word_at is None
    assert AuditEvent.objects.get(action="interview_booked").actor == staff


def test_a_move_frees_the_old_seat_and_forgets_the_answer(application: Application) -> None:
    interview = make.a_booked_interview(TOMORROW, application, confirmed_at=NOW, late_minutes=10)
    later = make.a_slot(TOMORROW + timedelta(days=1), location=application.job.location)

    with Heard(interview_moved) as heard:
        book(interview, later, now=NOW)

    assert list(Booking.objects.order_by("pk").values_list("slot", "active")) == [
        (interview.bookings.earliest("pk").slot_id, False),
        (later.pk, True),
    ]
    assert (interview.starts_at, interview.moves, interview.sequence) == (later.starts_at, 1, 1)
    assert (interview.confirmed_at, interview.late_minutes) == (None, None)
    assert heard.calls == [{"interview_id": interview.pk, "now": NOW}]


def test_choosing_the_booked_time_again_changes_nothing(application: Application) -> None:
    slot = make.a_slot(TOMORROW, location=application.job.location)
    interview = make.an_invited_interview(application)
    first = book(interview, slot, now=NOW, version=1)

    second = book(interview, slot, now=NOW, version=1)

    assert second == first
    assert (interview.version, interview.moves) == (2, 0)


def test_a_full_slot_is_taken_and_the_old_time_stays(application: Application) -> None:
    interview = make.a_booked_interview(TOMORROW, application)
    full = make.a_slot(TOMORROW + timedelta(hours=1), location=application.job.location)
    make.a_booked_interview(full.starts_at, slot=full)

    with pytest.raises(SlotTaken):
        book(interview, full, now=NOW)

    interview.refresh_from_db()
    assert (interview.starts_at, interview.version) == (TOMORROW, 1)
    assert interview.bookings.get().active


def test_a_slot_with_seats_gives_the_lowest_free_one(application: Application) -> None:
    group = make.a_slot(TOMORROW, location=application.job.location, capacity=3)
    leaving = make.a_booked_interview(TOMORROW, slot=group)
    make.a_booked_interview(TOMORROW, slot=group)
    leaving.bookings.update(active=False)

    booking = book(make.an_invited_interview(application), group, now=NOW)

    assert booking.seat == 1
    assert group in offered_slots(application, now=NOW)


def test_an_interviewer_is_not_in_two_places(application: Application) -> None:
    interviewer = make.a_staff()
    other_place = make.a_slot(TOMORROW, minutes=60, interviewer=interviewer)
    make.a_booked_interview(TOMORROW, slot=other_place)
    place = application.job.location
    overlapping = make.a_slot(TOMORROW + timedelta(minutes=30), location=place, interviewer=interviewer)
    following = make.a_slot(TOMORROW + timedelta(minutes=60), location=place, interviewer=interviewer)
    interview = make.an_invited_interview(application)

    with pytest.raises(SlotTaken):
        book(interview, overlapping, now=NOW)

    assert list(offered_slots(application, now=NOW)) == [following]
    assert book(interview, following, now=NOW).active


def test_moving_within_the_interviewers_own_time_is_no_overlap(application: Application) -> None:
    interviewer = make.a_staff()
    place = application.job.location
    long = make.a_slot(TOMORROW, minutes=60, location=place, interviewer=interviewer)
    inside = make.a_slot(TOMORROW + timedelta(minutes=15), location=place, interviewer=interviewer)
    interview = make.a_booked_interview(TOMORROW, application, slot=long)

    assert book(interview, inside, now=NOW).slot == inside


@pytest.mark.parametrize("fault", ["past", "withdrawn", "elsewhere"])
def test_a_slot_that_is_not_offered_is_refused(application: Application, fault: str) -> None:
    place = make.a_location() if fault == "elsewhere" else application.job.location
    starts_at = NOW if fault == "past" else TOMORROW
    slot = make.a_slot(starts_at, location=place, is_open=fault != "withdrawn")

    with pytest.raises(SlotNotOffered):
        book(make.an_invited_interview(application), slot, now=NOW)

    assert not Booking.objects.exists()
    assert not offered_slots(application, now=NOW).exists()


def test_a_page_that_shows_an_older_state_is_refused(application: Application) -> None:
    interview = make.an_invited_interview(application, version=3)
    slot = make.a_slot(TOMORROW, location=application.job.location)

    with pytest.raises(StalePage):
        book(interview, slot, now=NOW, version=2)

    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (InterviewState.CAME, Stage.DECIDING),
        (InterviewState.CANCELLED_BY_US, Stage.INTERVIEWING),
        (InterviewState.INVITED, Stage.REJECTED),
    ],
)
def test_what_is_over_cannot_be_booked(state: InterviewState, stage: Stage) -> None:
    application = make.an_application(stage=stage)
    interview = make.an_invited_interview(application, state=state)

    with pytest.raises(InterviewOver):
        book(interview, make.a_slot(TOMORROW, location=application.job.location), now=NOW)


@pytest.mark.parametrize(
    ("moves", "now", "reason"),
    [
        (3, NOW, MoveRefusal.TOO_MANY),
        (0, TOMORROW - timedelta(minutes=59), MoveRefusal.TOO_LATE),
        (0, TOMORROW + timedelta(minutes=5), MoveRefusal.TOO_LATE),
    ],
)
def test_the_rule_for_moving_binds_candidates_and_not_staff(
    application: Application, moves: int, now: datetime, reason: MoveRefusal
) -> None:
    interview = make.a_booked_interview(TOMORROW, application, own_moves=moves)
    later = make.a_slot(TOMORROW + timedelta(days=1), location=application.job.location)

    with pytest.raises(MoveNotAllowed) as refused:
        book(interview, later, now=now)
    book(interview, later, now=now, by=make.a_staff())

    assert refused.value.reason is reason
    assert (interview.starts_at, interview.moves, interview.own_moves) == (later.starts_at, 1, moves)


def test_the_last_moment_to_move_is_the_cutoff_itself(application: Application) -> None:
    interview = make.a_booked_interview(TOMORROW, application)
    later = make.a_slot(TOMORROW + timedelta(days=1), location=application.job.location)

    assert book(interview, later, now=TOMORROW - timedelta(minutes=60)).active


def test_offered_times_come_soonest_first_and_by_way_of_meeting(application: Application) -> None:
    place = application.job.location
    second = make.a_slot(TOMORROW + timedelta(hours=2), location=place)
    first = make.a_slot(TOMORROW, location=place)
    online = make.a_slot(TOMORROW + timedelta(hours=1), location=place, mode=Mode.ONLINE)

    assert list(offered_slots(application, now=NOW)) == [first, online, second]
    assert list(offered_slots(application, now=NOW, mode=Mode.ONLINE)) == [online]


@pytest.mark.parametrize("why", ["busy", "closed", "offered to another"])
def test_what_is_not_offered_binds_candidates_and_not_staff(application: Application, why: str) -> None:
    place, interviewer = application.job.location, make.a_staff()
    slot = make.a_slot(TOMORROW, location=place, interviewer=interviewer)
    until = TOMORROW + timedelta(hours=1)
    if why == "busy":
        feed = BusyFeed.objects.create(staff=interviewer, name="own", added_at=NOW)
        BusyTime.objects.create(feed=feed, interviewer=interviewer, starts_at=TOMORROW, ends_at=until)
    elif why == "closed":
        Closure.objects.create(location=place, starts_at=TOMORROW, ends_at=until)
    else:
        other = make.a_booked_interview(TOMORROW + timedelta(days=5))
        EarlierOffer.objects.create(slot=slot, interview=other, offered_at=NOW, until=until)
    interview = make.an_invited_interview(application)

    with pytest.raises(SlotNotOffered):
        book(interview, slot, now=NOW)

    assert book(interview, slot, now=NOW, by=make.a_staff()).slot == slot


def test_staff_meet_the_interviewers_other_interview_like_everybody(application: Application) -> None:
    interviewer = make.a_staff()
    first = make.a_slot(TOMORROW, interviewer=interviewer)
    make.a_booked_interview(TOMORROW, slot=first)
    same = make.a_slot(
        TOMORROW + timedelta(minutes=10), location=application.job.location, interviewer=interviewer
    )

    with pytest.raises(InterviewerElsewhere):
        book(make.an_invited_interview(application), same, now=NOW, by=make.a_staff())


@pytest.mark.parametrize(
    ("values", "own_moves", "hours_before", "refusal"),
    [
        ({"reschedules_allowed": 1}, 0, 24, None),
        ({"reschedules_allowed": 1}, 1, 24, MoveRefusal.TOO_MANY),
        ({"reschedules_allowed": 0}, 0, 24, MoveRefusal.TOO_MANY),
        ({"reschedule_cutoff_minutes": 180}, 0, 3, None),
        ({"reschedule_cutoff_minutes": 180}, 0, 2, MoveRefusal.TOO_LATE),
        ({"reschedule_cutoff_minutes": 0}, 0, 0, None),
        ({}, 0, 0, MoveRefusal.TOO_LATE),
        ({}, 2, 2, None),
    ],
)
def test_a_jobs_own_rule_for_moving_goes_before_the_companys(
    values: dict[str, int], own_moves: int, hours_before: int, refusal: MoveRefusal | None
) -> None:
    make.a_company(reschedules_allowed=3, reschedule_cutoff_minutes=60)
    application = make.an_application(job=make.a_job(**values), stage=Stage.INTERVIEWING)
    interview = make.a_booked_interview(TOMORROW, application, own_moves=own_moves)

    assert move_refusal(interview, now=TOMORROW - timedelta(hours=hours_before)) is refusal


def test_why_somebody_moves_is_kept_with_the_booking_and_in_the_trail(application: Application) -> None:
    interview = make.a_booked_interview(TOMORROW, application)
    later = make.a_slot(TOMORROW + timedelta(days=1), location=application.job.location)

    booking = book(interview, later, now=NOW, reason=MovingReason.FAMILY)

    assert booking.reason == "family"
    event = AuditEvent.objects.get(action="interview_moved")
    assert event.details == {"slot": later.pk, "reason": "family"}


def test_a_company_may_ask_candidates_why_they_move_and_never_staff(application: Application) -> None:
    make.a_company(reschedules_need_a_reason=True)
    interview = make.an_invited_interview(application)
    first, second, third = (
        make.a_slot(TOMORROW + timedelta(days=n), location=application.job.location) for n in range(3)
    )
    book(interview, first, now=NOW)

    with pytest.raises(MoveNotAllowed) as refused:
        book(interview, second, now=NOW)
    book(interview, second, now=NOW, reason=MovingReason.OTHER)
    book(interview, third, now=NOW, by=make.a_staff())

    assert refused.value.reason is MoveRefusal.NO_REASON
    assert list(Booking.objects.order_by("pk").values_list("reason", flat=True)) == ["", "other", ""]


def test_a_time_we_asked_them_to_take_is_bound_by_no_rule_and_does_not_count(
    application: Application,
) -> None:
    make.a_company(reschedules_need_a_reason=True)
    interview = make.a_booked_interview(TOMORROW, application, own_moves=3)
    sooner = make.a_slot(TOMORROW - timedelta(hours=4), location=application.job.location)

    book(interview, sooner, now=TOMORROW - timedelta(minutes=270), is_offer=True)

    assert (interview.starts_at, interview.own_moves, interview.moves) == (sooner.starts_at, 3, 1)


def test_somebody_is_moved_over_the_desk_into_a_group(application: Application) -> None:
    group = make.a_slot(TOMORROW, location=application.job.location, capacity=2, interviewer=make.a_staff())
    make.a_booked_interview(TOMORROW, slot=group)
    interview = make.a_booked_interview(TOMORROW + timedelta(days=1), application)
    late = make.an_invited_interview(make.an_application(job=application.job, stage=Stage.INTERVIEWING))

    assert book(interview, group, now=NOW, by=make.a_staff()).seat == 2
    with pytest.raises(SlotTaken):
        book(late, group, now=NOW, by=make.a_staff())
