"""Choosing a time: live, one winner, never a dead end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from scheduling.models import AvailabilityWish, Booking, Interview
from scheduling.policy import InterviewState, Mode
from scheduling.services.booking import book
from tests.factories import (
    NOW,
    a_booked_interview,
    a_company,
    a_slot,
    an_application,
    an_invited_interview,
    tokyo,
)
from tests.portal.linked import Door, a_door

pytestmark = pytest.mark.django_db
FRIDAY = tokyo(2026, 6, 12, 15)
SATURDAY = tokyo(2026, 6, 13, 9, 30)


@pytest.fixture(autouse=True)
def wednesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def interview() -> Interview:
    return an_invited_interview()


@pytest.fixture
def door(interview: Interview) -> Door:
    return a_door(interview.application)


def test_times_stand_by_day_and_part_of_the_day(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    a_slot(SATURDAY, location=place)
    a_slot(tokyo(2026, 6, 13, 18), location=place)

    page = door.text("times/")

    assert page.index("6月<b>13</b>日(土)") < page.index("午前") < page.index("9:30") < page.index("夜")
    assert "午後" not in page
    assert "土日もOK" in page


def test_a_chosen_time_is_booked(door: Door, interview: Interview) -> None:
    slot = a_slot(FRIDAY, location=interview.application.job.location)

    answer = door.post("times/", interview, slot=slot.pk)

    interview.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, door.address())
    assert (interview.state, interview.starts_at) == (InterviewState.BOOKED, FRIDAY)


def test_another_time_replaces_the_booked_one(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    book(interview, a_slot(FRIDAY, location=place), now=NOW)
    other = a_slot(SATURDAY, location=place)
    page = door.text("times/")

    door.post("times/", interview, slot=other.pk)

    interview.refresh_from_db()
    assert "いまのお約束 <b>6月12日(金) 15:00</b>" in page
    assert interview.starts_at == SATURDAY
    assert Booking.objects.filter(interview=interview, active=True).count() == 1


def test_a_time_taken_meanwhile_is_said_so_with_the_other_times(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    slot = a_slot(FRIDAY, location=place)
    a_slot(SATURDAY, location=place)
    a_booked_interview(FRIDAY, an_application(job=interview.application.job), slot=slot)

    answer = door.post("times/", interview, slot=slot.pk)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "たったいまうまりました" in page
    assert "うまりました</small>" in page
    assert "9:30" in page


def test_when_nothing_is_left_the_wishes_are_open(door: Door) -> None:
    page = door.text("times/")

    assert "いま空いている時間がありません" in page
    assert '<details class="nofit" id="nofit" open>' in page
    assert "cbar__yes" not in page


def test_a_page_of_an_older_state_books_nothing(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    shown = Interview.objects.get(pk=interview.pk)
    book(interview, a_slot(FRIDAY, location=place), now=NOW)
    other = a_slot(SATURDAY, location=place)

    answer = door.post("times/", shown, slot=other.pk)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert "少し前のページだった" in answer.content.decode()
    assert interview.starts_at == FRIDAY


def test_a_slot_of_another_place_cannot_be_had(door: Door, interview: Interview) -> None:
    elsewhere = a_slot(FRIDAY)

    answer = door.post("times/", interview, slot=elsewhere.pk)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert interview.state == InterviewState.INVITED


@pytest.mark.parametrize("said", ["", "nonsense", "-1", "99999999999999999999999"])
def test_without_a_real_choice_the_page_asks_for_one(door: Door, interview: Interview, said: str) -> None:
    a_slot(FRIDAY, location=interview.application.job.location)

    answer = door.post("times/", interview, slot=said)

    assert answer.status_code == 422
    assert "時間をえらんでください" in answer.content.decode()


def test_past_the_cut_off_there_is_a_telephone_and_a_delay_instead_of_a_dead_end() -> None:
    a_company(caller_number="0422-00-0120")
    interview = a_booked_interview(NOW + timedelta(minutes=30))
    slot = a_slot(FRIDAY, location=interview.application.job.location)
    door = a_door(interview.application)

    page, answer = door.text("times/"), door.post("times/", interview, slot=slot.pk)

    interview.refresh_from_db()
    assert "お電話がいちばん早いです" in page
    assert 'href="tel:0422-00-0120"' in page
    assert "/late/" in page
    assert "/absent/" in page
    assert answer.status_code == 409
    assert interview.starts_at == NOW + timedelta(minutes=30)


def test_after_many_moves_a_person_takes_over_and_wishes_are_heard() -> None:
    interview = a_booked_interview(FRIDAY, own_moves=3)

    page = a_door(interview.application).text("times/")

    assert "担当がいっしょにさがします" in page
    assert "希望を送る" in page


def test_online_and_at_the_place_are_a_choice_only_where_both_exist(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    a_slot(FRIDAY, location=place)
    before = door.text("times/")
    a_slot(SATURDAY, location=place, mode=Mode.ONLINE)

    onsite, online = door.text("times/?how=onsite"), door.text("times/?how=online")

    assert "segmented" not in before
    assert "15:00" in onsite
    assert "9:30" not in onsite
    assert "9:30" in online
    assert "15:00" not in online


def test_the_fragment_for_a_change_of_way_is_the_times_alone(door: Door, interview: Interview) -> None:
    a_slot(FRIDAY, location=interview.application.job.location)

    answer = door.get("times/?how=onsite", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div class="slots')
    assert "HX-Request" in answer.headers["Vary"]


def test_many_times_come_in_whole_days_a_page_at_a_time(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    for day in range(11, 17):
        for hour in (10, 11, 13, 14, 15):
            a_slot(tokyo(2026, 6, day, hour), location=place)

    first = door.text("times/")
    following = door.text("times/?how=onsite&from=2026-06-14")

    assert first.count('name="slot"') == 15
    assert "6月14日(日)からも見る" in first
    assert following.count('name="slot"') == 15


def test_wishes_reach_a_person_and_are_confirmed(door: Door, interview: Interview) -> None:
    answer = door.post("wish/", times=["weekday_evening", "saturday"], text="15時までなら")

    told = AvailabilityWish.objects.get(application=interview.application)
    assert (answer.status_code, answer.url) == (303, door.address() + "#wish")
    assert told.times == ["weekday_evening", "saturday"]
    assert told.text == "平日の夜、土曜 / 15時までなら"
    assert "ご希望をうけとりました" in door.text()


def test_an_empty_wish_is_asked_about(door: Door) -> None:
    answer = door.post("wish/")

    assert answer.status_code == 422
    assert "ひとこと書いてください" in answer.content.decode()
    assert '<details class="nofit" id="nofit" open>' in answer.content.decode()
    assert not AvailabilityWish.objects.exists()
