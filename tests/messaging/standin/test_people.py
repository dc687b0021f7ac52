"""From a text or mail that leaves to the words that come back: product and stand-in over HTTP."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any  # JSON

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application
from company import clock
from messaging.channels import channel_for
from messaging.models import Message
from messaging.policy import ChannelName, State
from messaging.services.events import settle_events
from messaging.services.suppressing import is_blocked
from messaging.standin import Standin
from tests.factories import a_candidate, a_sent_message, an_application
from tests.messaging.channels.outgoing import an_outgoing

PHONE, MAIL = "+819012345678", "ren@example.jp"


@pytest.fixture
def standin(
    live_server: LiveServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standin]:
    """The product settles after it has answered; here the test does, when nobody else uses the database."""
    monkeypatch.setattr("messaging.views.answering.settle_events", lambda **_: 0)
    with Standin(deliver_to=live_server.url) as running:
        running.receipts = ()
        settings.PUBLIC_BASE_URL = live_server.url
        settings.SMS_PROVIDER, settings.EMAIL_PROVIDER, settings.TWILIO_FROM = (
            "twilio",
            "django",
            "+15005550006",
        )
        settings.TWILIO_BASE_URL = running.url
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = running.account_sid, running.auth_token
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.INBOUND_EMAIL_DOMAIN = "reply.example.jp"
        settings.ANYMAIL = {
            "POSTMARK_API_URL": running.url,
            "POSTMARK_SERVER_TOKEN": running.auth_token,
            "WEBHOOK_SECRET": [running.people.webhook_secret],
        }
        yield running


@pytest.fixture
def application(standin: Standin) -> Application:
    return an_application(candidate=a_candidate(phone=PHONE, email=MAIL))


def a_mail(application: Application) -> tuple[Message, str]:
    """Sent; with the provider's number."""
    message = a_sent_message(application, channel=ChannelName.EMAIL, address=MAIL)
    sent = an_outgoing(to=MAIL, message_id=message.pk, key=message.key)
    accepted = channel_for(ChannelName.EMAIL).send(sent)
    Message.objects.filter(pk=message.pk).update(provider_id=accepted.provider_id)
    return message, accepted.provider_id


def heard() -> list[tuple[str, str]]:
    settle_events(now=clock.now())
    return list(Message.objects.filter(direction="in").order_by("pk").values_list("channel", "body"))


def post(standin: Standin, path: str, said: dict[str, Any]) -> Any:
    body = json.dumps(said).encode()
    request = urllib.request.Request(standin.url + path, body)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_a_text_comes_in_signed(standin: Standin, application: Application) -> None:
    assert standin.people.text(PHONE, "伺います", sid="SM1") == 200
    assert standin.people.text(PHONE, "伺います", sid="SM1") == 200
    assert standin.people.text(PHONE, "停止", token="wrong") == 403

    assert heard() == [("sms", "伺います")]
    assert not is_blocked(ChannelName.SMS, PHONE)


def test_a_mail_is_answered_where_it_belongs(standin: Standin, application: Application) -> None:
    _, number = a_mail(application)
    a_mail(an_application(candidate=application.candidate))

    assert standin.people.write("work@example.com", "伺います\n\n> 古い言葉", answers=number) == 200
    assert standin.people.write(MAIL, "x", secret="postmark:wrong") == 403

    assert heard() == [("email", "伺います")]
    assert Message.objects.get(direction="in").application == application


def test_what_became_of_a_mail_is_told(standin: Standin, application: Application) -> None:
    message, number = a_mail(application)

    assert standin.people.report(number, "Delivery") == 200
    settle_events(now=clock.now())
    message.refresh_from_db()
    assert message.state == State.DELIVERED

    assert standin.people.report(number, "Bounce") == 200
    settle_events(now=clock.now())
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, "bounced")
    assert is_blocked(ChannelName.EMAIL, MAIL)


def test_a_script_lets_people_speak(standin: Standin, application: Application) -> None:
    _, number = a_mail(application)

    assert post(standin, "/twilio/say", {"from": PHONE, "text": "はい"}) == {"status": 200}
    assert post(standin, "/postmark/say", {"from": MAIL, "text": "行きます", "answers": number}) == {
        "status": 200
    }
    assert post(standin, "/postmark/report", {"mail": number, "record": "SpamComplaint"}) == {"status": 200}

    assert heard() == [("sms", "はい"), ("email", "行きます")]
    assert is_blocked(ChannelName.EMAIL, MAIL)


@pytest.mark.parametrize(
    ("path", "said"),
    [("/twilio/say", {"words": "?"}), ("/postmark/report", {"mail": "none"}), ("/postmark/say", {})],
)
def test_a_script_that_makes_no_sense_is_refused(standin: Standin, path: str, said: dict[str, Any]) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(standin, path, said)

    assert refused.value.code == 400
