"""A second chance on the candidate's page: the condition first, then the days."""

import pytest

from noshow.models import ClosingRule, SecondChance
from noshow.services.chances import give_second_chance, our_words
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState
from tests.factories import NOW, a_case, a_slot, a_staff, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)


@pytest.fixture
def again() -> Interview:
    """Invited once more after an interview they could not come to; a time stands free."""
    interview = give_second_chance(a_case(), by=a_staff(), now=NOW)
    a_slot(FRIDAY, location=interview.application.job.location)
    return interview


@pytest.fixture
def their_door(again: Interview) -> Door:
    return a_door(again.application)


def test_the_condition_stands_before_the_days(their_door: Door) -> None:
    page = their_door.text("times/")

    assert our_words("ja") in page
    assert "15:00" not in page


def test_agreeing_leads_to_the_days_and_a_time_is_booked(their_door: Door, again: Interview) -> None:
    answer = their_door.post("agree/", words=our_words("ja"))

    assert (answer.status_code, answer.url) == (303, their_door.address("times/"))
    assert SecondChance.objects.get().agreed_at == NOW
    assert "15:00" in their_door.text("times/")
    their_door.post("times/", again, slot=Slot.objects.get(starts_at=FRIDAY).pk)
    again.refresh_from_db()
    assert again.state == InterviewState.BOOKED


def test_who_comes_after_the_deadline_reads_the_condition_too(their_door: Door, again: Interview) -> None:
    Interview.objects.filter(pk=again.pk).update(state=InterviewState.LAPSED)

    answer = their_door.post("times/", again, slot=Slot.objects.get(starts_at=FRIDAY).pk)

    again.refresh_from_db()
    assert (answer.status_code, again.state) == (409, InterviewState.LAPSED)
    assert SecondChance.objects.get().agreed_at is None


@pytest.mark.parametrize("page", ["times/", "hold/"])
def test_nothing_is_booked_or_kept_before(page: str, their_door: Door, again: Interview) -> None:
    answer = their_door.post(page, again, slot=Slot.objects.get(starts_at=FRIDAY).pk)

    again.refresh_from_db()
    assert answer.status_code == {"times/": 409, "hold/": 204}[page]
    assert again.state == InterviewState.INVITED


def test_other_words_by_now_are_shown_anew(their_door: Door) -> None:
    ClosingRule.objects.create(chance_words_ja="ご連絡を、お待ちします。")

    answer = their_door.post("agree/", words=our_words("ja"))

    assert answer.status_code == 409
    assert "ご連絡を、お待ちします。" in answer.content.decode()
    assert SecondChance.objects.get().agreed_at is None


def test_looking_agrees_to_nothing(their_door: Door) -> None:
    their_door.get("agree/")

    assert SecondChance.objects.get().agreed_at is None
