"""The real library over HTTP against the stand-in on this machine."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any  # pytest-django's settings take any value

import pytest
from pytest_django import Settings

from messaging.channels import Accepted, Channel, DeliveryFailed, OutcomeUnknown, channel_for
from messaging.policy import ChannelName
from messaging.standin import Fault, Standin
from tests.factories import NOW
from tests.messaging.channels.outgoing import an_outgoing


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        running.receipts = ()
        yield running


def a_channel(settings: Settings, standin: Standin, **values: Any) -> Channel:
    known = {
        "SMS_PROVIDER": "twilio",
        "TWILIO_BASE_URL": standin.url,
        "TWILIO_ACCOUNT_SID": standin.account_sid,
        "TWILIO_AUTH_TOKEN": standin.auth_token,
        "TWILIO_FROM": "+15005550006",
        "PUBLIC_BASE_URL": "https://saiyo.example.jp",
    }
    for name, value in (known | values).items():
        setattr(settings, name, value)
    return channel_for(ChannelName.SMS)


@pytest.fixture
def sms(settings: Settings, standin: Standin) -> Channel:
    return a_channel(settings, standin)


def refused(channel: Channel, **values: Any) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        channel.send(an_outgoing(**values))
    return failed.value


def test_a_text_arrives_with_everything_twilio_needs(sms: Channel, standin: Standin) -> None:
    accepted = sms.send(an_outgoing(body="佐々木さん+&=%\n改行 😀"))

    (taken,) = standin.accepted
    assert accepted == Accepted(provider_id=taken.provider_id, delivered=False)
    assert taken.to == "+819012345678"
    assert taken.sender == "+15005550006"
    assert taken.body == "佐々木さん+&=%\n改行 😀"
    assert taken.validity_seconds == 7200
    assert taken.callback_url == "https://saiyo.example.jp/hooks/twilio/status/12/"


@pytest.mark.parametrize(
    ("useful", "seconds"),
    [(timedelta(seconds=1), 60), (timedelta(minutes=10), 600), (timedelta(days=3), 36_000)],
)
def test_twilio_may_keep_it_no_longer_than_it_helps(
    sms: Channel, standin: Standin, useful: timedelta, seconds: int
) -> None:
    sms.send(an_outgoing(expires_at=NOW + useful))

    assert standin.accepted[0].validity_seconds == seconds


def test_a_messaging_service_goes_before_a_number(settings: Settings, standin: Standin) -> None:
    a_channel(settings, standin, TWILIO_MESSAGING_SERVICE_SID="MG" + "1" * 32).send(an_outgoing())

    assert standin.accepted[0].sender == "MG" + "1" * 32


@pytest.mark.parametrize(
    ("to", "reason", "permanent", "spoils"),
    [
        ("+819000021614", "not_mobile", True, True),
        ("+819000021635", "not_mobile", True, True),
        ("+819000021610", "opted_out", True, True),
        ("+819000021211", "invalid_address", True, True),
        ("+819000021612", "sender_refused", True, False),
        ("+819000021611", "queue_full", False, False),
        ("+819000021408", "misconfigured", False, False),
    ],
)
def test_a_refusal_says_why_and_whether_it_is_final(
    sms: Channel, standin: Standin, to: str, reason: str, permanent: bool, spoils: bool
) -> None:
    failed = refused(sms, to=to)

    assert (failed.reason, failed.permanent, failed.spoils_address) == (reason, permanent, spoils)
    assert failed.code == to[-5:]
    assert standin.accepted == []


def test_a_refusal_nobody_knows_is_final_but_leaves_the_address_alone(sms: Channel) -> None:
    failed = refused(sms, body="")

    assert (failed.reason, failed.permanent, failed.spoils_address) == ("refused", True, False)
    assert failed.code == "21602"


def test_too_many_requests_were_surely_not_processed(sms: Channel, standin: Standin) -> None:
    standin.fail(Fault("429"))

    failed = refused(sms)

    assert (failed.reason, failed.permanent, failed.retry_after) == ("busy", False, 1.0)


@pytest.mark.parametrize(
    ("fault", "reason", "taken"),
    [
        ("500", "http_500", 0),
        ("503", "http_503", 0),
        ("reset", "ProtocolError", 0),
        ("accepted_500", "http_500", 1),
        ("accepted_reset", "ProtocolError", 1),
        ("accepted_garbage", "unreadable_answer", 1),
    ],
)
def test_what_may_have_been_accepted_is_called_unknown(
    sms: Channel, standin: Standin, fault: str, reason: str, taken: int
) -> None:
    standin.fail(Fault(fault))

    with pytest.raises(OutcomeUnknown) as unknown:
        sms.send(an_outgoing())

    assert unknown.value.reason == reason
    assert len(standin.accepted) == taken


def test_an_answer_that_does_not_come_is_unknown(settings: Settings, standin: Standin) -> None:
    settings.READ_SECONDS = 0.2
    standin.latency_ms = 600

    with pytest.raises(OutcomeUnknown) as unknown:
        a_channel(settings, standin).send(an_outgoing())

    assert unknown.value.reason == "ReadTimeoutError"


def test_a_connection_that_never_stood_accepted_nothing(settings: Settings, standin: Standin) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"

        failed = refused(a_channel(settings, standin, TWILIO_BASE_URL=nobody))

    assert (failed.reason, failed.permanent) == ("no_connection", False)


@pytest.mark.parametrize(
    "wrong", [{"TWILIO_AUTH_TOKEN": "old"}, {"TWILIO_ACCOUNT_SID": "AC" + "9" * 32}, {"TWILIO_FROM": ""}]
)
def test_a_wrong_set_up_is_ours_to_mend_and_no_fault_of_the_number(
    settings: Settings, standin: Standin, wrong: dict[str, str]
) -> None:
    failed = refused(a_channel(settings, standin, **wrong))

    assert (failed.reason, failed.permanent, failed.spoils_address) == ("misconfigured", False, False)
    assert standin.accepted == []


def test_a_process_that_slept_past_its_lease_sends_nothing(sms: Channel, standin: Standin) -> None:
    failed = refused(sms, send_by=time.monotonic() - 0.001)

    assert (failed.reason, failed.permanent) == ("too_slow", False)
    assert standin.accepted == []


def test_many_threads_share_one_channel(sms: Channel, standin: Standin) -> None:
    numbers = [f"+8190{n:08d}" for n in range(100)]

    with ThreadPoolExecutor(16) as pool:
        accepted = list(pool.map(lambda to: sms.send(an_outgoing(to=to, body=to)), numbers))

    by_id = {taken.provider_id: taken for taken in standin.accepted}
    assert [by_id[one.provider_id].to for one in accepted] == numbers
    assert all(taken.to == taken.body for taken in standin.accepted)
