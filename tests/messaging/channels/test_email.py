"""Anymail's Postmark backend over HTTP against the stand-in; SMTP against a server of the test's own."""

import base64
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any  # fields by name

import pytest
from anymail.signals import pre_send
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection
from pytest_django import Settings

from messaging.channels import Accepted, Channel, DeliveryFailed, OutcomeUnknown, anymail_errors, channel_for
from messaging.channels.email import compose
from messaging.channels.mail_tokens import answered_message, reply_address, unsubscribe_token
from messaging.policy import Attachment, ChannelName
from messaging.standin import Fault, Standin
from tests.messaging.channels.outgoing import CALENDAR, INVITE, an_outgoing
from tests.messaging.channels.smtp_server import SmtpServer

TO = "ren@example.jp"


@pytest.fixture(autouse=True)
def _email_settings(settings: Settings) -> None:
    settings.EMAIL_PROVIDER = "django"
    settings.DEFAULT_FROM_EMAIL = "saiyo@hinata.example"
    settings.PUBLIC_BASE_URL = "https://saiyo.example.jp"


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def postmark(settings: Settings, standin: Standin) -> Channel:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_API_URL": standin.url, "POSTMARK_SERVER_TOKEN": standin.auth_token}
    return channel_for(ChannelName.EMAIL)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def smtp(settings: Settings, server: SmtpServer) -> Channel:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    return channel_for(ChannelName.EMAIL)


def refused(channel: Channel, **values: Any) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        channel.send(an_outgoing(**{"to": TO} | values))
    return failed.value


def parsed(server: SmtpServer) -> EmailMessage:
    return message_from_bytes(server.mails[-1].content, policy=policy.default)


# --- through Anymail ----------------------------------------------------------------------------


def test_a_mail_reaches_the_provider_with_its_headers_and_calendar(
    postmark: Channel, standin: Standin
) -> None:
    accepted = postmark.send(an_outgoing(to=TO, attachments=(CALENDAR,)))

    (taken,) = standin.accepted
    assert accepted == Accepted(provider_id=taken.provider_id)
    assert (taken.to, taken.subject, taken.body) == (TO, "面接のお約束", "佐々木さん、お待ちしています。")
    assert "saiyo@hinata.example" in taken.sender
    assert taken.headers["Auto-Submitted"] == "auto-generated"
    assert taken.headers["X-Auto-Response-Suppress"] == "All"
    assert taken.headers["Message-ID"].endswith("@saiyo.example.jp>")
    (file,) = taken.attachments
    assert file["Name"] == "invite.ics"
    assert file["ContentType"] == 'text/calendar; method="REQUEST"; charset="utf-8"'
    assert base64.b64decode(file["Content"]).decode().splitlines() == INVITE.splitlines()


def test_every_attempt_at_one_message_has_the_same_message_id(postmark: Channel, standin: Standin) -> None:
    postmark.send(an_outgoing(to=TO, attempt_id=1))
    postmark.send(an_outgoing(to=TO, attempt_id=2))
    postmark.send(an_outgoing(to=TO, message_id=8))

    first, again, other = (taken.headers["Message-ID"] for taken in standin.accepted)
    assert first == again
    assert first != other


def test_an_old_carrier_address_passes(postmark: Channel, smtp: Channel) -> None:
    for channel in (postmark, smtp):
        channel.send(an_outgoing(to="abc..def.@docomo.ne.jp"))


@pytest.mark.parametrize(
    ("to", "reason"), [("inactive@example.jp", "bounced"), ("invalid@example.jp", "invalid_address")]
)
def test_an_address_the_provider_refuses_is_spoilt(
    postmark: Channel, standin: Standin, to: str, reason: str
) -> None:
    failed = refused(postmark, to=to)

    assert (failed.reason, failed.spoils_address) == (reason, True)
    assert standin.accepted == []


@pytest.mark.parametrize(
    "to",
    ["", "nobody", "a@b@c.jp", "a@example.jp, b@example.jp", "a@example.jp\nBcc: b@example.jp", "佐@例.jp"],
)
def test_what_is_no_address_is_not_even_tried(postmark: Channel, standin: Standin, to: str) -> None:
    failed = refused(postmark, to=to)

    assert (failed.reason, failed.permanent) == ("invalid_address", True)
    assert standin.accepted == []


def test_too_many_mails_were_surely_not_processed(postmark: Channel, standin: Standin) -> None:
    standin.fail(Fault("429"))

    failed = refused(postmark)

    assert (failed.reason, failed.permanent, failed.retry_after) == ("busy", False, 1.0)


@pytest.mark.parametrize("fault", ["500", "reset", "accepted_500", "accepted_reset", "accepted_garbage"])
def test_a_mail_that_may_have_been_accepted_is_called_unknown(
    postmark: Channel, standin: Standin, fault: str
) -> None:
    standin.fail(Fault(fault))

    with pytest.raises(OutcomeUnknown):
        postmark.send(an_outgoing(to=TO))


def test_a_wrong_token_is_ours_to_mend(settings: Settings, postmark: Channel, standin: Standin) -> None:
    settings.ANYMAIL = {"POSTMARK_API_URL": standin.url, "POSTMARK_SERVER_TOKEN": "old"}

    failed = refused(postmark)

    assert (failed.reason, failed.permanent) == ("misconfigured", False)


@pytest.mark.parametrize("backend", ["anymail.backends.postmark", "django.core.mail.backends.smtp"])
def test_a_mail_server_that_is_not_there_accepted_nothing(settings: Settings, backend: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings.EMAIL_BACKEND = f"{backend}.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.ANYMAIL = {"POSTMARK_API_URL": f"http://127.0.0.1:{port}", "POSTMARK_SERVER_TOKEN": "x"}

        failed = refused(channel_for(ChannelName.EMAIL))

    assert (failed.reason, failed.permanent) == ("no_connection", False)


def test_a_provider_that_cannot_carry_an_invitation_gets_a_plain_calendar_file(
    settings: Settings, standin: Standin
) -> None:
    settings.EMAIL_BACKEND = "tests.messaging.channels.choosy_backend.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_API_URL": standin.url, "POSTMARK_SERVER_TOKEN": standin.auth_token}

    anymail_errors.sent(
        get_connection(),
        compose(an_outgoing(to=TO, attachments=(CALENDAR,))),
        otherwise=lambda: compose(an_outgoing(to=TO, attachments=(CALENDAR,)), plain_calendar=True),
    )

    assert standin.accepted[0].attachments[0]["ContentType"] == 'text/calendar; charset="utf-8"'


# --- by SMTP ---------------------------------------------------------------------------------------


def test_an_smtp_mail_carries_the_invitation_inside_and_as_a_file(smtp: Channel, server: SmtpServer) -> None:
    accepted = smtp.send(an_outgoing(to=TO, attachments=(CALENDAR,)))

    (got,) = server.mails
    email = parsed(server)
    assert (got.sender, got.recipients) == ("saiyo@hinata.example", [TO])
    assert accepted.provider_id == email["Message-ID"]
    assert email["From"] == "ひなた食堂 <saiyo@hinata.example>"
    assert email["Subject"] == "面接のお約束"
    parts = [part for part in email.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_content_disposition() for part in parts] == [None, "attachment"]
    for part in parts:
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part.get_content().splitlines() == INVITE.splitlines()


def test_nothing_hostile_gets_into_the_headers(smtp: Channel, server: SmtpServer) -> None:
    smtp.send(
        an_outgoing(
            to=TO,
            subject="やあ\r\nBcc: all@example.jp",
            sent_as='悪い"会社\r\nBcc: all@example.jp <x@evil.example>, y@evil.example',
            attachments=(Attachment("a\r\nX: y.ics", INVITE, "text/calendar"),),
        )
    )

    email = parsed(server)
    assert server.mails[0].recipients == [TO]
    assert email["Bcc"] is None
    assert email["X"] is None
    assert email["Subject"] == "やあ Bcc: all@example.jp"
    assert [address.addr_spec for address in email["From"].addresses] == ["saiyo@hinata.example"]


@pytest.mark.parametrize(
    ("stage", "answer", "reason", "permanent", "spoils"),
    [
        ("RCPT", "550 5.1.1 no such user", "invalid_address", True, True),
        ("RCPT", "550 5.7.1 blocked by policy", "refused", True, False),
        ("RCPT", "552 5.2.2 mailbox full", "refused", True, False),
        ("RCPT", "450 4.2.1 greylisted", "busy", False, False),
        ("MAIL", "553 sender not allowed", "sender_refused", True, False),
        ("MAIL", "421 too busy", "busy", False, False),
        (".", "554 looks like spam", "refused", True, False),
        (".", "451 try again", "busy", False, False),
        ("EHLO", "554 go away", "no_connection", False, False),
    ],
)
def test_an_smtp_refusal_is_final_or_not_by_its_number(
    smtp: Channel, server: SmtpServer, stage: str, answer: str, reason: str, permanent: bool, spoils: bool
) -> None:
    server.answers[stage] = server.answers["HELO" if stage == "EHLO" else stage] = answer

    failed = refused(smtp)

    assert (failed.reason, failed.permanent, failed.spoils_address) == (reason, permanent, spoils)
    assert server.mails == []


def test_a_line_broken_after_the_mail_was_written_is_unknown(smtp: Channel, server: SmtpServer) -> None:
    server.answers["."] = ""

    with pytest.raises(OutcomeUnknown) as unknown:
        smtp.send(an_outgoing(to=TO))

    assert unknown.value.reason == "SMTPServerDisconnected"
    assert len(server.mails) == 1


# --- the way out and the way back --------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["invitation_chase", "reminder_days", "reminder_eve", "reminder_again", "directions", "absence_first"],
)
def test_what_we_start_can_be_stopped_with_one_click(smtp: Channel, server: SmtpServer, kind: str) -> None:
    smtp.send(an_outgoing(to=TO, kind=kind))

    email = parsed(server)
    token = unsubscribe_token(7, TO)
    assert email["List-Unsubscribe"].strip() == f"<https://saiyo.example.jp/u/{token}/>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert TO not in token


@pytest.mark.parametrize("kind", ["thanks", "invitation", "booked", "moved", "rejected", "manual"])
def test_what_they_asked_for_has_no_such_button(smtp: Channel, server: SmtpServer, kind: str) -> None:
    smtp.send(an_outgoing(to=TO, kind=kind))

    assert parsed(server)["List-Unsubscribe"] is None


def test_every_mail_has_its_own_address_for_answers(
    smtp: Channel, server: SmtpServer, settings: Settings
) -> None:
    settings.INBOUND_EMAIL_DOMAIN = "reply.hinata.example"

    smtp.send(an_outgoing(to=TO))

    address = parsed(server)["Reply-To"]
    assert address == reply_address(7, "reply.hinata.example")
    assert answered_message(str(address)) == 7
    assert len(str(address).partition("@")[0]) <= 64


def test_without_such_a_domain_answers_go_to_the_sender(smtp: Channel, server: SmtpServer) -> None:
    smtp.send(an_outgoing(to=TO))

    assert parsed(server)["Reply-To"] is None


def test_a_provider_brings_our_number_back(postmark: Channel, standin: Standin) -> None:
    seen: list[dict[str, str]] = []

    def look(message: EmailMultiAlternatives, **_: Any) -> None:
        seen.append(dict(getattr(message, "metadata", {})))

    pre_send.connect(look)
    postmark.send(an_outgoing(to=TO))
    pre_send.disconnect(look)

    assert seen == [{"yakusoku": "7"}]


def test_an_answer_is_recognised_after_the_secret_was_changed(settings: Settings) -> None:
    address = reply_address(7, "reply.hinata.example")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

    assert answered_message(address) == 7


def test_any_of_djangos_backends_will_do(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    channel_for(ChannelName.EMAIL).send(an_outgoing(to=TO))

    assert mail.outbox[0].to == [TO]
