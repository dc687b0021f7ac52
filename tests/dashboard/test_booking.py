"""Booking by hand: the same rules as for candidates, in clear words; and why people moved or left."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from scheduling.models import Closure, Interview, SlotHold
from scheduling.policy import LeavingReason, MovingReason
from scheduling.services.booking import book
from scheduling.services.holding import hold_seat
from scheduling.services.leaving import withdraw
from scheduling.services.parting import say_why_they_left
from tests.dashboard.signed_in import text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
)

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def someone() -> Application:
    return an_application(stage=Stage.INTERVIEWING)


@pytest.fixture
def interview(someone: Application) -> Interview:
    return an_invited_interview(someone)


def book_by_hand(screen: Client, application: Application, slot: int) -> str:
    address = f"/desk/applications/{application.pk}/book/"
    return text_of(screen.post(address, {"slot": slot}, follow=True))


def page_of(screen: Client, application: Application) -> str:
    return text_of(screen.get(f"/desk/applications/{application.pk}/"))


def test_a_time_somebody_is_just_choosing_is_theirs_for_the_moment(
    screen: Client, someone: Application, interview: Interview
) -> None:
    slot = a_slot(TOMORROW, location=someone.job.location)
    other = an_invited_interview(an_application(job=someone.job, stage=Stage.INTERVIEWING))
    hold_seat(other, slot, now=NOW)

    said = book_by_hand(screen, someone, slot.pk)

    assert "いま別の方がこの時間を選んでいます。予約されなければ10:10に空きます" in said
    assert SlotHold.objects.get().interview == other


def test_nobody_is_invited_by_a_booking_that_was_refused(screen: Client) -> None:
    someone = an_application(stage=Stage.IN_CONTACT, started_at=NOW - timedelta(days=1))
    slot = a_slot(TOMORROW, location=someone.job.location)
    hold_seat(an_invited_interview(an_application(job=someone.job)), slot, now=NOW)

    book_by_hand(screen, someone, slot.pk)

    assert not someone.interviews.exists()
    assert not someone.messages.filter(kind="invitation").exists()


def test_an_interviewer_who_meets_somebody_else_is_named_as_the_reason(
    screen: Client, someone: Application, interview: Interview
) -> None:
    interviewer = a_staff()
    a_booked_interview(TOMORROW, slot=a_slot(TOMORROW, interviewer=interviewer))
    slot = a_slot(TOMORROW + timedelta(minutes=10), location=someone.job.location, interviewer=interviewer)

    assert "面接官には別の面接があります" in book_by_hand(screen, someone, slot.pk)


def test_a_past_time_is_said_to_be_past(screen: Client, someone: Application, interview: Interview) -> None:
    slot = a_slot(NOW - timedelta(hours=1), location=someone.job.location)

    assert "この時間は、過ぎたか" in book_by_hand(screen, someone, slot.pk)


def test_a_full_group_is_said_to_be_taken(screen: Client, someone: Application, interview: Interview) -> None:
    group = a_slot(TOMORROW, location=someone.job.location, capacity=2)
    for _ in range(2):
        a_booked_interview(TOMORROW, slot=group)

    assert "いま埋まりました" in book_by_hand(screen, someone, group.pk)


def test_staff_see_what_candidates_are_not_offered_and_may_book_it(
    screen: Client, someone: Application, interview: Interview
) -> None:
    slot = a_slot(TOMORROW, location=someone.job.location)
    Closure.objects.create(starts_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=2))

    page = page_of(screen, someone)
    book_by_hand(screen, someone, slot.pk)

    interview.refresh_from_db()
    assert "応募者には出していません" in page
    assert interview.is_booked


def test_why_somebody_left_stands_on_their_page_in_words(screen: Client, someone: Application) -> None:
    a_booked_interview(TOMORROW, someone)
    withdraw(someone, now=NOW, reason=LeavingReason.OTHER_JOB)

    assert "理由:ほかに決まった" in page_of(screen, someone)

    say_why_they_left(someone, LeavingReason.NOT_AS_TOLD, now=NOW)

    page = page_of(screen, someone)
    assert "理由:思っていた仕事とちがう" in page
    assert "辞退の理由を教えてくれました" in page


def test_why_somebody_moved_stands_in_the_conversation(screen: Client) -> None:
    job = a_job()
    application = an_application(job=job, stage=Stage.INTERVIEWING)
    interview = a_booked_interview(TOMORROW, application)
    later = a_slot(TOMORROW + timedelta(days=1), location=job.location)

    book(interview, later, now=NOW, reason=MovingReason.FAMILY)

    assert "家庭の事情" in page_of(screen, application)
