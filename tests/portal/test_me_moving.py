"""Moving by oneself has an end, and never a dead one: somebody to call, something to press."""

from datetime import timedelta

import pytest

from scheduling.models import Interview
from tests.factories import NOW, a_booked_interview, a_company, a_job, a_slot, an_application
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def booked(in_hours: float, *, own_moves: int = 0, **rule: int) -> Interview:
    application = an_application(job=a_job(**rule), stage="interviewing")
    interview = a_booked_interview(NOW + timedelta(hours=in_hours), application, own_moves=own_moves)
    a_slot(NOW + timedelta(days=20), location=application.job.location)
    return interview


@pytest.mark.parametrize("in_hours", [0.5, 5, 20, 47, 80, -0.5, -2.5, -30])
@pytest.mark.parametrize("own_moves", [0, 3])
@pytest.mark.parametrize("cutoff", [60, 5760])
def test_there_is_a_way_on_in_every_state(in_hours: float, own_moves: int, cutoff: int) -> None:
    interview = booked(in_hours, own_moves=own_moves, reschedule_cutoff_minutes=cutoff)
    door = a_door(interview.application)

    page = door.text("times/")

    offers_times = 'name="slot"' in page
    goes_on = {
        "another day": door.address("wish/") in page,
        "today": door.address("absent/") in page,
        "late": door.address("late/") in page,
    }
    assert offers_times == (own_moves < 3 and timedelta(hours=in_hours) >= timedelta(minutes=cutoff))
    assert "tel:" in page
    assert door.address("message/") in page
    assert offers_times or goes_on["another day"] or goes_on["today"]
    assert offers_times or goes_on["late"] == (-2 <= in_hours <= 48)


def test_past_the_cutoff_the_button_of_an_open_page_moves_nothing_and_says_how() -> None:
    interview = booked(0.5)
    slot = a_slot(NOW + timedelta(days=1), location=interview.application.job.location)

    answer = a_door(interview.application).post("times/", interview, slot=slot.pk)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert "tel:" in answer.content.decode()
    assert interview.starts_at == NOW + timedelta(minutes=30)


def test_a_jobs_own_rule_shows_on_the_page() -> None:
    strict, usual = booked(24, reschedules_allowed=0), booked(24)

    assert 'name="slot"' not in a_door(strict.application).text("times/")
    assert 'name="slot"' in a_door(usual.application).text("times/")


def test_a_company_that_asks_why_moves_nobody_without_an_answer() -> None:
    interview = booked(48)
    slot = a_slot(NOW + timedelta(days=1), location=interview.application.job.location)
    door: Door = a_door(interview.application)
    a_company(reschedules_need_a_reason=True)

    refused = door.post("times/", interview, slot=slot.pk)
    moved = door.post("times/", interview, slot=slot.pk, reason="family")

    interview.refresh_from_db()
    assert refused.status_code == 422
    assert moved.status_code == 303
    assert interview.booking is not None
    assert (interview.booking.slot, interview.booking.reason) == (slot, "family")
