"""行きます, 遅れます, 辞退, and the calendar file: one press each, never on an aged page."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar, Event

from candidates.models import PageOpening
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import ChannelName
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.leaving import withdraw
from tests.factories import (
    NOW,
    a_booked_interview,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TOMORROW = tokyo(2026, 6, 11, 13)


@pytest.fixture
def interview() -> Interview:
    return a_booked_interview(TOMORROW)


@pytest.fixture
def door(interview: Interview) -> Door:
    return a_door(interview.application)


def test_one_press_says_that_they_will_come(door: Door, interview: Interview) -> None:
    answer = door.post("yes/", interview)

    interview.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, door.address())
    assert interview.confirmed_at == NOW


def test_a_page_older_than_a_move_confirms_neither_time(door: Door, interview: Interview) -> None:
    shown = Interview.objects.get(pk=interview.pk)
    slot = a_slot(tokyo(2026, 6, 12, 15), location=interview.application.job.location)
    book(interview, slot, now=NOW, by=a_staff())

    answer = door.post("yes/", shown)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert "少し前のページだった" in answer.content.decode()
    assert "6月12日(金)" in answer.content.decode()
    assert interview.confirmed_at is None


def test_after_the_start_a_late_yes_shows_the_lifeline(door: Door, interview: Interview) -> None:
    with time_machine.travel(TOMORROW + timedelta(minutes=5), tick=False):
        answer = door.post("yes/", interview)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert "いま向かっていますか" in answer.content.decode()
    assert interview.confirmed_at is None


def test_a_yes_without_an_interview_shows_how_things_stand() -> None:
    answer = a_door(an_application()).post("yes/")

    assert answer.status_code == 409
    assert "ご応募、うけとりました" in answer.content.decode()


def test_a_delay_reaches_us_and_counts_as_a_yes(door: Door, interview: Interview) -> None:
    answer = door.post("late/", interview, minutes="15", why="train")

    interview.refresh_from_db()
    assert answer.status_code == 303
    assert (interview.late_minutes, interview.confirmed_at) == (15, NOW)
    heard = Message.objects.get(application=interview.application, channel=ChannelName.PAGE)
    assert heard.body == "遅れます: 電車の遅れ"
    assert not heard.needs_answer
    page = door.text()
    assert "15分ほど遅れて、13:15ごろですね" in page
    assert '<div class="msg__body">遅れます: 電車の遅れ</div>' in page
    assert "メッセージをうけとりました" not in page


def test_a_delay_without_minutes_asks_once_more(door: Door, interview: Interview) -> None:
    answer = door.post("late/", interview)

    interview.refresh_from_db()
    assert answer.status_code == 422
    assert interview.late_minutes is None


def test_days_before_there_is_nothing_to_be_late_for() -> None:
    interview = a_booked_interview(tokyo(2026, 6, 15, 13))
    door = a_door(interview.application)

    looked, pressed = door.get("late/"), door.post("late/", interview, minutes="15")

    assert (looked.status_code, looked.url) == (303, door.address())
    assert pressed.status_code == 409


def test_withdrawing_takes_a_second_screen_and_no_reason(door: Door, interview: Interview) -> None:
    screen = door.text("withdraw/")
    answer = door.post("withdraw/", interview)

    interview.refresh_from_db()
    assert "理由は書かなくても大丈夫です" in screen
    assert answer.status_code == 303
    assert interview.state == InterviewState.CANCELLED_BY_CANDIDATE
    assert interview.booking is None
    assert "教えてくださって、ありがとうございます" in door.text()


def test_a_reason_for_withdrawing_is_kept_as_a_code(door: Door, interview: Interview) -> None:
    door.post("withdraw/", interview, why="distance")

    interview.application.refresh_from_db()
    assert interview.application.closed_reason == "distance"


def test_a_reason_nobody_offered_is_left_out(door: Door, interview: Interview) -> None:
    door.post("withdraw/", interview, why="<script>")

    interview.application.refresh_from_db()
    assert (interview.application.stage, interview.application.closed_reason) == (Stage.WITHDRAWN, "")


def test_a_withdrawal_can_be_taken_back_within_a_quarter_of_an_hour(door: Door, interview: Interview) -> None:
    door.post("withdraw/", interview)
    offered = "やっぱり、辞退をとりけす" in door.text()

    answer = door.post("undo/")

    interview.refresh_from_db()
    assert offered
    assert answer.status_code == 303
    assert interview.is_booked
    assert "面接のお約束" in door.text()


def test_after_that_the_page_says_how_to_come_back(
    door: Door, interview: Interview, at_now: time_machine.Traveller
) -> None:
    withdraw(interview.application, now=NOW)
    at_now.shift(timedelta(minutes=16))

    answer = door.post("undo/")

    assert answer.status_code == 409
    assert "下のメッセージかお電話で" in answer.content.decode()
    assert "やっぱり、辞退をとりけす" not in door.text()


def the_event(file: bytes) -> Event:
    calendar = Calendar.from_ical(file)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return event


def test_the_calendar_file_keeps_its_number_and_counts_its_changes(door: Door, interview: Interview) -> None:
    first = the_event(door.get("calendar.ics").content)
    slot = a_slot(tokyo(2026, 6, 12, 15), location=interview.application.job.location)
    book(interview, slot, now=NOW)

    answer = door.get("calendar.ics")

    moved = the_event(answer.content)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert moved.uid == first.uid
    assert (first.sequence, moved.sequence) == (0, 1)
    assert moved.start == slot.starts_at


def test_after_a_cancel_the_file_takes_the_entry_out(door: Door, interview: Interview) -> None:
    withdraw(interview.application, now=NOW)

    answer = door.get("calendar.ics")

    assert b"METHOD:CANCEL" in answer.content
    assert the_event(answer.content)["STATUS"] == "CANCELLED"


def test_before_a_time_is_booked_there_is_no_file() -> None:
    door = a_door(an_invited_interview().application)

    answer = door.get("calendar.ics")

    assert (answer.status_code, answer.url) == (303, door.address())


def test_a_touch_is_noted_and_changes_nothing_else(door: Door, interview: Interview) -> None:
    answer = door.post("opened/")

    before = interview.version
    interview.refresh_from_db()
    assert answer.status_code == 204
    assert PageOpening.objects.get().opened_at == NOW
    assert interview.version == before
