"""Texts and mails that came in find their conversation; reports find their message."""

from datetime import timedelta
from typing import Any  # fields by name

import pytest
from pytest_django import Settings

from candidates.models import Application, Candidate, Note
from candidates.services.erasing import erase
from messaging.channels.email import message_id_of
from messaging.channels.mail_tokens import reply_address
from messaging.models import DeliveryReceipt, InboundEvent, Message, Suppression
from messaging.policy import ChannelName, State
from messaging.services.events import keep, settle_events
from messaging.services.suppressing import is_blocked
from noshow.services.facts import word_since
from tests.factories import NOW, a_candidate, a_case, an_application
from tests.messaging.hooks import (
    BASE,
    INBOUND,
    LETTERS,
    PHONE,
    REPORTS,
    SECRET,
    a_letter,
    a_report,
    post_mail,
    post_twilio,
    text_from,
)
from tests.messaging.services.mails import EMAIL, MAIL, a_mail, state_of


@pytest.fixture(autouse=True)
def _hooks(settings: Settings) -> None:
    from messaging.standin import ACCOUNT_SID, AUTH_TOKEN

    settings.PUBLIC_BASE_URL = BASE
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT_SID, AUTH_TOKEN
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET]}
    settings.INBOUND_EMAIL_DOMAIN = "reply.hinata.example"


@pytest.fixture
def application() -> Application:
    return an_application(candidate=a_candidate(phone=PHONE, email=MAIL))


def heard() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(direction="in").order_by("pk")
    return [(row.channel, row.address, row.body) for row in rows]


def outcome() -> str:
    return InboundEvent.objects.latest("pk").outcome


# --- texts -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_text_is_answered_with_silence_and_heard(application: Application) -> None:
    answer = post_twilio(INBOUND, text_from(body="伺います"))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert answer.content.decode().endswith("<Response></Response>")
    assert heard() == [("sms", PHONE, "伺います")]
    assert outcome() == f"heard:{Message.objects.get(direction='in').pk}"


@pytest.mark.django_db
def test_a_strangers_text_is_kept_and_not_answered(application: Application) -> None:
    assert post_twilio(INBOUND, text_from("+15551234567", "hello")).status_code == 200

    assert heard() == []
    assert outcome() == "unknown_sender"


@pytest.mark.django_db
def test_a_stop_counts_also_when_nothing_runs(application: Application) -> None:
    Application.objects.update(stage="closed")

    post_twilio(INBOUND, text_from(body="配信停止"))
    post_twilio(INBOUND, text_from("+819099999999", "STOP"))

    assert is_blocked(ChannelName.SMS, PHONE)
    assert is_blocked(ChannelName.SMS, "+819099999999")
    assert heard() == [("sms", PHONE, "配信停止")]
    assert outcome() == "stop"


@pytest.mark.django_db
def test_a_start_lifts_the_stop(application: Application) -> None:
    post_twilio(INBOUND, text_from(body="STOP"))

    post_twilio(INBOUND, text_from(body="再開"))

    assert not is_blocked(ChannelName.SMS, PHONE)


@pytest.mark.django_db
def test_twilios_own_reading_of_a_word_counts(application: Application) -> None:
    post_twilio(INBOUND, text_from(body="Cancel", OptOutType="STOP"))

    assert is_blocked(ChannelName.SMS, PHONE)


# --- mail --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_is_heard_with_its_new_words(application: Application) -> None:
    answer = post_mail(LETTERS, a_letter(f"伺います。\n\n2026年6月10日 ひなた <{MAIL}>:\n> 古い言葉"))

    assert answer.status_code == 200
    assert heard() == [("email", MAIL, "伺います。")]


@pytest.mark.django_db
def test_a_mail_in_html_alone_is_read(application: Application) -> None:
    post_mail(LETTERS, a_letter("") | {"HtmlBody": "<p>伺います。</p><blockquote>古い言葉</blockquote>"})

    assert heard() == [("email", MAIL, "伺います。")]


@pytest.mark.django_db
def test_an_answer_finds_the_mail_it_answers_by_its_own_address(application: Application) -> None:
    """Also from another address, and about an application that is not the latest."""
    mail = a_mail(application)
    a_mail(
        an_application(candidate=application.candidate), provider_id="later", sent_at=NOW + timedelta(hours=1)
    )
    to = reply_address(mail.pk, "reply.hinata.example")

    post_mail(LETTERS, a_letter("伺います", sender="work@example.com", ToFull=[{"Email": to.upper()}]))

    assert Message.objects.get(direction="in").application == application


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
@pytest.mark.parametrize("by", ["our number", "the provider's"])
def test_an_answer_finds_the_mail_it_answers_by_its_number(
    application: Application, header: str, by: str
) -> None:
    mail = a_mail(application)
    a_mail(
        an_application(candidate=application.candidate), provider_id="later", sent_at=NOW + timedelta(hours=1)
    )
    number = message_id_of(mail.pk, mail.key) if by == "our number" else "<the-mail@mtasv.net>"

    post_mail(LETTERS, a_letter("伺います", headers={header: f"<x@y> {number}"}))

    assert Message.objects.get(direction="in").application == application


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number",
    ["<m1.{d}@saiyo.example.jp>", "<m999999.{d}@saiyo.example.jp>", "<m1.{d}@evil.example>", "<>", "x"],
)
def test_a_number_we_never_gave_finds_nobody(application: Application, number: str) -> None:
    a_mail(application)
    said = number.format(d="0" * 32)

    post_mail(LETTERS, a_letter("伺います", sender="who@example.com", headers={"In-Reply-To": said}))

    assert heard() == []
    assert outcome() == "unknown_sender"


@pytest.mark.django_db
@pytest.mark.parametrize("local", ["reply+{pk}-" + "0" * 24, "reply+{pk}-", "reply+{pk}", "reply", "{pk}"])
def test_an_address_we_never_made_finds_nobody(application: Application, local: str) -> None:
    to = f"{local.format(pk=a_mail(application).pk)}@reply.hinata.example"

    post_mail(LETTERS, a_letter("伺います", sender="who@example.com", ToFull=[{"Email": to}]))

    assert heard() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "machine",
    [
        {"headers": {"Auto-Submitted": "auto-replied"}},
        {"headers": {"Precedence": "bulk"}},
        {"headers": {"X-Autoreply": "yes"}},
        {"headers": {"Return-Path": "<>"}},
        {"Subject": "【自動返信】不在のお知らせ"},
    ],
)
def test_what_a_machine_wrote_is_kept_and_means_nothing(machine: dict[str, Any]) -> None:
    case = a_case()
    application = case.interview.application
    Candidate.objects.filter(pk=application.candidate_id).update(email=MAIL)

    post_mail(LETTERS, a_letter("はい", **machine))

    message = Message.objects.get(direction="in")
    assert (message.body, message.values, message.needs_answer) == ("はい", {"automatic": True}, False)
    application.refresh_from_db()
    assert application.last_word_at is None
    assert not word_since(case)
    assert not Message.objects.filter(direction="out", created_at__gt=NOW).exists()


@pytest.mark.django_db
def test_a_machines_stop_stops_nobody(application: Application) -> None:
    post_mail(LETTERS, a_letter("停止", headers={"Auto-Submitted": "auto-replied"}))

    assert Suppression.objects.count() == 0


@pytest.mark.django_db
def test_a_stop_by_mail_stops_mail(application: Application) -> None:
    post_mail(LETTERS, a_letter("配信停止をお願いします。\n\niPhoneから送信"))

    assert is_blocked(EMAIL, MAIL)
    assert not is_blocked(ChannelName.SMS, PHONE)


@pytest.mark.django_db
def test_files_are_named_in_a_note_and_not_kept(application: Application) -> None:
    file = {"Name": "履歴書.pdf", "ContentType": "application/pdf", "Content": "AAAA"}

    post_mail(LETTERS, a_letter("履歴書を送ります", Attachments=[file]))

    assert "履歴書.pdf" in Note.objects.get(application=application).text
    assert "AAAA" not in str(InboundEvent.objects.get().payload)


@pytest.mark.django_db
@pytest.mark.parametrize("sender", ["saiyo@example.jp", "reply+1-x@reply.hinata.example"])
def test_our_own_mail_come_back_is_not_heard(application: Application, sender: str) -> None:
    post_mail(LETTERS, a_letter("こんにちは", sender=sender))

    assert heard() == []
    assert outcome() == "our_own"


@pytest.mark.django_db
def test_what_was_called_spam_speaks_for_nobody_by_its_sender_alone(application: Application) -> None:
    mail = a_mail(application)
    spam = {"X-Spam-Status": "Yes"}

    post_mail(LETTERS, a_letter("a", headers=spam))
    assert heard() == []

    post_mail(LETTERS, a_letter("b", headers=spam | {"In-Reply-To": message_id_of(mail.pk, mail.key)}))
    assert heard() == [("email", MAIL, "b")]


@pytest.mark.django_db
def test_after_an_erasure_nothing_of_it_is_left_and_nothing_comes_in(application: Application) -> None:
    mail = a_mail(application)
    post_mail(LETTERS, a_letter("ひみつの言葉"))
    post_twilio(INBOUND, text_from(body="ひみつの言葉"))

    erase(application.candidate, now=NOW)

    assert [event.payload for event in InboundEvent.objects.all()] == [{}, {}]
    to = reply_address(mail.pk, "reply.hinata.example")
    post_mail(LETTERS, a_letter("まだいます", ToFull=[{"Email": to}]))
    assert outcome() == "unknown_sender"


# --- what became of a mail ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["its number", "the provider's number"])
def test_a_mail_that_arrived_is_known_to_have_arrived(application: Application, by: str) -> None:
    mail = a_mail(application)
    known = {"number": mail.pk} if by == "its number" else {"number": 0, "MessageID": "the-mail"}

    assert post_mail(REPORTS, a_report("Delivery", **known)).status_code == 200

    assert state_of(mail) == (State.DELIVERED, "")
    assert outcome() == f"receipt:{mail.pk}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("report", "state", "reason", "blocked"),
    [
        ({"Type": "HardBounce"}, "failed", "bounced", True),
        ({"Type": "BadEmailAddress"}, "failed", "invalid_address", True),
        ({"Type": "SoftBounce"}, "undelivered", "mailbox_trouble", False),
        (
            {"Type": "HardBounce", "Details": "552 5.2.2 full"},
            "undelivered",
            "mailbox_trouble",
            False,
        ),
        ({"Type": "Transient"}, "accepted", "", False),
        ({"Type": "DMARCPolicy"}, "failed", "refused", False),
        ({"Type": "AutoResponder"}, "accepted", "", False),
    ],
)
def test_what_came_back_for_good_is_told_from_what_may_pass(
    application: Application, report: dict[str, str], state: str, reason: str, blocked: bool
) -> None:
    mail = a_mail(application)

    post_mail(REPORTS, a_report("Bounce", mail.pk, **report))

    assert state_of(mail) == (state, reason)
    assert is_blocked(EMAIL, MAIL) is blocked
    assert DeliveryReceipt.objects.filter(message=mail).count() == 1


@pytest.mark.django_db
def test_a_complaint_ends_mail_though_it_arrived(application: Application) -> None:
    mail = a_mail(application)

    post_mail(REPORTS, a_report("Delivery", mail.pk))
    post_mail(REPORTS, a_report("SpamComplaint", mail.pk, Type="SpamComplaint"))

    assert state_of(mail) == (State.DELIVERED, "")
    assert Suppression.objects.get().reason == "complained"


@pytest.mark.django_db
def test_a_stop_at_the_provider_is_a_stop(application: Application) -> None:
    mail = a_mail(application)

    post_mail(
        REPORTS, a_report("SubscriptionChange", mail.pk, SuppressSending=True, ChangedAt=None, Type=None)
    )

    assert Suppression.objects.get().reason == "opted_out"


@pytest.mark.django_db
def test_a_report_that_overtakes_the_providers_answer_waits_for_it(application: Application) -> None:
    mail = a_mail(application, provider_id="")
    report = {"type": "delivered", "message_id": "the-mail", "number": None}
    keep("mail", "1", "tracking", report, occurred_at=NOW, now=NOW)

    settle_events(now=NOW)
    Message.objects.update(provider_id="the-mail")
    settle_events(now=NOW + timedelta(seconds=10))

    assert state_of(mail)[0] == State.DELIVERED


@pytest.mark.django_db
def test_a_report_on_a_strangers_mail_is_kept_and_nothing_else(application: Application) -> None:
    keep("mail", "1", "tracking", {"type": "bounced", "message_id": "x"}, occurred_at=NOW, now=NOW)

    settle_events(now=NOW + timedelta(minutes=2))

    assert outcome() == "unknown_message"
    assert DeliveryReceipt.objects.count() == 0
