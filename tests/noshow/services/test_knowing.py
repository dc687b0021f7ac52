"""What is known of booked interviews: read for many at once, and nothing that is not theirs."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Content, ContentClick
from messaging.models import Message
from messaging.policy import CallOutcome, Direction, Kind, State
from messaging.services.calling import log_call
from noshow.models import Case
from noshow.policy import Facts, Reason
from noshow.services.knowing import known_of
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=5)
BOOKED = NOW - timedelta(days=2)


@pytest.fixture
def coming() -> Interview:
    return make.a_booked_interview(SOON, booked_at=BOOKED)


def facts_of(interview: Interview) -> Facts:
    return known_of([Interview.objects.get(pk=interview.pk)], now=NOW)[interview.pk].facts


def said(interview: Interview, channel: str, state: str, **more: object) -> Message:
    values = {
        "kind": Kind.REMINDER_EVE,
        "due_at": NOW - timedelta(hours=15),
        "sent_at": NOW - timedelta(hours=15),
    }
    about = f"interview:{interview.pk}@1"
    return make.a_message(interview.application, about=about, channel=channel, state=state, **values | more)


def earlier(application: Application, state: str, days: int) -> Interview:
    other = make.an_application(candidate=application.candidate)
    return make.a_booked_interview(NOW - timedelta(days=days), other, state=state)


def test_an_interview_nobody_has_said_anything_about_is_known_by_its_times(coming: Interview) -> None:
    facts = facts_of(coming)

    assert (facts.starts_at, facts.applied_at) == (SOON, coming.application.applied_at)
    assert (facts.asked_at, facts.spoke_at, facts.opened_at, facts.question_since) == (None, None, None, None)
    assert (facts.calls_missed, facts.is_unreached, facts.absent_at, facts.came_at) == (0, False, None, None)


def test_they_were_asked_once_a_reminder_of_this_booking_left(coming: Interview) -> None:
    said(coming, "sms", State.DELIVERED)
    assert facts_of(coming).asked_at == NOW - timedelta(hours=15)

    coming.booked_at = NOW - timedelta(hours=1)
    coming.save(update_fields=["booked_at"])
    assert facts_of(coming).asked_at is None


def test_who_got_nothing_on_any_channel_is_unreached_until_one_arrives_or_they_speak(
    coming: Interview,
) -> None:
    said(coming, "sms", State.UNDELIVERED)
    assert facts_of(coming).is_unreached

    said(coming, "email", State.FAILED)
    assert facts_of(coming).is_unreached

    call = log_call(coming.application, outcome=CallOutcome.REACHED, by=make.a_staff(), now=NOW)
    assert not facts_of(coming).is_unreached
    assert facts_of(coming).spoke_at == call.sent_at

    call.delete()
    said(coming, "email", State.ACCEPTED, due_at=NOW, sent_at=NOW)
    assert not facts_of(coming).is_unreached


def test_calls_nobody_answered_since_the_booking_are_counted(coming: Interview) -> None:
    staff = make.a_staff()
    log_call(coming.application, outcome=CallOutcome.NO_ANSWER, by=staff, now=BOOKED - timedelta(days=1))
    for minutes in (30, 10):
        at = NOW - timedelta(minutes=minutes)
        log_call(coming.application, outcome=CallOutcome.NO_ANSWER, by=staff, now=at)

    assert facts_of(coming).calls_missed == 2


def test_earlier_interviews_of_the_same_person_count_whatever_the_job(coming: Interview) -> None:
    earlier(coming.application, InterviewState.ABSENT, 90)
    absent = earlier(coming.application, InterviewState.ABSENT, 30)
    came = earlier(coming.application, InterviewState.CAME_LATE, 60)
    earlier(coming.application, InterviewState.EXCUSED, 20)
    earlier(make.an_application(), InterviewState.ABSENT, 10)

    facts = facts_of(coming)

    assert (facts.absent_at, facts.came_at) == (absent.starts_at, came.starts_at)


def test_where_they_came_and_nobody_was_there_nobody_was_absent(coming: Interview) -> None:
    absent = earlier(coming.application, InterviewState.ABSENT, 30)
    Case.objects.create(interview=absent, opened_at=NOW, reason=Reason.NOBODY_THERE)

    assert facts_of(coming).absent_at is None


def heard(interview: Interview, at: datetime, **more: object) -> Message:
    values = {"direction": Direction.IN, "state": State.RECEIVED, "kind": Kind.MANUAL, "key": ""}
    times = {"due_at": at, "sent_at": at, "created_at": at}
    return make.a_message(interview.application, about="", **values | times | more)


def test_how_long_they_take_is_held_against_what_they_usually_take(coming: Interview) -> None:
    ours = NOW - timedelta(days=5)
    for day, minutes in ((0, 10), (1, 20), (2, 30)):
        at = ours + timedelta(days=day)
        said(coming, "sms", State.DELIVERED, due_at=at, sent_at=at, kind=Kind.MANUAL)
        heard(coming, at + timedelta(minutes=minutes))
        heard(coming, at + timedelta(minutes=minutes + 40))  # says more, and is no second answer
    said(coming, "sms", State.DELIVERED)

    facts = facts_of(coming)

    assert facts.usual_answer == timedelta(minutes=20)
    assert facts.answer_took == timedelta(hours=15)
    heard(coming, NOW - timedelta(hours=14))
    assert facts_of(coming).answer_took == timedelta(hours=1)


def test_one_answer_is_no_habit_and_who_was_not_asked_takes_no_time(coming: Interview) -> None:
    said(coming, "sms", State.DELIVERED, kind=Kind.MANUAL)
    heard(coming, NOW - timedelta(hours=1), reason="automatic")
    heard(coming, NOW)

    facts = facts_of(coming)

    assert (facts.usual_answer, facts.answer_took) == (None, None)


def test_their_yes_ends_the_wait_for_it(coming: Interview) -> None:
    said(coming, "sms", State.DELIVERED)
    coming.confirmed_at = NOW - timedelta(hours=13)
    coming.save(update_fields=["confirmed_at"])
    assert facts_of(coming).answer_took == timedelta(hours=2)

    coming.confirmed_at = NOW - timedelta(hours=16)
    coming.save(update_fields=["confirmed_at"])
    assert facts_of(coming).answer_took is None


def test_what_they_opened_to_read_is_known(coming: Interview) -> None:
    content = Content.objects.create(title="A day at the shop")
    ContentClick.objects.create(content=content, application=coming.application, clicked_at=NOW)

    assert facts_of(coming).clicked_at == NOW


def test_the_channel_they_like_best_reached_them_when_its_last_word_arrived(coming: Interview) -> None:
    said(coming, "email", State.DELIVERED)
    assert not facts_of(coming).reached_as_wished

    said(coming, "sms", State.DELIVERED)
    assert facts_of(coming).reached_as_wished

    said(coming, "sms", State.UNDELIVERED, due_at=NOW, sent_at=NOW)
    assert not facts_of(coming).reached_as_wished


def test_the_hour_is_that_of_the_place(coming: Interview) -> None:
    place = coming.application.location
    place.zone = "Pacific/Honolulu"
    place.save(update_fields=["zone"])

    facts = facts_of(coming)

    assert facts.starts_at == SOON
    assert (facts.starts_at.hour, facts.starts_at.day) == (20, 9)


def test_many_are_read_by_as_many_questions_as_one() -> None:
    def questions(count: int) -> int:
        interviews = list(Interview.objects.select_related("application")[:count])
        assert len(interviews) == count
        with CaptureQueriesContext(connection) as seen:
            assert len(known_of(interviews, now=NOW)) == count
        return len(seen)

    for n in range(6):
        interview = make.a_booked_interview(SOON + timedelta(minutes=n))
        said(interview, "sms", State.DELIVERED)
        earlier(interview.application, InterviewState.ABSENT, 30)

    assert questions(12) == questions(1) == 3
