"""What candidates say."""

import pytest

from company.models import AuditEvent
from company.policy import Actor
from messaging.policy import ChannelName, Direction, State
from messaging.services.dispatching import dispatch
from messaging.services.hearing import hear, mark_answered
from messaging.signals import message_heard
from tests.factories import NOW, an_application
from tests.messaging.conftest import Providers
from tests.signals import Heard

pytestmark = pytest.mark.django_db


def test_their_words_wait_in_the_conversation_for_an_answer() -> None:
    application = an_application()

    with Heard(message_heard) as heard:
        message = hear(application, channel=ChannelName.SMS, text="遅れます", now=NOW, address="+8190")

    assert (message.direction, message.state, message.body) == (Direction.IN, State.RECEIVED, "遅れます")
    assert (message.needs_answer, message.sent_at, message.address) == (True, NOW, "+8190")
    assert heard.calls == [{"message_id": message.pk, "now": NOW}]
    application.refresh_from_db()
    assert application.last_word_at == NOW


def test_a_tapped_reason_is_kept_and_asks_nothing() -> None:
    with Heard(message_heard) as heard:
        message = hear(an_application(), channel=ChannelName.PAGE, text="電車の遅れ", now=NOW, asks=False)

    assert (message.state, message.needs_answer, heard.calls) == (State.RECEIVED, False, [])


def test_the_trail_names_who_spoke_and_not_what_was_said() -> None:
    message = hear(an_application(), channel=ChannelName.SMS, text="ひみつ", now=NOW)

    event = AuditEvent.objects.about(message).get(action="message_heard")
    assert event.actor_kind == Actor.CANDIDATE
    assert "ひみつ" not in str(event.details)


def test_what_was_heard_is_never_sent(providers: Providers) -> None:
    hear(an_application(), channel=ChannelName.SMS, text="はい", now=NOW)

    dispatch(now=NOW)

    assert [call for call in providers.calls if call.body == "はい"] == []


def test_what_came_in_after_the_one_that_was_read_goes_on_waiting() -> None:
    application = an_application()
    read = hear(application, channel=ChannelName.SMS, text="駐車場は?", now=NOW)
    later = hear(application, channel=ChannelName.SMS, text="靴は?", now=NOW)

    assert mark_answered(application, now=NOW, read=read.pk) == 1

    assert list(application.messages.unanswered()) == [later]


def test_marking_answered_twice_counts_once() -> None:
    application = an_application()
    hear(application, channel=ChannelName.SMS, text="?", now=NOW)

    assert [mark_answered(application, now=NOW), mark_answered(application, now=NOW)] == [1, 0]
