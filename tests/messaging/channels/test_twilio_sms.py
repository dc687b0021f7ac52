"""The real library over HTTP against the stand-in on this machine."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any  # pytest-django's settings take any value

import pytest
from pytest_django import Settings

from messaging.channels import Accepted, Channel, DeliveryFailed, OutcomeUnknown, channel_for
from messaging.channels.base import Asks, Doubtful, fingerprint_of
from messaging.channels.twilio_codes import meaning_of
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
    [(timedelta(seconds=6.9), 6), (timedelta(minutes=10), 600), (timedelta(days=3), 36_000)],
)
def test_twilio_may_keep_it_no_longer_than_it_helps(
    sms: Channel, standin: Standin, useful: timedelta, seconds: int
) -> None:
    sms.send(an_outgoing(expires_at=NOW + useful))

    assert standin.accepted[0].validity_seconds == seconds


def test_what_could_hardly_arrive_in_time_is_not_handed_over(sms: Channel, standin: Standin) -> None:
    failed = refused(sms, expires_at=NOW + timedelta(seconds=5))

    assert (failed.reason, failed.permanent) == ("too_late", False)
    assert standin.accepted == []


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


# --- finding out what became of a try ------------------------------------------------------------

LINK = "https://saiyo.example.jp/i/AAAAAAAAAAAAAAAAAAAAAA/"


def in_doubt(body: str, **values: Any) -> Doubtful:
    since = datetime.now(UTC) - timedelta(seconds=1)
    return replace(Doubtful(to="+819012345678", since=since, fingerprint=fingerprint_of(body)), **values)


def asking(channel: Channel) -> Asks:
    assert isinstance(channel, Asks)
    return channel


def test_what_twilio_took_is_found_by_its_secret_link(sms: Channel, standin: Standin) -> None:
    standin.fail(Fault("accepted_reset"))
    with pytest.raises(OutcomeUnknown):
        sms.send(an_outgoing(body=f"お待ちしています。\n{LINK}"))
    sms.send(an_outgoing(body=f"別のご案内です。\n{LINK.replace('A', 'B')}"))

    found = asking(sms).find_out(in_doubt(f"言葉は違っても\n{LINK}"))

    assert found == Accepted(standin.accepted[0].provider_id)


def test_a_text_without_a_link_is_found_by_its_words(sms: Channel, standin: Standin) -> None:
    sms.send(an_outgoing(body="5分後にお電話します。"))

    assert asking(sms).find_out(in_doubt("5分後にお電話します。")) == Accepted(
        standin.accepted[0].provider_id
    )
    assert asking(sms).find_out(in_doubt("10分後にお電話します。")) is None


def test_what_twilio_never_took_is_surely_nothing(sms: Channel, standin: Standin) -> None:
    standin.fail(Fault("reset"))
    with pytest.raises(OutcomeUnknown):
        sms.send(an_outgoing(body=LINK))

    assert asking(sms).find_out(in_doubt(LINK)) is None


def test_the_same_words_of_another_day_or_to_another_are_not_this_try(sms: Channel, standin: Standin) -> None:
    sms.send(an_outgoing(body="はい"))
    sms.send(an_outgoing(body="いいえ", to="+819087654321"))

    later = datetime.now(UTC) + timedelta(minutes=1)
    assert asking(sms).find_out(in_doubt("はい", since=later)) is None
    assert asking(sms).find_out(in_doubt("いいえ")) is None


def test_twilio_is_asked_page_by_page_over_midnight(
    sms: Channel, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.channels.twilio_sms.A_PAGE", 2)
    for number in range(7):
        sms.send(an_outgoing(body=f"{number}"))
    yesterday = datetime.now(UTC) - timedelta(days=1)

    found = asking(sms).find_out(in_doubt("0", since=yesterday))

    assert found == Accepted(standin.accepted[0].provider_id)


def test_what_has_arrived_meanwhile_is_known_to_have_arrived(sms: Channel, standin: Standin) -> None:
    accepted = sms.send(an_outgoing(body=LINK))
    standin.book.move(accepted.provider_id, "delivered")

    assert asking(sms).find_out(in_doubt(LINK)) == Accepted(accepted.provider_id, delivered=True)


def test_a_provider_that_cannot_be_asked_says_so(settings: Settings, standin: Standin) -> None:
    channel = asking(a_channel(settings, standin, TWILIO_AUTH_TOKEN="old"))

    with pytest.raises(DeliveryFailed) as failed:
        channel.find_out(in_doubt(LINK))

    assert failed.value.reason == "misconfigured"


# --- what Twilio's numbers mean --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "reason", "permanent", "spoils", "again_after"),
    [
        ("20429", "busy", False, False, None),
        ("21211", "invalid_address", True, True, None),
        ("21614", "not_mobile", True, True, None),
        ("21635", "not_mobile", True, True, None),
        ("21610", "opted_out", True, True, None),
        ("21612", "sender_refused", True, False, None),
        ("30003", "unreachable", False, False, 900),
        ("30005", "unknown_number", True, True, None),
        ("30006", "not_mobile", True, True, None),
        ("30007", "filtered", True, False, None),
        ("30001", "queue_full", False, False, 60),
        ("21611", "queue_full", False, False, 60),
        ("99999", "refused", True, False, None),
    ],
)
def test_every_number_leads_to_its_action(
    code: str, reason: str, permanent: bool, spoils: bool, again_after: float | None
) -> None:
    meaning = meaning_of(code)

    assert (meaning.reason, meaning.permanent, meaning.retry_after) == (reason, permanent, again_after)
    assert DeliveryFailed(reason, permanent=permanent).spoils_address == spoils
