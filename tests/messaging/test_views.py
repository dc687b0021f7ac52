"""Twilio's reports move messages; test_forged.py tells what does not. Whether this instance is up."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer

from messaging.channels import channel_for
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import ChannelName, Kind, State
from messaging.standin import ACCOUNT_SID, AUTH_TOKEN, Standin
from tests.factories import NOW, an_application
from tests.messaging.channels.outgoing import an_outgoing
from tests.messaging.hooks import BASE, SID, post_twilio, report_of, report_path


@pytest.fixture(autouse=True)
def _twilio_settings(settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = BASE
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT_SID, AUTH_TOKEN


def an_attempt(state: State = State.ACCEPTED) -> Attempt:
    message = Message.objects.create(
        application=an_application(),
        kind=Kind.BOOKED,
        channel=ChannelName.SMS,
        state=state,
        address="+819012345678",
        attempts=1,
        provider_id=SID,
        due_at=NOW,
        expires_at=NOW,
        created_at=NOW,
    )
    return Attempt.objects.create(message=message, number=1, started_at=NOW)


def report(attempt_id: int, said: dict[str, str]) -> int:
    return int(post_twilio(report_path(attempt_id), said).status_code)


def state_of(attempt: Attempt) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=attempt.message_id)


@pytest.mark.django_db
def test_a_signed_report_is_kept_and_moves_the_message() -> None:
    attempt = an_attempt()

    assert report(attempt.pk, report_of()) == 200

    receipt = DeliveryReceipt.objects.get(message=attempt.message_id)
    assert (receipt.status, receipt.code, receipt.event_id) == ("delivered", "", f"{SID}:delivered")
    assert state_of(attempt) == State.DELIVERED


@pytest.mark.django_db
def test_a_report_of_failure_brings_its_number() -> None:
    attempt = an_attempt()

    assert report(attempt.pk, report_of("undelivered", ErrorCode="30006")) == 200

    assert DeliveryReceipt.objects.get().code == "30006"
    assert state_of(attempt) == State.UNDELIVERED


@pytest.mark.django_db
def test_reports_may_repeat_and_come_in_any_order() -> None:
    attempt = an_attempt()

    for status in ("delivered", "sent", "delivered", "queued"):
        assert report(attempt.pk, report_of(status)) == 200

    assert state_of(attempt) == State.DELIVERED


def test_the_stand_ins_reports_pass_twilios_own_validator(
    live_server: LiveServer, settings: Settings
) -> None:
    settings.PUBLIC_BASE_URL = live_server.url
    settings.SMS_PROVIDER, settings.TWILIO_FROM = "twilio", "+15005550006"
    fine, lost = an_attempt(), an_attempt()
    with Standin() as standin:
        settings.TWILIO_BASE_URL = standin.url
        sms = channel_for(ChannelName.SMS)

        for attempt, to in ((fine, "+819012345678"), (lost, "+819000030003")):
            sms.send(an_outgoing(attempt_id=attempt.pk, to=to))
            standin.reporter.settle()

        assert standin.reporter.answers == [200, 200, 200, 200]
        assert [taken.status for taken in standin.accepted] == ["delivered", "undelivered"]
    assert state_of(fine) == State.DELIVERED
    assert state_of(lost) == State.UNDELIVERED
    assert Message.objects.get(pk=lost.message_id).reason == "unreachable"


@pytest.mark.django_db
def test_health_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readiness_asks_the_database_one_question(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok")
