"""Stop means stop on that channel and address, and no more than that."""

from datetime import datetime, timedelta
from typing import Any  # what Django's test client answers

import pytest
from django.test import Client
from pytest_django import Settings

from candidates.models import Application
from company.models import AuditEvent
from company.services.profile import the_company
from messaging.channels.mail_tokens import unsubscribe_token
from messaging.models import Message, Suppression
from messaging.policy import ChannelName
from messaging.services.suppressing import is_blocked, suppress
from messaging.services.unsubscribing import start_again, stop, wish_in
from reminders.models import StalePlan
from tests.factories import NOW, a_candidate, a_sent_message, an_application
from tests.messaging.hooks import everything

PHONE, MAIL = "+819012345678", "ren@example.jp"
SMS, EMAIL = ChannelName.SMS, ChannelName.EMAIL


def marked() -> list[tuple[int, datetime]]:
    """Applications that are to be planned anew, and since when."""
    return list(StalePlan.objects.order_by("application").values_list("application", "since"))


@pytest.mark.parametrize(
    "text",
    [
        "STOP", "stop.", "ＳＴＯＰ", "Stop!",
        "unsubscribe", "停止", "「停止」", "配信停止", "配信停止希望です。",
        "配信を停止してください", "配信停止をお願いします。", "受信停止お願いします", "ストップ", " stop \n",
    ],
)  # fmt: skip
def test_a_stop_is_a_stop(text: str) -> None:
    assert wish_in(text) == "stop"


@pytest.mark.parametrize("text", ["START", "再開", "再開してください", "配信再開お願いします", "スタート"])
def test_a_start_is_a_start(text: str) -> None:
    assert wish_in(text) == "start"


@pytest.mark.parametrize(
    "text",
    [
        "", "配信停止はしないでください", "stop by at 3?",
        "電車が停止しています", "cancel", "キャンセル", "end", "はい",
        "停止しますか", "面接を停止", "nonstop", "再開はいつですか", "辞退します",
    ],
)  # fmt: skip
def test_what_only_mentions_it_is_for_a_person(text: str) -> None:
    assert wish_in(text) == ""


@pytest.mark.django_db
def test_a_stop_blocks_one_channel_and_plans_the_running_applications_anew() -> None:
    one, two = (an_application(candidate=a_candidate(phone=PHONE, email=MAIL)) for _ in range(2))

    stop(SMS, PHONE, now=NOW)
    stop(SMS, PHONE, now=NOW + timedelta(hours=1))

    block = Suppression.objects.get()
    assert (block.channel, block.address, block.reason, block.since) == (SMS, PHONE, "opted_out", NOW)
    assert not is_blocked(EMAIL, MAIL)
    assert marked() == [(one.pk, NOW), (two.pk, NOW)]  # the second stop is none
    assert set(Application.objects.values_list("stage", flat=True)) == {"received"}


@pytest.mark.django_db
def test_a_stranger_may_ask_for_quiet_too() -> None:
    stop(SMS, PHONE, now=NOW)

    assert is_blocked(SMS, PHONE)


@pytest.mark.django_db
def test_their_own_word_lifts_their_own_stop_and_is_recorded() -> None:
    application = an_application(candidate=a_candidate(phone=PHONE))
    stop(SMS, PHONE, now=NOW)
    assert marked() == [(application.pk, NOW)]

    assert start_again(SMS, PHONE, now=NOW + timedelta(days=1))

    assert not is_blocked(SMS, PHONE)
    event = AuditEvent.objects.get(action="address_allowed")
    assert (event.actor_kind, event.details) == ("candidate", {"channel": "sms", "by_own_word": True})
    assert marked() == [(application.pk, NOW + timedelta(days=1))]
    assert not start_again(SMS, PHONE, now=NOW + timedelta(days=2))


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["not_theirs", "not_mobile", "bounced"])
def test_a_word_lifts_nothing_that_others_found_out(reason: str) -> None:
    suppress(SMS, PHONE, reason=reason, now=NOW)

    assert not start_again(SMS, PHONE, now=NOW)

    assert is_blocked(SMS, PHONE)


# --- the link in the mail ----------------------------------------------------------------------------


def a_mail(**values: Any) -> Message:
    the_company()
    person = a_candidate(email=MAIL, **values)
    return a_sent_message(an_application(candidate=person), channel=EMAIL, address=MAIL)


def path(message: Message, address: str = MAIL) -> str:
    return f"/u/{unsubscribe_token(message.pk, address)}/"


def one_click(address: str) -> Any:
    """As a mail program does it: no cookies, no page, no token of a form (RFC 8058)."""
    return Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})


@pytest.mark.django_db
def test_looking_changes_nothing_however_often(client: Client) -> None:
    mail = a_mail()
    before = everything()

    for _ in range(3):
        answer = client.get(path(mail))
        assert client.head(path(mail)).status_code == 200

    assert answer.status_code == 200
    assert "メールを止めますか" in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert everything() == before


@pytest.mark.django_db
def test_one_press_stops_mail_and_a_second_is_the_same() -> None:
    mail = a_mail()

    first, second = one_click(path(mail)), one_click(path(mail))

    assert (first.status_code, second.status_code) == (200, 200)
    assert "取り下げてはいません" in second.content.decode()
    assert is_blocked(EMAIL, MAIL)
    assert Suppression.objects.count() == 1
    assert mail.application.stage == "received"


@pytest.mark.django_db
def test_the_page_speaks_the_candidates_language(client: Client) -> None:
    mail = a_mail(language="en")

    assert "Stop e-mail from us?" in client.get(path(mail)).content.decode()
    assert "Your application is not withdrawn" in one_click(path(mail)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["address", "signature", "number", "nonsense"])
def test_a_token_that_is_not_ours_stops_nobody(change: str) -> None:
    mail, other = a_mail(), a_mail()
    number, mark, signature = unsubscribe_token(mail.pk, MAIL).partition(".")
    wrong = {
        "address": unsubscribe_token(mail.pk, "else@example.jp"),
        "signature": f"{number}.{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
        "number": f"{other.pk}{mark}{signature}",
        "nonsense": "１.x",
    }[change]

    answer = one_click(f"/u/{wrong}/")

    assert answer.status_code == 404
    assert Suppression.objects.count() == 0


@pytest.mark.django_db
def test_an_erased_persons_link_is_nobodys() -> None:
    mail = a_mail()
    Message.objects.update(address="")

    assert one_click(path(mail)).status_code == 404
    assert one_click(path(mail, "")).status_code == 404
    assert Suppression.objects.count() == 0


@pytest.mark.django_db
def test_a_link_outlives_a_change_of_the_secret(settings: Settings) -> None:
    mail = a_mail()
    address = path(mail)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

    assert one_click(address).status_code == 200
    assert is_blocked(EMAIL, MAIL)
