"""A tapped time is kept for ten minutes, for one person."""

import pytest

from scheduling.models import Interview, SlotHold
from scheduling.services.booking import book
from tests.factories import NOW, a_booked_interview, a_slot, an_application, an_invited_interview, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)
SATURDAY = tokyo(2026, 6, 13, 9, 30)


def test_a_tapped_time_is_kept_and_others_do_not_see_it(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    slot = a_slot(FRIDAY, location=place)
    a_slot(SATURDAY, location=place)
    other = a_door(an_invited_interview(an_application(job=interview.application.job)).application)

    answer = door.post("hold/", interview, slot=slot.pk)

    assert answer.status_code == 200
    assert "10分間おとりしています" in answer.content.decode()
    assert 'data-seconds="600"' in answer.content.decode()
    assert f'value="{slot.pk}" required checked' in door.text("times/")
    assert ">15:00</time>" not in other.text("times/")


def test_somebody_quicker_is_said_kindly(door: Door, interview: Interview) -> None:
    slot = a_slot(FRIDAY, location=interview.application.job.location)
    a_booked_interview(FRIDAY, an_application(job=interview.application.job), slot=slot)

    answer = door.post("hold/", interview, slot=slot.pk)

    assert f'data-lost="{slot.pk}"' in answer.content.decode()
    assert "ほかの時間からえらべます" in answer.content.decode()


def test_looking_at_the_address_of_holding_keeps_nothing(door: Door, interview: Interview) -> None:
    slot = a_slot(FRIDAY, location=interview.application.job.location)

    looked, asked_for_nothing = door.get(f"hold/?slot={slot.pk}"), door.post("hold/", interview)

    assert (looked.status_code, asked_for_nothing.status_code) == (303, 303)
    assert not SlotHold.objects.exists()


def test_a_page_of_an_older_state_keeps_nothing(door: Door, interview: Interview) -> None:
    shown = Interview.objects.get(pk=interview.pk)
    place = interview.application.job.location
    book(interview, a_slot(FRIDAY, location=place), now=NOW)

    answer = door.post("hold/", shown, slot=a_slot(SATURDAY, location=place).pk)

    assert answer.status_code == 204
    assert not SlotHold.objects.exists()
