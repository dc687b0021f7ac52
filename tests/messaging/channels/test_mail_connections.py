"""Lines to the mail server stay open between mails; one that died before a mail began is no doubt."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from messaging.channels import Channel, DeliveryFailed, OutcomeUnknown, channel_for, mail_connections
from messaging.channels.email import DjangoEmail
from messaging.channels.mail_connections import Connections
from messaging.policy import ChannelName
from messaging.standin import Standin
from tests.messaging.channels.outgoing import an_outgoing
from tests.messaging.channels.smtp_server import SmtpServer

TO = "ren@example.jp"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def smtp(settings: Settings, server: SmtpServer) -> Channel:
    settings.EMAIL_PROVIDER = "django"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    return channel_for(ChannelName.EMAIL)


def connections_of(channel: Channel) -> Connections:
    assert isinstance(channel, DjangoEmail)
    return channel._connections


def test_many_mails_go_over_one_line(smtp: Channel, server: SmtpServer) -> None:
    for number in range(5):
        smtp.send(an_outgoing(to=TO, message_id=number))

    assert len(server.mails) == 5
    assert server.greeted == 1


def test_as_many_lines_as_threads_at_the_same_moment(smtp: Channel, server: SmtpServer) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: smtp.send(an_outgoing(to=TO, message_id=number)), range(80)))

    assert len(server.mails) == 80
    assert len({mail.content for mail in server.mails}) == 80
    assert server.greeted <= 8
    assert connections_of(smtp).idle == server.greeted


def test_a_line_the_server_closed_meanwhile_is_replaced(smtp: Channel, server: SmtpServer) -> None:
    smtp.send(an_outgoing(to=TO))
    server.hang_up()

    smtp.send(an_outgoing(to=TO, message_id=8))

    assert len(server.mails) == 2
    assert server.greeted == 2


@pytest.mark.parametrize(("stage", "answer"), [("MAIL", ""), ("RCPT", ""), ("MAIL", "421 too many mails")])
def test_a_kept_line_that_breaks_before_the_mail_is_replaced_once(
    smtp: Channel, server: SmtpServer, stage: str, answer: str
) -> None:
    smtp.send(an_outgoing(to=TO))
    server.answer_once(stage, answer)

    smtp.send(an_outgoing(to=TO, message_id=8))

    assert len(server.mails) == 2
    assert server.greeted == 2


def test_a_new_line_that_breaks_before_the_mail_accepted_nothing(smtp: Channel, server: SmtpServer) -> None:
    server.answers["MAIL"] = ""

    with pytest.raises(DeliveryFailed) as failed:
        smtp.send(an_outgoing(to=TO))

    assert (failed.value.reason, failed.value.permanent) == ("no_connection", False)
    assert server.mails == []


def test_a_kept_line_that_breaks_after_the_mail_is_in_doubt(smtp: Channel, server: SmtpServer) -> None:
    smtp.send(an_outgoing(to=TO))
    server.answers["."] = ""

    with pytest.raises(OutcomeUnknown):
        smtp.send(an_outgoing(to=TO, message_id=8))

    assert len(server.mails) == 2  # it may have been taken, so it is not sent again
    assert connections_of(smtp).idle == 0


def test_a_refusal_closes_the_line_and_not_the_channel(smtp: Channel, server: SmtpServer) -> None:
    smtp.send(an_outgoing(to=TO))
    server.answer_once("RCPT", "550 5.1.1 no such user")
    with pytest.raises(DeliveryFailed):
        smtp.send(an_outgoing(to="nobody@example.jp", message_id=8))

    smtp.send(an_outgoing(to=TO, message_id=9))

    assert [mail.recipients for mail in server.mails] == [[TO], [TO]]


def test_an_idle_line_is_closed(smtp: Channel, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_connections, "IDLE_SECONDS", 0.0)
    smtp.send(an_outgoing(to=TO))

    connections_of(smtp).sweep()

    assert connections_of(smtp).idle == 0


def test_a_line_is_not_idle_yet(smtp: Channel) -> None:
    now = [1000.0]
    kept = Connections(clock=lambda: now[0])
    kept.give_back(kept.take())

    now[0] += mail_connections.IDLE_SECONDS - 1
    kept.sweep()
    assert kept.idle == 1

    now[0] += 1
    kept.sweep()
    assert kept.idle == 0


def test_a_line_does_not_live_for_ever(
    smtp: Channel, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_connections, "MOST_MAILS", 2)

    for number in range(4):
        smtp.send(an_outgoing(to=TO, message_id=number))

    assert len(server.mails) == 4
    assert server.greeted == 2


def test_a_providers_session_is_kept_too(settings: Settings) -> None:
    settings.EMAIL_PROVIDER = "django"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    with Standin() as standin:
        settings.ANYMAIL = {"POSTMARK_API_URL": standin.url, "POSTMARK_SERVER_TOKEN": standin.auth_token}
        channel = channel_for(ChannelName.EMAIL)
        threads = threading.active_count()

        for number in range(3):
            channel.send(an_outgoing(to=TO, message_id=number))

        assert len(standin.accepted) == 3
        assert connections_of(channel).idle == 1
        assert threading.active_count() <= threads + 2  # the server's one for this line, and the sweeper


def test_a_provider_without_a_key_is_ours_to_mend(settings: Settings) -> None:
    settings.EMAIL_PROVIDER = "django"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {}

    with pytest.raises(DeliveryFailed) as failed:
        channel_for(ChannelName.EMAIL).send(an_outgoing(to=TO))

    assert failed.value.reason == "misconfigured"
