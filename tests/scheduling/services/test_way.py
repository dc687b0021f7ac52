"""「迷いました」."""

from datetime import datetime, timedelta

import pytest

from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.lateness import NotTheTime
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.way import ask_the_way
from scheduling.signals import interview_way_asked
from tests import factories as make
from tests.factories import tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)
LOST = START - timedelta(minutes=8)


@pytest.fixture
def interview() -> Interview:
    return make.a_booked_interview(START)


def test_asking_for_the_way_on_the_day_is_a_word_and_a_yes(interview: Interview) -> None:
    with Heard(interview_way_asked) as heard:
        ask_the_way(interview, now=LOST, version=1)

    interview.refresh_from_db()
    assert (interview.lost_at, interview.confirmed_at, interview.version) == (LOST, LOST, 2)
    assert interview.application.last_word_at == LOST
    assert heard.calls == [{"interview_id": interview.pk, "now": LOST}]


def test_asking_the_day_before_promises_nothing(interview: Interview) -> None:
    ask_the_way(interview, now=START - timedelta(days=1))

    assert (interview.lost_at, interview.confirmed_at) == (START - timedelta(days=1), None)


def test_a_second_press_within_ten_minutes_is_the_same_asking_even_on_the_page_before_it(
    interview: Interview,
) -> None:
    ask_the_way(interview, now=LOST, version=1)

    with Heard(interview_way_asked) as heard:
        ask_the_way(interview, now=LOST + timedelta(minutes=9), version=1)
    ask_the_way(interview, now=LOST + timedelta(minutes=10), version=2)

    assert heard.calls == []
    assert interview.lost_at == LOST + timedelta(minutes=10)


def test_an_old_page_is_refused(interview: Interview) -> None:
    with pytest.raises(StalePage):
        ask_the_way(interview, now=LOST, version=7)


@pytest.mark.parametrize("now", [START - timedelta(days=3), START + timedelta(hours=3)])
def test_days_before_and_hours_after_nobody_is_on_the_way(interview: Interview, now: datetime) -> None:
    with pytest.raises(NotTheTime):
        ask_the_way(interview, now=now)


@pytest.mark.parametrize("state", [s for s in InterviewState if s is not InterviewState.BOOKED])
def test_only_to_a_booked_interview_there_is_a_way(interview: Interview, state: InterviewState) -> None:
    Interview.objects.update(state=state)

    with pytest.raises(InterviewOver):
        ask_the_way(interview, now=LOST)


def test_another_day_begins_without_it(interview: Interview) -> None:
    ask_the_way(interview, now=LOST)
    slot = make.a_slot(tokyo(2026, 6, 12, 15), location=interview.application.job.location)

    book(interview, slot, now=LOST + timedelta(minutes=1), by=make.a_staff())

    assert interview.lost_at is None
