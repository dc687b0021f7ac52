"""Calls by a person."""

from datetime import timedelta

import pytest

from candidates.policy import Stage
from messaging.models import Message, Suppression
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import AnnouncedAlready, announce_call, log_call
from messaging.services.dispatching import dispatch
from messaging.services.hearing import hear
from messaging.signals import contact_attempted
from tests.factories import NOW, a_company, a_message, a_staff, an_application, brought_to
from tests.messaging.conftest import Providers
from tests.signals import Heard

pytestmark = pytest.mark.django_db


def test_a_call_that_reached_them_settles_its_task() -> None:
    application, staff = an_application(), a_staff()
    task = a_message(application, kind=Kind.CALL_MORNING, channel=ChannelName.PHONE)

    call = log_call(application, outcome=CallOutcome.REACHED, by=staff, now=NOW, note="元気", message=task)

    assert call.pk == task.pk
    assert (call.state, call.reason, call.sent_at, call.body) == (State.ACCEPTED, "reached", NOW, "元気")
    assert (call.author, call.needs_follow_up) == (staff, False)


def test_reached_is_human_contact_and_a_word_of_theirs() -> None:
    application = an_application()
    question = hear(application, channel=ChannelName.SMS, text="?", now=NOW - timedelta(hours=1))

    with Heard(contact_attempted) as heard:
        log_call(application, outcome=CallOutcome.REACHED, by=a_staff(), now=NOW)

    application.refresh_from_db()
    question.refresh_from_db()
    assert (application.contacted_at, application.last_word_at) == (NOW, NOW)
    assert application.stage == Stage.IN_CONTACT
    assert not question.needs_answer
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]


def test_nobody_answering_is_an_attempt_and_no_contact() -> None:
    application = an_application()

    call = log_call(application, outcome=CallOutcome.NO_ANSWER, by=a_staff(), now=NOW)

    application.refresh_from_db()
    assert (call.state, call.reason, call.sent_at) == (State.FAILED, "no_answer", NOW)
    assert (call.attempts, call.needs_follow_up) == (1, True)
    assert (application.contacted_at, application.last_word_at) == (None, None)


def test_a_call_settles_the_task_that_is_due_without_being_told() -> None:
    application = an_application()
    later = a_message(
        application, kind=Kind.MANUAL, channel=ChannelName.PHONE, due_at=NOW + timedelta(hours=1)
    )
    due = a_message(application, channel=ChannelName.PHONE, due_at=NOW - timedelta(hours=1))

    call = log_call(application, outcome="no_answer", by=a_staff(), now=NOW)

    later.refresh_from_db()
    assert call.pk == due.pk
    assert later.state == State.PLANNED


def test_a_call_without_a_task_stands_alone_in_the_conversation() -> None:
    application = an_application()

    call = log_call(application, outcome="call_back", by=a_staff(), now=NOW)

    assert (call.channel, call.kind, call.reason) == (ChannelName.PHONE, Kind.FIRST_CALL, "call_back")
    assert call.address == application.candidate.phone


def test_a_task_settled_meanwhile_is_not_settled_twice() -> None:
    application = an_application()
    task = a_message(application, channel=ChannelName.PHONE)
    first = log_call(application, outcome="no_answer", by=a_staff(), now=NOW, message=task)

    second = log_call(application, outcome="no_answer", by=a_staff(), now=NOW, message=task)

    assert second.pk != first.pk
    assert Message.objects.filter(channel=ChannelName.PHONE, reason="no_answer").count() == 2


def test_the_same_result_pressed_twice_is_one_call() -> None:
    application, staff, press = an_application(), a_staff(), timedelta(seconds=1)
    task = a_message(application, channel=ChannelName.PHONE, due_at=NOW - timedelta(hours=1))

    first = log_call(application, outcome="no_answer", by=staff, now=NOW)
    again = log_call(application, outcome="no_answer", by=staff, now=NOW + press)
    other = log_call(application, outcome="reached", by=staff, now=NOW + 2 * press)
    later = log_call(application, outcome="no_answer", by=staff, now=NOW + timedelta(minutes=5))

    assert first.pk == again.pk == task.pk
    assert len({first.pk, other.pk, later.pk}) == 3


def test_a_call_is_announced_once_within_its_time_and_anew_when_it_did_not_arrive() -> None:
    application, staff = an_application(), a_staff()
    told = announce_call(application, by=staff, now=NOW)

    with pytest.raises(AnnouncedAlready):
        announce_call(application, by=a_staff(), now=NOW + timedelta(minutes=14))
    brought_to(told, State.UNDELIVERED)
    announce_call(application, by=staff, now=NOW + timedelta(minutes=14))

    assert Message.objects.filter(kind=Kind.PRE_CALL).count() == 2


def test_a_wrong_number_is_used_no_more() -> None:
    application = an_application()

    log_call(application, outcome="wrong_number", by=a_staff(), now=NOW)

    blocks = Suppression.objects.filter(address=application.candidate.phone).values_list("channel", "reason")
    assert set(blocks) == {("sms", "wrong_number"), ("phone", "wrong_number")}


def test_a_call_is_announced_with_the_number_we_call_from(providers: Providers) -> None:
    a_company(caller_number="03-1234-5678")

    message = announce_call(an_application(), by=a_staff(), now=NOW)
    dispatch(now=NOW)

    [sent] = [call for call in providers.sms.calls if call.message_id == message.pk]
    assert "03-1234-5678" in sent.body
    message.refresh_from_db()
    assert (message.kind, message.state) == (Kind.PRE_CALL, State.ACCEPTED)
