"""「迷いました」: one press, the way on the screen and as a message, and the desk knows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from messaging.models import Message
from messaging.policy import Kind
from scheduling.models import Interview
from scheduling.policy import InterviewState, Mode
from tests.factories import NOW, a_booked_interview, a_location, a_slot, a_staff, an_application, tokyo
from tests.factories import a_job as job_at
from tests.portal.linked import Door, a_door

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START - timedelta(minutes=8), tick=False) as traveller:
        yield traveller


@pytest.fixture
def interview() -> Interview:
    place = a_location(
        postal_address="武蔵野市0-1-2",
        station="吉祥寺駅",
        entrance="藍色ののれん",
        directions="公園口を出る\n2つ目の角を左",
    )
    return a_booked_interview(START, an_application(job=job_at(location=place), stage="interviewing"))


@pytest.fixture
def door(clock: time_machine.Traveller, interview: Interview) -> Door:
    return a_door(interview.application, now=NOW)


def test_one_press_sends_the_way_and_shows_all_of_it(door: Door, interview: Interview) -> None:
    answer = door.post("way/", interview)
    page = door.text("way/")

    interview.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, door.address("way/"))
    assert interview.lost_at == START - timedelta(minutes=8)
    assert Message.objects.planned().filter(kind=Kind.THE_WAY).count() == 1
    for words in ("武蔵野市0-1-2", "吉祥寺駅", "藍色ののれん", "2つ目の角を左", "tel:0422-00-0120", "maps"):
        assert words in page


def test_the_desk_sees_it_with_its_time(door: Door, interview: Interview, client: Client) -> None:
    door.post("way/", interview)
    client.force_login(a_staff())

    desk = client.get("/desk/").content.decode()

    assert "道に迷っています 12:52" in desk


def test_looking_at_the_way_tells_nobody(door: Door, interview: Interview) -> None:
    page = door.text("way/")

    interview.refresh_from_db()
    assert "メッセージで受け取る" in page
    assert (interview.lost_at, Message.objects.filter(kind=Kind.THE_WAY).count()) == (None, 0)


def test_a_page_older_than_a_move_is_refused(door: Door, interview: Interview) -> None:
    answer = door.client.post(door.address("way/"), {"version": interview.version + 5})

    interview.refresh_from_db()
    assert (answer.status_code, interview.lost_at) == (409, None)


def test_the_home_offers_it_from_two_days_before_until_well_after_the_start(
    door: Door, clock: time_machine.Traveller
) -> None:
    offered = {}
    for hours in (-72, -30, -1, 1, 2.5):
        clock.move_to(START + timedelta(hours=hours))
        offered[hours] = f'action="{door.address("way/")}"' in door.text()

    assert offered == {-72: False, -30: True, -1: True, 1: True, 2.5: False}


def test_online_it_is_the_connection_that_is_lost(
    clock: time_machine.Traveller, interview: Interview
) -> None:
    slot = a_slot(
        START + timedelta(hours=1),
        location=interview.application.job.location,
        mode=Mode.ONLINE,
        online_url="https://meet.example.jp/1",
    )
    job = interview.application.job
    other = a_booked_interview(slot.starts_at, an_application(job=job, stage="interviewing"), slot=slot)
    door = a_door(other.application, now=NOW)

    assert "つながりません" in door.text()
    assert "https://meet.example.jp/1" in door.text("way/")


@pytest.mark.parametrize("state", [InterviewState.EXCUSED, InterviewState.CAME])
def test_afterwards_there_is_no_way_and_the_home_says_what_stands(
    door: Door, interview: Interview, state: InterviewState
) -> None:
    Interview.objects.update(state=state)

    assert door.get("way/").status_code == 303
    assert door.post("way/").status_code == 409
