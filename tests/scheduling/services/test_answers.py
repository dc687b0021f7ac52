"""「伺います」 and 「遅れます」."""

from datetime import datetime, timedelta

import pytest

from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.confirming import InterviewAlreadyStarted, confirm_interview
from scheduling.services.lateness import NotTheTime, note_late
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.signals import interview_confirmed, interview_late_noted
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)


@pytest.fixture
def interview() -> Interview:
    return make.a_booked_interview(START)


def test_a_yes_is_recorded_and_is_a_word(interview: Interview) -> None:
    with Heard(interview_confirmed) as heard:
        confirm_interview(interview, now=NOW, version=1)

    interview.refresh_from_db()
    assert (interview.confirmed_at, interview.version, interview.updated_at) == (NOW, 2, NOW)
    assert interview.application.last_word_at == NOW
    assert heard.calls == [{"interview_id": interview.pk, "now": NOW}]


def test_a_second_yes_keeps_the_first_moment(interview: Interview) -> None:
    confirm_interview(interview, now=NOW, version=1)

    with Heard(interview_confirmed) as heard:
        confirm_interview(interview, now=NOW + timedelta(hours=1), version=1)

    assert (interview.confirmed_at, interview.version) == (NOW, 2)
    assert interview.application.last_word_at == NOW + timedelta(hours=1)
    assert heard.calls == []


def test_a_yes_on_an_old_page_is_refused(interview: Interview) -> None:
    with pytest.raises(StalePage):
        confirm_interview(interview, now=NOW, version=0)

    interview.refresh_from_db()
    assert interview.confirmed_at is None


def test_a_yes_comes_too_late_from_the_start_on(interview: Interview) -> None:
    with pytest.raises(InterviewAlreadyStarted):
        confirm_interview(interview, now=START)

    confirm_interview(interview, now=START - timedelta(seconds=1))
    assert interview.confirmed_at == START - timedelta(seconds=1)


@pytest.mark.parametrize("state", [s for s in InterviewState if s is not InterviewState.BOOKED])
def test_only_a_booked_interview_is_answered(interview: Interview, state: InterviewState) -> None:
    Interview.objects.update(state=state)

    with pytest.raises(InterviewOver):
        confirm_interview(interview, now=NOW)
    with pytest.raises(InterviewOver):
        note_late(interview, minutes=10, now=NOW)


def test_running_late_counts_as_coming(interview: Interview) -> None:
    now = START - timedelta(minutes=20)

    with Heard(interview_late_noted) as heard:
        note_late(interview, minutes=15, now=now, version=1)

    interview.refresh_from_db()
    assert (interview.late_minutes, interview.late_noted_at, interview.confirmed_at) == (15, now, now)
    assert interview.version == 2
    assert interview.application.last_word_at == now
    assert len(heard.calls) == 1


def test_a_longer_delay_replaces_the_first_and_an_earlier_yes_stays(interview: Interview) -> None:
    confirm_interview(interview, now=NOW)
    note_late(interview, minutes=10, now=START)

    note_late(interview, minutes=30, now=START + timedelta(minutes=5))

    assert (interview.late_minutes, interview.confirmed_at) == (30, NOW)


@pytest.mark.parametrize("now", [START - timedelta(days=3), START + timedelta(hours=3)])
def test_a_delay_days_before_or_hours_after_makes_no_sense(interview: Interview, now: datetime) -> None:
    with pytest.raises(NotTheTime):
        note_late(interview, minutes=10, now=now)


@pytest.mark.parametrize(("said", "kept"), [(0, 1), (999, 180)])
def test_a_delay_stays_within_reason(interview: Interview, said: int, kept: int) -> None:
    note_late(interview, minutes=said, now=START)

    assert interview.late_minutes == kept


def test_a_delay_told_on_an_old_page_is_refused(interview: Interview) -> None:
    with pytest.raises(StalePage):
        note_late(interview, minutes=10, now=START, version=7)


def test_staff_may_note_both_for_somebody_on_the_telephone(interview: Interview) -> None:
    staff = make.a_staff()

    confirm_interview(interview, now=NOW, by=staff)
    note_late(interview, minutes=5, now=START, by=staff)

    assert (interview.confirmed_at, interview.late_minutes) == (NOW, 5)
