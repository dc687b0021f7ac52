"""LINE's events: only what LINE signed changes anything, each once, and each for the linked person alone."""

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any  # LINE's JSON

import pytest
from django.test import Client
from pytest_django import Settings

from candidates.models import Application, Candidate
from messaging.channels.line_buttons import Button, Press, data_of
from messaging.models import InboundEvent, LineStranger, Message, Suppression
from messaging.policy import ChannelName, Direction
from messaging.services import inbound_line
from messaging.services.linking import make_code
from messaging.services.suppressing import is_blocked, suppress
from messaging.standin import AUTH_TOKEN
from messaging.standin.line import signature
from tests.factories import NOW, a_candidate, a_sent_message, an_application
from tests.messaging.line_events import HOOK, ME, OTHER, a_press, an_event, posted, posted_body

pytestmark = pytest.mark.django_db

LINE = ChannelName.LINE
ABOUT = "interview:42@2026-06-11T13:00"


@pytest.fixture(autouse=True)
def _line_settings(settings: Settings) -> None:
    settings.LINE_PROVIDER = "line"
    settings.LINE_CHANNEL_SECRET = settings.LINE_CHANNEL_ACCESS_TOKEN = AUTH_TOKEN


@pytest.fixture
def linked() -> Application:
    return an_application(candidate=a_candidate(line_id=ME))


def heard() -> list[Message]:
    return list(Message.objects.filter(direction=Direction.IN).order_by("pk"))


def outcomes() -> list[str]:
    return list(InboundEvent.objects.order_by("occurred_at", "pk").values_list("outcome", flat=True))


def data_for(application: Application, button: Button = Button.YES) -> str:
    return data_of(Press(button, application.pk, ABOUT))


# --- whose word it is ------------------------------------------------------------------------------


def test_words_of_the_linked_person_join_the_conversation(linked: Application) -> None:
    assert posted(an_event(text="駐輪場はありますか？")) == 200

    (message,) = heard()
    assert (message.application, message.channel, message.address) == (linked, LINE, ME)
    assert message.body == "駐輪場はありますか？"
    assert message.needs_answer
    assert outcomes() == [f"heard:{message.pk}"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sticker", "［スタンプ］"),
        ("image", "［写真］"),
        ("location", "［場所］"),
        ("riddle", "［表示できないもの］"),
    ],
)
def test_what_is_no_text_is_named_and_waits_for_a_person(linked: Application, kind: str, words: str) -> None:
    posted(an_event(kind=kind, keywords=["OK", "はい"]))

    (message,) = heard()
    assert (message.body, message.needs_answer) == (words, True)


def test_with_two_applications_the_words_go_where_we_last_spoke(linked: Application) -> None:
    newer = an_application(candidate=linked.candidate)
    a_sent_message(linked, channel=LINE, address=ME)

    posted(an_event(text="わかりました、考えます"))

    assert [message.application for message in heard()] == [linked]
    assert newer.pk > linked.pk


@pytest.mark.parametrize("button", list(Button))
def test_a_press_is_heard_with_its_button_and_what_it_was_about(linked: Application, button: Button) -> None:
    posted(a_press(data_for(linked, button)))

    (message,) = heard()
    assert message.application == linked
    assert message.body == {"yes": "伺います", "move": "日程を変える", "late": "遅れます"}[button]
    assert (message.values["button"], message.values["about"]) == (button, ABOUT)


def test_a_press_by_somebody_else_does_nothing(linked: Application) -> None:
    stranger, theirs = OTHER, an_application(candidate=a_candidate(line_id="U" + "c" * 32))

    assert posted(a_press(data_for(linked), user=stranger)) == 200
    assert posted(a_press(data_for(theirs), user=ME)) == 200

    assert heard() == []
    assert outcomes() == ["not_theirs", "not_theirs"]


@pytest.mark.parametrize("data", ["", "b=withdraw&a=1&v=x", "b=yes&a=999999&v=x", "action=buy", "\x00"])
def test_a_press_that_is_none_of_ours_does_nothing(linked: Application, data: str) -> None:
    assert posted(a_press(data)) == 200

    assert heard() == []


def test_stop_in_line_stops_line_alone(linked: Application) -> None:
    posted(an_event(text="配信停止"))

    assert is_blocked(LINE, ME)
    assert not is_blocked(ChannelName.SMS, linked.candidate.phone)
    assert len(heard()) == 1


# --- who it is ---------------------------------------------------------------------------------


def test_a_code_connects_the_account_and_is_no_message_to_answer() -> None:
    application = an_application()
    code = make_code(application, prefers_line=True, now=now())

    posted(an_event(text=f"連携コード {code.text}"))

    person = Candidate.objects.get()
    assert (person.line_id, person.preferred_channel) == (ME, "line")
    assert heard() == []
    assert outcomes() == ["linked"]
    assert code.text not in json.dumps(list(InboundEvent.objects.values_list("payload", flat=True)))


def test_a_wrong_code_is_answered_like_any_strangers_word() -> None:
    make_code(an_application(), prefers_line=False, now=now())

    posted(an_event(text="連携コード AAAAA-BBBBB"))

    assert outcomes() == ["stranger_to_answer"]
    assert not Candidate.objects.exclude(line_id="").exists()


def test_codes_cannot_be_tried_for_ever() -> None:
    application = an_application()
    for _ in range(20):
        posted(an_event(text="AAAAA-BBBBB"))
    code = make_code(application, prefers_line=False, now=now())

    posted(an_event(text=code.text))
    posted(an_event(text=code.text, user=OTHER))

    assert Candidate.objects.get().line_id == OTHER


def test_a_stranger_is_owed_one_answer_a_day_and_heard_nowhere() -> None:
    for text in ("こんにちは", "もしもし"):
        posted(an_event(text=text))
    LineStranger.objects.update(answered_at=NOW, reply_token="")
    posted(an_event(text="いますか"))

    assert outcomes() == ["stranger_to_answer", "stranger_to_answer", "stranger"]
    assert heard() == []
    assert "もしもし" not in json.dumps(list(InboundEvent.objects.values_list("payload", flat=True)))


def test_groups_are_not_listened_to(linked: Application) -> None:
    event = an_event(text="伺います")
    event["source"] = {"type": "group", "groupId": "C" + "a" * 32, "userId": ME}

    posted(event)

    assert (heard(), outcomes()) == ([], ["ignored"])


# --- friends made and lost -------------------------------------------------------------------------


def test_leaving_stops_line_and_coming_back_allows_it_again(linked: Application) -> None:
    posted(an_event("unfollow"))
    assert Suppression.objects.get(lifted_at=None).reason == "unfollowed"

    posted(an_event("follow", later_ms=1000))

    assert not is_blocked(LINE, ME)
    assert outcomes() == ["blocked", "allowed"]


def test_coming_back_does_not_undo_a_stop_said_in_words(linked: Application) -> None:
    suppress(LINE, ME, reason="opted_out", now=NOW)

    posted(an_event("follow"))

    assert is_blocked(LINE, ME)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_any_order_what_happened_last_counts(linked: Application, order: tuple[int, ...]) -> None:
    events = [
        an_event("unfollow"),
        an_event("follow", later_ms=1000),
        an_event("unfollow", later_ms=2000),
    ]

    for number in order:
        posted(events[number])
        posted(events[number])

    assert is_blocked(LINE, ME)
    assert Suppression.objects.filter(lifted_at=None).count() == 1


# --- what is believed ------------------------------------------------------------------------------


def test_the_same_event_again_changes_nothing(linked: Application) -> None:
    event = an_event(text="伺えるか、あとで返事します")
    posted(event)
    event["deliveryContext"] = {"isRedelivery": True}

    assert posted(event) == 200
    assert posted(event, event) == 200

    assert len(heard()) == 1
    assert InboundEvent.objects.count() == 1


def forged(body: bytes) -> list[str]:
    right = signature(body, AUTH_TOKEN)
    return [
        "",
        right[:-4],
        right.lower(),
        right + "=",
        signature(body, "another secret"),
        signature(body + b" ", AUTH_TOKEN),
        signature(b"", AUTH_TOKEN),
        "é".encode("latin-1").decode("latin-1"),
        "*" * 44,
    ]


def test_a_forged_event_changes_nothing(linked: Application) -> None:
    body = json.dumps({"destination": "x", "events": [an_event(text="辞退します")]}).encode()

    assert [posted_body(body, signed) for signed in forged(body)] == [403] * 9

    assert not InboundEvent.objects.exists()
    assert heard() == []


def test_a_signature_belongs_to_its_body_to_the_letter(linked: Application) -> None:
    said = {"destination": "x", "events": [an_event(text="はい")]}
    body, rewritten = json.dumps(said).encode(), json.dumps(said, indent=1).encode()

    assert posted_body(rewritten, signature(body, AUTH_TOKEN)) == 403
    assert posted_body(body, signature(body, AUTH_TOKEN)) == 200


@pytest.mark.parametrize("setting", ["LINE_CHANNEL_SECRET", "LINE_PROVIDER"])
def test_without_a_secret_or_without_line_nobody_is_believed(settings: Settings, setting: str) -> None:
    setattr(settings, setting, "" if setting == "LINE_CHANNEL_SECRET" else "off")

    assert posted(an_event(text="はい"), secret=settings.LINE_CHANNEL_SECRET) == 403


def test_line_tries_the_address_with_no_events() -> None:
    assert posted() == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"events": {}}',
        b"\xff\xfe",
        b'{"events": ' + b"[" * 5000,
        b'{"events":[' + b"1," * 300 + b"1]}",
    ],
)
def test_what_is_no_event_is_refused_and_breaks_nothing(body: bytes) -> None:
    assert posted_body(body, signature(body, AUTH_TOKEN)) == 400
    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"webhookEventId": None},
        {"webhookEventId": ""},
        {"type": "things"},
        {"type": ["message"]},
        {"mode": "standby"},
    ],
)
def test_events_that_are_not_for_us_are_answered_and_forgotten(
    linked: Application, change: dict[str, Any]
) -> None:
    assert posted(an_event(text="はい") | change) == 200

    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "soon"},
        {"timestamp": 10**30},
        {"source": "me"},
        {"source": {"type": "user", "userId": 5}},
        {"message": ["x"]},
        {"message": {"type": "text", "text": "\x00\ud800"}},
        {"webhookEventId": "0" * 5000},
    ],
)
def test_odd_events_are_taken_in_all_the_same(linked: Application, change: dict[str, Any]) -> None:
    body = json.dumps({"events": [an_event(text="もの") | change]}).encode()

    assert posted_body(body, signature(body, AUTH_TOKEN)) == 200

    assert InboundEvent.objects.exclude(settled_at=None).count() == 1


def test_a_body_too_long_is_not_read() -> None:
    body = b'{"events":[' + b" " * (256 * 1024) + b"]}"

    assert posted_body(body, signature(body, AUTH_TOKEN)) == 413


@pytest.mark.parametrize("ask", [Client.get, Client.put, Client.delete, Client.head])
def test_only_a_post_is_an_event(ask: Callable[..., Any]) -> None:
    assert ask(Client(), HOOK).status_code == 405


def test_what_breaks_is_answered_and_left_for_the_sweep(
    linked: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(inbound_line, "hear", breaks)
        assert posted(an_event(text="もしもし")) == 200

    assert InboundEvent.objects.get().settled_at is None
    assert heard() == []


def now() -> Any:
    from company import clock

    return clock.now()
