"""What became of each message, on its bubble: in words, with its tries behind a disclosure."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from candidates.models import Application, Link, PageOpening
from company.models import Staff
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.holding import hold
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import questions
from tests.factories import NOW, a_message, a_sent_message, an_application

pytestmark = pytest.mark.django_db
MARK = "f" * 64


@pytest.fixture
def application() -> Application:
    return an_application()


def shown(screen: Client, application: Application) -> str:
    return text_of(screen.get(f"/desk/applications/{application.pk}/"))


def a_try(message: Message, number: int = 1, **values: object) -> Attempt:
    known = {"message": message, "number": number, "started_at": NOW, "outcome": "accepted"}
    return Attempt.objects.create(**known | values)


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (State.ACCEPTED, "", "送信"),
        (State.DELIVERED, "", "届いた"),
        (State.ACCEPTED, "by_person", "届いていた(本人より)"),
        (State.FAILED, "not_mobile", "送れなかった この番号はSMSを受け取れません"),
        (State.UNDELIVERED, "unreachable", "届かなかった 電源が切れているか、圏外でした"),
        (State.NEEDS_PERSON, "unknown_outcome", "人の判断まち 届いたかどうかわかりません"),
        (State.SUPPRESSED, "stopped", "送っていない・担当者が止めました"),
    ],
)
def test_the_state_stands_in_words_under_the_message(
    state: State, reason: str, words: str, screen: Client, application: Application
) -> None:
    a_sent_message(application, state=state, reason=reason, body="お待ちしています")

    page = shown(screen, application)

    assert words in page
    assert not reason or reason not in page


def test_a_page_opened_by_this_messages_own_link_is_said_on_it_alone(
    screen: Client, application: Application
) -> None:
    first = a_sent_message(application, state=State.DELIVERED, body="一通目")
    second = a_sent_message(application, state=State.DELIVERED, body="二通目", kind=Kind.BOOKED)
    a_try(first, fingerprint="0" * 64)
    a_try(second, fingerprint=MARK)
    link = Link.objects.create(application=application, token_hash=MARK, created_at=NOW)
    PageOpening.objects.create(link=link, opened_at=NOW + timedelta(minutes=5))

    _, one, two = shown(screen, application).replace("二通目", "¶").replace("一通目", "¶").split("¶")

    assert "ページを開いた 10:05" not in one
    assert "ページを開いた 10:05" in two


def test_an_unknown_outcome_says_since_when_and_what_happens_next(
    screen: Client, application: Application, settings: Settings
) -> None:
    settings.DOUBT_SECONDS = 600.0
    since = timezone.now() - timedelta(minutes=4)
    a_sent_message(application, state=State.UNKNOWN, reason="ReadTimeout", doubted_since=since)

    words = shown(screen, application)

    assert "届いたか確認中" in words
    assert (
        "送信サービスの返事の前に、通信が切れました(4分前)。10分のあいだ送信サービスに問い合わせます" in words
    )
    assert "ReadTimeout" not in words


def test_tries_reports_repeats_parts_and_yen_are_behind_the_disclosure(
    screen: Client, application: Application
) -> None:
    message = a_sent_message(application, state=State.DELIVERED, parts=2, cost=24, repeats=1, attempts=2)
    a_try(message, 1, outcome="retry", error="busy 429")
    a_try(message, 2)
    for status in ("sent", "delivered", "delivered"):
        DeliveryReceipt.objects.create(message=message, status=status, received_at=NOW)

    words = shown(screen, application)

    assert "配信のようす" in words
    assert "1回目: 受けつけられず、あとでもう一度(送信サービスが混み合っていました)" in words
    assert "2回目: 送信サービスが受けつけた" in words
    assert words.count("報告: 届いた") == 1
    assert "1度だけ送り直し" in words
    assert "SMS 2通ぶん・約24円" in words
    assert "429" not in words


def test_a_carrier_that_does_not_report_is_said_after_a_while(
    screen: Client, application: Application
) -> None:
    message = a_sent_message(application, sent_at=NOW - timedelta(minutes=14))
    fresh = shown(screen, application)
    Message.objects.filter(pk=message.pk).update(sent_at=NOW - timedelta(minutes=16))

    told = "届いたかどうかの報告が、携帯会社からまだありません"
    assert told not in fresh
    assert told in shown(screen, application)


def test_a_try_that_is_repeated_later_says_when(screen: Client, application: Application) -> None:
    a_message(application, reason="busy", attempts=1, due_at=NOW + timedelta(minutes=5))

    assert "送信サービスが混み合っていました。10:05にもう一度送ります。" in shown(screen, application)


def test_while_sending_is_on_hold_a_written_message_says_that_it_waits(
    screen: Client, application: Application, owner: Staff
) -> None:
    a_message(application, kind=Kind.MANUAL, author=owner, values={"_text": "お待ちしています"})
    before = shown(screen, application)
    hold(by=owner, now=NOW, reason="確認のため")

    words = shown(screen, application)

    assert "送信中" in before
    assert "送信を止めているため、待っています" in words


def test_a_thread_asks_the_database_as_often_for_three_as_for_one(
    screen: Client, application: Application
) -> None:
    address = f"/desk/applications/{application.pk}/"
    for message in (a_sent_message(application, body="一"),):
        a_try(message)
    one = questions(screen, address)
    for number in range(2):
        message = a_sent_message(application, body="二", channel=ChannelName.EMAIL)
        a_try(message, fingerprint=f"{number}" * 64)
        DeliveryReceipt.objects.create(message=message, status="delivered", received_at=NOW)

    assert questions(screen, address) == one


def test_the_composer_counts_parts_and_yen(screen: Client, application: Application) -> None:
    typed = {"channel": "sms", "body": "あ" * 100}

    words = text_of(screen.post(f"/desk/applications/{application.pk}/count/", typed))

    assert "2" in words
    assert "・約24円" in words
