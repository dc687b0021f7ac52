"""The telephone in the ladder: the task, the announcement, the outcome, the next attempt."""

from datetime import timedelta

import pytest

from candidates.models import Application
from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import announce_call, log_call
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import booked, live, planned, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
MORNING = tokyo(2026, 6, 12, 9)


@pytest.fixture
def silent() -> Application:
    """Reminded in vain; the task has come due."""
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, MORNING)
    return application


def tasks() -> list[tuple[str, str]]:
    rows = Message.objects.planned().filter(channel=ChannelName.PHONE).order_by("due_at")
    return [(row.step, f"{row.due_at.astimezone(START.tzinfo):%H:%M}") for row in rows]


def test_a_call_is_announced_made_in_vain_and_made_again_an_hour_later(silent: Application) -> None:
    staff, at = make.a_staff(), MORNING + timedelta(minutes=5)
    assert tasks() == [("morning-call", "09:00")]

    announce_call(silent, by=staff, now=at)
    live(at, at)
    log_call(silent, outcome=CallOutcome.NO_ANSWER, by=staff, now=at + timedelta(minutes=5))

    assert said(silent, Kind.PRE_CALL) == [(Kind.PRE_CALL, "sms", "12 09:05")]
    assert tasks() == [("morning-call-2", "10:10")]


def test_reaching_them_by_telephone_ends_the_ladder_in_the_same_breath(silent: Application) -> None:
    log_call(silent, outcome=CallOutcome.REACHED, by=make.a_staff(), now=MORNING + timedelta(minutes=5))

    assert tasks() == []
    assert planned(silent) == [(Kind.DIRECTIONS, "sms")]


def test_a_talk_in_the_evening_spares_them_the_second_question_and_the_morning_call() -> None:
    application, evening = someone(NOW), tokyo(2026, 6, 11, 19)
    booked(application, START, now=NOW)
    live(NOW, evening)

    log_call(application, outcome=CallOutcome.REACHED, by=make.a_staff(), now=evening)

    assert planned(application) == [(Kind.DIRECTIONS, "sms")]


def test_one_person_with_two_interviews_is_rung_once_and_each_keeps_its_words(silent: Application) -> None:
    other = someone(NOW + timedelta(minutes=1), job=make.a_job())
    booked(other, START + timedelta(hours=3), now=tokyo(2026, 6, 11, 12))
    Message.objects.filter(channel=ChannelName.PHONE).update(state=State.PLANNED)

    live(MORNING, MORNING)

    task = Message.objects.planned().get(channel=ChannelName.PHONE)
    assert (task.application, other.job.location.name in task.values["also"]) == (silent, True)
