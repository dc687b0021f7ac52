"""Twilio's reports: only what Twilio signed, for our account and that attempt, changes anything."""

from typing import Any  # what Django's test client answers

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer
from twilio.request_validator import RequestValidator

from messaging.channels import channel_for
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import ChannelName, Kind, State
from messaging.standin import ACCOUNT_SID, AUTH_TOKEN, Standin
from tests.factories import NOW, an_application
from tests.messaging.channels.outgoing import an_outgoing

BASE = "https://saiyo.example.jp"
SID = "SM" + "a" * 32


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


def said(status: str = "delivered", **more: str) -> dict[str, str]:
    known = {"AccountSid": ACCOUNT_SID, "MessageSid": SID, "MessageStatus": status, "To": "+819012345678"}
    return known | more


def path(attempt_id: int) -> str:
    return f"/hooks/twilio/status/{attempt_id}/"


def report(attempt_id: int, parameters: dict[str, Any], *, base: str = BASE, token: str = AUTH_TOKEN) -> int:
    """Posted as Twilio posts it: without a CSRF token, signed over the public address."""
    signature = RequestValidator(token).compute_signature(base + path(attempt_id), parameters)
    client = Client(enforce_csrf_checks=True, headers={"X-Twilio-Signature": signature})
    return client.post(path(attempt_id), parameters).status_code


def state_of(attempt: Attempt) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=attempt.message_id)


@pytest.mark.django_db
def test_a_signed_report_is_kept_and_moves_the_message() -> None:
    attempt = an_attempt()

    assert report(attempt.pk, said()) == 200

    receipt = DeliveryReceipt.objects.get(message=attempt.message_id)
    assert (receipt.status, receipt.code, receipt.event_id) == ("delivered", "", f"{SID}:delivered")
    assert state_of(attempt) == State.DELIVERED


@pytest.mark.django_db
def test_a_report_of_failure_brings_its_number() -> None:
    attempt = an_attempt()

    assert report(attempt.pk, said("undelivered", ErrorCode="30006")) == 200

    assert DeliveryReceipt.objects.get().code == "30006"
    assert state_of(attempt) == State.UNDELIVERED


@pytest.mark.django_db
def test_reports_may_repeat_and_come_in_any_order() -> None:
    attempt = an_attempt()

    for status in ("delivered", "sent", "delivered", "queued"):
        assert report(attempt.pk, said(status)) == 200

    assert state_of(attempt) == State.DELIVERED


@pytest.mark.django_db
def test_an_attempt_we_no_longer_know_is_answered_and_ignored() -> None:
    assert report(999_999, said()) == 200
    assert DeliveryReceipt.objects.count() == 0


def _unsigned(attempt: Attempt) -> int:
    return Client().post(path(attempt.pk), said()).status_code


def _empty_signature(attempt: Attempt) -> int:
    return Client(headers={"X-Twilio-Signature": ""}).post(path(attempt.pk), said()).status_code


def _other_token(attempt: Attempt) -> int:
    return report(attempt.pk, said(), token="somebody else's")


def _other_host(attempt: Attempt) -> int:
    return report(attempt.pk, said(), base="https://evil.example")


def _other_account(attempt: Attempt) -> int:
    return report(attempt.pk, said(AccountSid="AC" + "9" * 32))


def _no_status(attempt: Attempt) -> int:
    return report(attempt.pk, {"AccountSid": ACCOUNT_SID, "MessageSid": SID})


def _repeated_parameter(attempt: Attempt) -> int:
    """The validator alone would take this: it folds equal values into one."""
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE + path(attempt.pk), said())
    client = Client(headers={"X-Twilio-Signature": signature})
    return client.post(path(attempt.pk), said() | {"MessageStatus": ["delivered"] * 2}).status_code


def _another_attempts_signature(attempt: Attempt) -> int:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE + path(attempt.pk + 1), said())
    client = Client(headers={"X-Twilio-Signature": signature})
    return client.post(path(attempt.pk), said()).status_code


def _added_parameter(attempt: Attempt) -> int:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE + path(attempt.pk), said())
    client = Client(headers={"X-Twilio-Signature": signature})
    return client.post(path(attempt.pk), said(ErrorCode="21610")).status_code


def _query_string(attempt: Attempt) -> int:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE + path(attempt.pk), said())
    client = Client(headers={"X-Twilio-Signature": signature})
    return client.post(path(attempt.pk) + "?a=b", said()).status_code


def _other_algorithm(attempt: Attempt) -> int:
    """A header must not choose the algorithm."""
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE + path(attempt.pk), said(), "HMAC_SHA256")
    headers = {
        "X-Twilio-Signature": signature,
        "X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=HMAC_SHA256",
    }
    return Client(headers=headers).post(path(attempt.pk), said()).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forge",
    [
        _unsigned,
        _empty_signature,
        _other_token,
        _other_host,
        _other_account,
        _no_status,
        _repeated_parameter,
        _another_attempts_signature,
        _added_parameter,
        _query_string,
        _other_algorithm,
    ],
)
def test_a_forged_report_changes_nothing(forge: Any) -> None:
    attempt = an_attempt()
    assert report(attempt.pk, said("sent")) == 200  # the door as such works

    assert forge(attempt) == 403

    assert state_of(attempt) == State.ACCEPTED
    assert DeliveryReceipt.objects.count() == 1


@pytest.mark.django_db
def test_without_a_token_of_ours_nobody_is_believed(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    attempt = an_attempt()

    assert report(attempt.pk, said(), token="") == 403


@pytest.mark.django_db
def test_a_report_is_posted_and_never_fetched(client: Client) -> None:
    assert client.get(path(an_attempt().pk)).status_code == 405


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
