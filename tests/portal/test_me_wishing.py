"""When they can come: what suits stands first, and where nothing does, a wish reaches a person."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.policy import Coming, DayPart, hours_of
from candidates.services.constraining import note_coming
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import Mode
from tests.factories import NOW, a_slot, a_staff, tokyo
from tests.portal.linked import Door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)
SATURDAY = tokyo(2026, 6, 13, 9, 30)


# --- when they can come ---------------------------------------------------------------------------

EVENINGS = Coming(hours=hours_of([(day, DayPart.EVENING) for day in range(7)]))


def test_what_suits_stands_first_and_the_rest_clearly_apart(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    note_coming(interview.application, EVENINGS, now=NOW)
    a_slot(tokyo(2026, 6, 11, 13), location=place)
    a_slot(tokyo(2026, 6, 12, 18), location=place)

    page = door.text("times/")

    assert page.index("18:00") < page.index("ほかの時間も見る") < page.index("13:00")


def test_when_enough_suits_the_rest_is_only_a_link(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    note_coming(interview.application, EVENINGS, now=NOW)
    for day in (11, 12, 13):
        for hour in (13, 18, 19):
            a_slot(tokyo(2026, 6, day, hour), location=place)

    page, everything = door.text("times/"), door.text("times/?how=onsite&all=1")

    assert "ほかの時間も見る(3件)" in page
    assert 'T13:00:00+09:00"' not in page
    assert 'T13:00:00+09:00"' in everything


def test_online_only_begins_with_online_and_the_place_stays_a_tab(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    note_coming(interview.application, Coming(online_only=True), now=NOW)
    a_slot(FRIDAY, location=place)
    a_slot(SATURDAY, location=place, mode=Mode.ONLINE)

    page = door.text("times/")

    assert "9:30" in page
    assert 'how=online" aria-current="true"' in page
    assert "15:00" in door.text("times/?how=onsite")


def test_the_page_asks_the_database_as_often_for_thirty_times_as_for_three(
    door: Door, interview: Interview
) -> None:
    place = interview.application.job.location

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            door.text("times/")
        return len(asked)

    for day in range(3):
        a_slot(FRIDAY + timedelta(days=day), location=place, interviewer=a_staff())
    queries()
    few = queries()
    for n in range(27):
        a_slot(SATURDAY + timedelta(hours=n), location=place, interviewer=a_staff())

    assert queries() == few


# --- none of these suits --------------------------------------------------------------------------


def test_wishes_reach_a_person_and_are_confirmed(door: Door, interview: Interview) -> None:
    answer = door.post("wish/", times=["0-evening", "5-morning"], leave_by="15:00", text="再来週から")

    told = AvailabilityWish.objects.get(application=interview.application)
    assert (answer.status_code, answer.url) == (303, door.address() + "#wish")
    assert told.text == "月の夜、土の朝、15:00までに終わること / 再来週から"
    assert "ご希望をうけとりました" in door.text()


def test_a_wish_that_open_times_answer_shows_them_at_once(door: Door, interview: Interview) -> None:
    place = interview.application.job.location
    a_slot(tokyo(2026, 6, 12, 18), location=place)
    a_slot(tokyo(2026, 6, 12, 13), location=place)

    answer = door.post("wish/", times=["4-evening"])
    page = door.text("times/?wished=1")

    assert answer.url == door.address("times/") + "?wished=1"
    assert "ご希望に合う時間が空いています" in page
    assert page.index("18:00") < page.index("ほかの時間も見る") < page.index("13:00")
    assert AvailabilityWish.objects.get().handled_at == NOW


def test_boxes_are_ticked_by_what_is_known(door: Door, interview: Interview) -> None:
    note_coming(
        interview.application, Coming(hours=hours_of([(2, DayPart.MORNING)]), leave_by=time(15)), now=NOW
    )

    page = door.text("times/")

    assert 'value="2-morning" checked' in page
    assert 'value="15:00" selected' in page


def test_an_empty_wish_is_asked_about(door: Door) -> None:
    answer = door.post("wish/")

    assert answer.status_code == 422
    assert "ひとこと書いてください" in answer.content.decode()
    assert '<details class="nofit" id="nofit" open>' in answer.content.decode()
    assert not AvailabilityWish.objects.exists()
