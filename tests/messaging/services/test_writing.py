"""What a person of ours says, stops and hurries."""

from datetime import timedelta
from typing import Any  # columns of a message, by name

import pytest

from candidates.policy import Stage
from company.models import AuditEvent
from messaging.channels import Accepted, DeliveryFailed, Outgoing
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.dispatching import dispatch
from messaging.services.hearing import hear
from messaging.services.writing import TooLate, UnknownVariables, send_now, stop, write
from messaging.signals import contact_attempted
from tests.factories import NOW, a_message, a_sent_message, a_staff, an_application, tokyo
from tests.messaging.conftest import Providers
from tests.signals import Heard

pytestmark = pytest.mark.django_db
NIGHT = tokyo(2026, 6, 10, 22, 0)


def test_what_a_person_writes_leaves_with_its_variables_filled_in(providers: Providers) -> None:
    application, author = an_application(), a_staff(display_name="田中")

    message = write(
        application,
        channel=ChannelName.EMAIL,
        subject="ご相談",
        body="{name}さん、{sender}です。{リンク}",
        author=author,
        now=NOW,
    )
    dispatch(now=NOW)

    [sent] = [call for call in providers.email.calls if call.message_id == message.pk]
    assert sent.subject == "ご相談"
    assert sent.body.startswith("佐々木さん、田中です。http")
    message.refresh_from_db()
    assert (message.state, message.kind, message.author) == (State.ACCEPTED, Kind.MANUAL, author)
    assert message.body == "佐々木さん、田中です。http://127.0.0.1:8000/i/…/"


def test_writing_is_the_first_human_contact() -> None:
    application = an_application()

    with Heard(contact_attempted) as heard:
        write(application, channel=ChannelName.SMS, body="こんにちは", author=a_staff(), now=NOW)

    application.refresh_from_db()
    assert (application.contacted_at, application.stage) == (NOW, Stage.IN_CONTACT)
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]


def test_writing_answers_what_they_wrote() -> None:
    application = an_application()
    question = hear(application, channel=ChannelName.SMS, text="駐車場は?", now=NOW)

    write(application, channel=ChannelName.SMS, body="あります", author=a_staff(), now=NOW)

    question.refresh_from_db()
    assert (question.needs_answer, question.answered_at) == (False, NOW)


def test_unknown_variables_are_refused_by_name() -> None:
    with pytest.raises(UnknownVariables) as refused:
        write(an_application(), channel=ChannelName.SMS, body="{nmae}さん", author=a_staff(), now=NOW)

    assert refused.value.names == ["nmae"]
    assert not Message.objects.exists()


def test_a_text_written_at_night_waits_for_the_morning(providers: Providers) -> None:
    message = write(an_application(), channel=ChannelName.SMS, body="やあ", author=a_staff(), now=NIGHT)

    dispatch(now=NIGHT)

    message.refresh_from_db()
    assert (message.state, message.due_at) == (State.PLANNED, tokyo(2026, 6, 11, 8, 0))


def test_somebody_speaking_with_us_right_now_is_answered_at_night(providers: Providers) -> None:
    application = an_application()
    hear(application, channel=ChannelName.SMS, text="まだいますか", now=NIGHT - timedelta(minutes=5))

    message = write(application, channel=ChannelName.SMS, body="はい", author=a_staff(), now=NIGHT)
    dispatch(now=NIGHT)

    message.refresh_from_db()
    assert message.state == State.ACCEPTED


def test_a_second_try_says_the_same_words_with_a_new_link(providers: Providers) -> None:
    message = write(an_application(), channel=ChannelName.SMS, body="{link}", author=a_staff(), now=NOW)
    providers.sms.answer = _busy
    dispatch(now=NOW)
    providers.sms.answer = lambda outgoing: Accepted("id")
    Message.objects.update(needs_follow_up=False)  # the plan has looked

    dispatch(now=NOW + timedelta(minutes=1))

    first, second = [call.body for call in providers.sms.calls if call.message_id == message.pk]
    assert first != second
    assert first.count("/i/") == second.count("/i/") == 1


def test_stopped_it_never_leaves(providers: Providers) -> None:
    message, staff = a_message(), a_staff()

    stop(message, by=staff, now=NOW)
    dispatch(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.SUPPRESSED, "stopped")
    assert providers.calls == []
    assert AuditEvent.objects.about(message).get().actor == staff


def test_what_has_left_cannot_be_stopped() -> None:
    message = a_sent_message()

    with pytest.raises(TooLate):
        stop(message, by=a_staff(), now=NOW)

    message.refresh_from_db()
    assert message.state == State.ACCEPTED


def test_sent_now_does_not_wait_for_its_time(providers: Providers) -> None:
    message = a_message(due_at=NOW + timedelta(hours=5))

    send_now(message, by=a_staff(), now=NOW)
    dispatch(now=NOW)

    message.refresh_from_db()
    assert message.state == State.ACCEPTED
    assert message.wanted_due_at == NOW + timedelta(hours=5)


@pytest.mark.parametrize(
    "values", [{"expires_at": NOW}, {"channel": ChannelName.PHONE}, {"state": State.ACCEPTED}]
)
def test_what_is_too_late_a_call_or_gone_cannot_be_sent_now(values: dict[str, Any]) -> None:
    with pytest.raises(TooLate):
        send_now(a_message(**values), by=a_staff(), now=NOW)


def _busy(outgoing: Outgoing) -> Accepted:
    raise DeliveryFailed("busy", permanent=False)
