"""The page after a withdrawal: thanks, a way back, and a reason if they like."""

from datetime import timedelta

import pytest
import time_machine

from scheduling.models import Interview
from tests.factories import a_booked_interview, an_application, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def interview() -> Interview:
    return a_booked_interview(tokyo(2026, 6, 11, 13))


@pytest.fixture
def door(interview: Interview) -> Door:
    return a_door(interview.application)


def test_the_page_that_thanks_asks_once_more_and_lightly(door: Door, interview: Interview) -> None:
    door.post("withdraw/", interview)
    asked = door.text()

    answer = door.post("withdraw/why/", why="conditions")

    interview.application.refresh_from_db()
    assert "よければ教えてください" in asked
    assert (answer.status_code, answer.url) == (303, door.address())
    assert interview.application.closed_reason == "conditions"
    assert "参考にします" in door.text()


@pytest.mark.parametrize("why", ["", "<script>"])
def test_no_reason_and_one_nobody_offered_change_nothing(door: Door, interview: Interview, why: str) -> None:
    door.post("withdraw/", interview)

    answer = door.post("withdraw/why/", why=why)

    interview.application.refresh_from_db()
    assert answer.status_code == 303
    assert interview.application.closed_reason == ""


def test_when_it_can_no_longer_be_undone_nothing_is_asked_and_nothing_taken(
    door: Door, interview: Interview, at_now: time_machine.Traveller
) -> None:
    door.post("withdraw/", interview)
    at_now.shift(timedelta(minutes=16))

    answer = door.post("withdraw/why/", why="health")

    assert answer.status_code == 409
    assert "ここでの受付は終わりました" in answer.content.decode()
    assert "よければ教えてください" not in door.text()


def test_looking_at_the_address_changes_nothing(door: Door, interview: Interview) -> None:
    door.post("withdraw/", interview)

    assert door.get("withdraw/why/").status_code == 303


def test_taking_it_back_is_said_for_ten_minutes(
    door: Door, interview: Interview, at_now: time_machine.Traveller
) -> None:
    door.post("withdraw/", interview)
    left = door.text()

    door.post("undo/")
    back, again = door.text(), door.text()
    at_now.shift(timedelta(minutes=10))

    assert "辞退をとりけしました。" not in left
    assert back.count("辞退をとりけしました。") == again.count("辞退をとりけしました。") == 1
    assert "辞退をとりけしました。" not in door.text()


def test_taking_it_back_without_an_interview_is_said_too(door: Door, interview: Interview) -> None:
    waiting = a_door(an_application())

    waiting.post("withdraw/")
    waiting.post("undo/")

    assert "辞退をとりけしました。" in waiting.text()
    assert "辞退をとりけしました。" not in door.text()
