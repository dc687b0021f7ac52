"""LINE's own library over HTTP against the stand-in on this machine."""

import json
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any  # LINE's JSON

import pytest
from pytest_django import Settings

from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, channel_for
from messaging.channels.base import Doubt, Usage
from messaging.channels.line import LineMessaging, retry_key
from messaging.channels.line_bubble import message_of
from messaging.channels.line_buttons import Button, Press, buttons_under, data_of, read_data
from messaging.policy import ChannelName, Kind
from messaging.standin import Fault, Standin, Taken
from tests.messaging.channels.outgoing import an_outgoing

SOMEBODY = "U" + "a1" * 16
LINK = "https://saiyo.example.jp/i/AbCdEfGhIjKlMnOpQrStUv/"
ABOUT = "interview:42@2026-06-11T13:00"
HOSTILE = [
    "{link}",
    "{名前}",
    "</script><script>alert(1)</script>",
    '"}],"to":"U' + "f" * 32,
    "=HYPERLINK(1)",
    "佐々木\u202e木々佐",
    "a\x00b\r\nTo: x",
    "𠮷野家",
    "😀" * 300,
    "\ud800",
    "%0d%0aX-Line-Retry-Key: 1",
    "$emoji$ {0.__class__}",
]


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def line(settings: Settings, standin: Standin) -> LineMessaging:
    return a_channel(settings, standin)


def a_channel(settings: Settings, standin: Standin, **values: Any) -> LineMessaging:
    known = {
        "LINE_PROVIDER": "line",
        "LINE_BASE_URL": standin.url,
        "LINE_CHANNEL_ACCESS_TOKEN": standin.auth_token,
    }
    for name, value in (known | values).items():
        setattr(settings, name, value)
    channel = channel_for(ChannelName.LINE)
    assert isinstance(channel, LineMessaging)
    return channel


def shown(taken: Taken) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(taken.attachments[0]["message"])
    return message


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [row["action"] for row in message["contents"].get("footer", {}).get("contents", [])]


def refused(channel: LineMessaging, **values: Any) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        channel.send(an_outgoing(**{"to": SOMEBODY} | values))
    return failed.value


def test_a_reminder_is_a_bubble_with_three_buttons_and_the_link(
    line: LineMessaging, standin: Standin
) -> None:
    body = f"佐々木さん、明日お待ちしています。\n「伺います」は、下のボタンから。\n{LINK}"

    accepted = line.send(
        an_outgoing(to=SOMEBODY, body=body, kind=Kind.REMINDER_EVE, about=ABOUT, application_id=3)
    )

    (taken,) = standin.accepted
    message = shown(taken)
    assert accepted == Accepted(provider_id=taken.provider_id, delivered=False)
    assert taken.to == SOMEBODY
    assert message["type"] == "flex"
    assert message["altText"] == "佐々木さん、明日お待ちしています。\n「伺います」は、下のボタンから。"
    assert message["contents"]["body"]["contents"][0]["text"] == message["altText"]
    labels = [(one["type"], one["label"]) for one in buttons(message)]
    assert labels == [
        ("postback", "伺います"),
        ("postback", "日程を変える"),
        ("postback", "遅れます"),
        ("uri", "くわしく見る"),
    ]
    assert read_data(buttons(message)[0]["data"]) == Press(Button.YES, 3, ABOUT)
    assert buttons(message)[3]["uri"] == LINK


def test_buttons_speak_the_candidates_language(line: LineMessaging, standin: Standin) -> None:
    line.send(
        an_outgoing(
            to=SOMEBODY, body="See you", language="en", kind=Kind.REMINDER_EVE, about=ABOUT, application_id=3
        )
    )

    assert [one["label"] for one in buttons(shown(standin.accepted[0]))] == [
        "I will come",
        "Change the day",
        "Running late",
    ]


@pytest.mark.parametrize(
    ("kind", "about", "number"),
    [
        (Kind.THANKS, "application:3", 3),
        (Kind.REMINDER_EVE, "interview:42", 3),
        (Kind.REMINDER_EVE, ABOUT, 0),
        (Kind.ABSENCE_FIRST, "case:9", 3),
    ],
)
def test_nothing_is_asked_where_there_is_no_interview_at_a_time(kind: str, about: str, number: int) -> None:
    assert buttons_under(kind, about, number) == ()


def test_a_press_comes_back_as_it_was_sent_and_anything_else_is_none_of_ours() -> None:
    press = Press(Button.LATE, 3, ABOUT)

    assert read_data(data_of(press)) == press
    assert len(data_of(Press(Button.MOVE, 2**62, "interview:" + "9" * 19 + "@2026-06-11T13:00"))) < 300
    for strange in (
        "",
        "b=cancel&a=3&v=x",
        "b=yes&a=-3",
        "b=yes&a=３",
        "b=yes",
        "a" * 5000,
        "b=yes&a=" + "9" * 40,
    ):
        assert read_data(strange) is None


def test_a_text_with_another_address_stays_a_text_so_that_it_can_be_tapped(
    line: LineMessaging, standin: Standin
) -> None:
    line.send(an_outgoing(to=SOMEBODY, body=f"地図 https://maps.example.jp/x\n{LINK}"))

    assert shown(standin.accepted[0]) == {"type": "text", "text": f"地図 https://maps.example.jp/x\n{LINK}"}


def test_long_texts_keep_to_lines_limits(line: LineMessaging, standin: Standin) -> None:
    line.send(an_outgoing(to=SOMEBODY, body="あ" * 1900))
    line.send(an_outgoing(to=SOMEBODY, body="😀" * 4000, key="other"))

    bubble, text = (shown(taken) for taken in standin.accepted)
    assert bubble["altText"] == "あ" * 400
    assert text == {"type": "text", "text": "😀" * 2500}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_pass_harmlessly(line: LineMessaging, standin: Standin, name: str) -> None:
    name = name.encode("utf-8", "replace").decode()
    line.send(
        an_outgoing(
            to=SOMEBODY,
            body=f"{name}さん、お待ちしています。\n{LINK}",
            kind=Kind.REMINDER_EVE,
            about=ABOUT,
            application_id=3,
        )
    )

    (taken,) = standin.accepted
    assert taken.to == SOMEBODY
    assert buttons(shown(taken))[3]["uri"] == LINK
    assert name.strip()[:300] in shown(taken)["contents"]["body"]["contents"][0]["text"]
    assert len(buttons(shown(taken))) == 4


def test_the_key_is_there_from_the_first_try_and_the_same_for_every_one(
    line: LineMessaging, standin: Standin
) -> None:
    outgoing = an_outgoing(to=SOMEBODY)
    line.send(outgoing)

    key = standin.accepted[0].headers["x-line-retry-key"]
    assert key == retry_key(outgoing) == retry_key(an_outgoing(to=SOMEBODY, attempt_id=99))
    assert str(uuid.UUID(key)) == key
    assert retry_key(an_outgoing(message_id=8)) != key
    assert line.doubt == Doubt.SAME_KEY


def test_taken_before_is_taken(line: LineMessaging, standin: Standin) -> None:
    first = line.send(an_outgoing(to=SOMEBODY))
    second = line.send(an_outgoing(to=SOMEBODY, attempt_id=13))

    assert first == second
    assert len(standin.accepted) == 1


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
def test_in_doubt_the_same_key_makes_one_message_of_two_tries(
    line: LineMessaging, standin: Standin, fault: str, reason: str, taken: int
) -> None:
    standin.fail(Fault(fault))

    with pytest.raises(OutcomeUnknown) as doubt:
        line.send(an_outgoing(to=SOMEBODY))
    assert (doubt.value.reason, len(standin.accepted)) == (reason, taken)

    accepted = line.send(an_outgoing(to=SOMEBODY, attempt_id=13))

    assert [one.provider_id for one in standin.accepted] == [accepted.provider_id]


def test_nobody_waits_for_ever(settings: Settings, standin: Standin) -> None:
    settings.READ_SECONDS = 0.1
    standin.latency_ms = 400
    channel = a_channel(settings, standin)

    with pytest.raises(OutcomeUnknown) as doubt:
        channel.send(an_outgoing(to=SOMEBODY))

    assert doubt.value.reason == "ReadTimeoutError"


def test_a_port_where_nobody_listens_took_nothing(settings: Settings, standin: Standin) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    channel = a_channel(settings, standin, LINE_BASE_URL=address)

    failed = refused(channel)

    assert (failed.reason, failed.permanent) == ("no_connection", False)


def test_too_many_requests_were_surely_not_processed(line: LineMessaging, standin: Standin) -> None:
    standin.fail(Fault("429"))

    failed = refused(line)

    assert (failed.reason, failed.permanent, failed.retry_after) == ("busy", False, 1.0)


def test_a_used_up_month_is_final_and_leaves_the_address_alone(line: LineMessaging, standin: Standin) -> None:
    standin.line.quota = 0

    failed = refused(line)

    assert (failed.reason, failed.permanent, failed.spoils_address) == ("quota", True, False)


@pytest.mark.parametrize(
    ("to", "reason", "spoils"),
    [("nobody", "invalid_address", True), ("U" + "a" * 28 + "dead", "blocked", True)],
)
def test_an_account_that_cannot_be_written_to_is_not_tried_again(
    line: LineMessaging, standin: Standin, to: str, reason: str, spoils: bool
) -> None:
    failed = refused(line, to=to)

    assert (failed.reason, failed.permanent, failed.spoils_address) == (reason, True, spoils)
    assert standin.accepted == []


def test_a_wrong_token_is_ours_to_mend(settings: Settings, standin: Standin) -> None:
    failed = refused(a_channel(settings, standin, LINE_CHANNEL_ACCESS_TOKEN="wrong"))

    assert (failed.reason, failed.permanent) == ("misconfigured", False)


def test_a_process_that_slept_past_its_lease_sends_nothing(line: LineMessaging, standin: Standin) -> None:
    failed = refused(line, send_by=time.monotonic() - 1)

    assert (failed.reason, failed.permanent) == ("too_slow", False)
    assert standin.accepted == []


def test_many_threads_share_one_client(line: LineMessaging, standin: Standin) -> None:
    with ThreadPoolExecutor(16) as pool:
        done = list(
            pool.map(lambda number: line.send(an_outgoing(to=SOMEBODY, message_id=number)), range(64))
        )

    assert {one.provider_id for one in done} == {one.provider_id for one in standin.accepted}
    assert len(standin.accepted) == 64


def test_an_answer_to_an_event_carries_no_key(line: LineMessaging, standin: Standin) -> None:
    event = standin.line.event("message", SOMEBODY, text="こんにちは")

    line.reply(event["replyToken"], "はじめまして")

    (taken,) = standin.accepted
    assert (taken.to, taken.body, dict(taken.headers)) == (event["replyToken"], "はじめまして", {})
    with pytest.raises(DeliveryFailed):
        line.reply(event["replyToken"], "もう一度")


def test_the_quota_and_what_is_used_of_it(line: LineMessaging, standin: Standin) -> None:
    assert line.usage() == Usage(limit=None, used=0)

    standin.line.quota, standin.line.used_before = 200, 159
    line.send(an_outgoing(to=SOMEBODY))

    assert line.usage() == Usage(limit=200, used=160)


def test_the_link_is_nowhere_but_on_its_button() -> None:
    message = message_of(an_outgoing(body=f"お待ちしています。\n{LINK}\n\nひなた食堂"))

    assert message["altText"] == "お待ちしています。\n\nひなた食堂"
    assert len(re.findall("/i/", json.dumps(message))) == 1


def test_processes_that_never_send_do_not_load_the_library() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup()\n"
        "import config.urls, messaging.views.line, messaging.tasks\n"
        "from messaging.channels import available_channels; available_channels()\n"
        "sys.exit('linebot' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
