"""One time stands for all interviewers who are free then."""

import pytest

from scheduling.models import Booking, SlotHold
from scheduling.services.seats import SlotTaken
from scheduling.services.taking import keep_time, take_time
from tests.factories import (
    NOW,
    a_booked_interview,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
FRIDAY = tokyo(2026, 6, 12, 15)


def test_who_loses_a_seat_meets_a_colleague_at_the_same_time() -> None:
    interview = an_invited_interview()
    place = interview.application.job.location
    lost, free = (a_slot(FRIDAY, location=place, interviewer=a_staff()) for _ in range(2))
    a_booked_interview(FRIDAY, an_application(job=interview.application.job), slot=lost)

    kept = keep_time(interview, lost, now=NOW, version=interview.version)
    booking = take_time(interview, lost, now=NOW, version=interview.version)

    assert kept.slot == free
    assert booking.slot == free
    assert not SlotHold.objects.exists()


def test_without_a_free_colleague_the_time_is_gone() -> None:
    interview = an_invited_interview()
    place = interview.application.job.location
    slot = a_slot(FRIDAY, location=place)
    a_slot(FRIDAY, location=place, mode="online", online_url="https://meet.example.jp/1")
    a_booked_interview(FRIDAY, an_application(job=interview.application.job), slot=slot)

    with pytest.raises(SlotTaken):
        take_time(interview, slot, now=NOW, version=interview.version)

    assert not Booking.objects.filter(interview=interview).exists()
