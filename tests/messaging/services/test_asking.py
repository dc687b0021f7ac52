"""Reports that did not come are asked for, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from messaging.channels import OutcomeUnknown, forget_channels
from messaging.models import DeliveryReceipt, Message
from messaging.policy import ChannelName, State
from messaging.services.asking import ask_for_reports
from messaging.services.dispatching import dispatch
from messaging.services.receipts import apply_receipt
from messaging.standin import Standin
from tests.factories import NOW, a_message

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=15)


@pytest.fixture
def standin(settings: Settings) -> Iterator[Standin]:
    """A provider that takes texts and reports nothing."""
    with Standin() as running:
        running.receipts = ()
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO_BASE_URL = running.url
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = running.account_sid, running.auth_token
        settings.TWILIO_FROM = "+15005550006"
        yield running
    forget_channels()


@pytest.fixture
def sent(standin: Standin) -> Message:
    message = a_message(channel=ChannelName.SMS, expires_at=NOW + timedelta(hours=3))
    dispatch(now=NOW)
    message.refresh_from_db()
    assert message.state == State.ACCEPTED
    return message


def now_is(standin: Standin, message: Message, status: str, code: str = "") -> None:
    standin.book.move(message.provider_id, status, code)


def test_an_arrival_that_was_never_reported_is_found_by_asking(standin: Standin, sent: Message) -> None:
    now_is(standin, sent, "delivered")

    assert ask_for_reports(now=LATER - timedelta(seconds=1)) == 0
    assert ask_for_reports(now=LATER) == 1

    sent.refresh_from_db()
    assert sent.state == State.DELIVERED


def test_a_loss_is_found_too_and_leads_to_the_next_channel(standin: Standin, sent: Message) -> None:
    now_is(standin, sent, "undelivered", "30006")

    ask_for_reports(now=LATER)

    sent.refresh_from_db()
    assert (sent.state, sent.reason, sent.needs_follow_up) == (State.UNDELIVERED, "not_mobile", True)


def test_each_is_asked_about_once(standin: Standin, sent: Message) -> None:
    now_is(standin, sent, "sent")

    assert [ask_for_reports(now=LATER) for _ in range(3)] == [1, 0, 0]
    assert DeliveryReceipt.objects.get().status == "sent"


def test_what_was_reported_is_not_asked_about(standin: Standin, sent: Message) -> None:
    apply_receipt(sent, "sent", now=NOW)

    assert ask_for_reports(now=LATER) == 0


def test_after_a_day_nobody_asks_any_more(standin: Standin, sent: Message) -> None:
    assert ask_for_reports(now=NOW + timedelta(days=1)) == 0


def test_a_provider_that_cannot_be_asked_is_asked_the_next_time(
    standin: Standin, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(self: object, provider_id: str) -> tuple[str, str]:
        raise OutcomeUnknown("http_500")

    with monkeypatch.context() as broken:
        broken.setattr("messaging.channels.twilio_sms.TwilioSms.status_of", silence)
        assert ask_for_reports(now=LATER) == 0

    assert ask_for_reports(now=LATER) == 1
