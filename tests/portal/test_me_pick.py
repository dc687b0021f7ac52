"""Choosing a time: live, one winner, never a dead end."""

from datetime import timedelta

import pytest

from scheduling.models import Booking, Interview
from scheduling.policy import InterviewState, Mode
from scheduling.services.booking import book
from scheduling.services.lapsing import lapse_due
from tests.factories import (
    NOW,
    a_booked_interview,
    a_company,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)
SATURDAY = tokyo(2026, 6, 13, 9, 30)


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


def test_a_move_is_said_back_until_they_confirm(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    first, second = (a_slot(tokyo(2026, 6, day, 15), location=place) for day in (12, 13))
    door.post("times/", interview, slot=first.pk)
    booked = door.text()
    interview.refresh_from_db()

    door.post("times/", interview, slot=second.pk)
    moved = door.text()
    interview.refresh_from_db()
    door.post("yes/", interview)

    assert "に変えました" not in booked
    assert 'id="done" role="status"' in moved
    assert "6月13日(土) 15:00に変えました。" in moved
    assert "に変えました" not in door.text()


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

    assert "?how=onsite" not in before
    assert ">15:00</time>" in onsite
    assert ">9:30</time>" not in onsite
    assert ">9:30</time>" in online
    assert ">15:00</time>" not in online


def test_the_fragment_for_a_change_of_way_is_the_times_alone(door: Door, interview: Interview) -> None:
    a_slot(FRIDAY, location=interview.application.job.location)

    answer = door.get("times/?how=onsite", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div class="slots')
    assert "HX-Request" in answer.headers["Vary"]


def test_a_page_shows_the_first_days_and_the_rest_is_one_tap_away(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    for day in range(11, 17):
        for hour in (10, 11, 13, 14, 15):
            a_slot(tokyo(2026, 6, day, hour), location=place)

    first = door.text("times/")
    following = door.text("times/?how=onsite&from=2026-06-13")

    assert first.count('name="slot"') == 10
    assert "6月13日(土)からも見る" in first
    assert following.count('name="slot"') == 10
    assert "6月15日(月)からも見る" in following


def test_of_a_long_day_some_of_every_part_are_shown_and_the_rest_opens_without_script(
    door: Door, interview: Interview
) -> None:
    for hour in range(9, 21):
        a_slot(tokyo(2026, 6, 12, hour), location=interview.application.job.location)

    page = door.text("times/")

    shown, more = page.split("この日のほかの時間")
    assert shown.count('name="slot"') == 6
    assert "18:00" not in shown.split('class="day__group"')[1]
    assert more.count('name="slot"') == 6


def test_several_interviewers_at_one_time_are_one_time(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    for _n in range(3):
        a_slot(FRIDAY, location=place, interviewer=a_staff())

    assert door.text("times/").count('name="slot"') == 1


def test_the_telephone_has_a_tab_of_its_own(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    a_slot(FRIDAY, location=place)
    a_slot(SATURDAY, location=place, mode=Mode.PHONE)

    page = door.text("times/?how=phone")

    assert "?how=phone" in page
    assert "9:30" in page
    assert "電話で" in page


# --- moving with a reason -------------------------------------------------------------------------


def test_a_reason_is_asked_for_only_where_the_company_wants_one_and_only_of_who_moves(
    door: Door, interview: Interview
) -> None:
    place = interview.application.job.location
    slot, other = a_slot(FRIDAY, location=place), a_slot(SATURDAY, location=place)
    a_company(reschedules_need_a_reason=True)
    choosing = door.text("times/")
    door.post("times/", interview, slot=slot.pk)
    interview.refresh_from_db()
    moving = door.text("times/")

    without = door.post("times/", interview, slot=other.pk)
    door.post("times/", interview, slot=other.pk, reason="family")

    booking = Booking.objects.get(interview=interview, active=True)
    assert 'name="reason"' not in choosing
    assert 'name="reason"' in moving
    assert without.status_code == 422
    assert "変える理由も" in without.content.decode()
    assert f'value="{other.pk}" required checked' in without.content.decode()
    assert (booking.slot, booking.reason) == (other, "family")


# --- after the deadline ---------------------------------------------------------------------------


def test_after_the_deadline_the_old_link_still_leads_to_a_time() -> None:
    interview = an_invited_interview(answer_by=NOW - timedelta(hours=1))
    slot = a_slot(FRIDAY, location=interview.application.job.location)
    lapse_due(now=NOW)
    interview.refresh_from_db()
    door = a_door(interview.application)

    page = door.text()
    answer = door.post("times/", interview, slot=slot.pk)

    interview.refresh_from_db()
    assert "まだお選びいただけます" in page
    assert answer.status_code == 303
    assert interview.state == InterviewState.BOOKED
