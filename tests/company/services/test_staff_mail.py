"""E-mails to staff: at least once, by one sender at a time, and given up in words."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from pytest_django import Settings

from company.models import Staff, StaffMail, StaffMailState
from company.services import staff_mail
from company.services.staff_mail import BACKOFF, LEASE, TRIES, Enclosed, send_due
from company.services.staff_mail_sending import Failed, Lines
from company.services.staff_mail_sending import send as really_send
from company.wording import mail_trouble_words
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once

FILE = Enclosed("interview.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")


@pytest.fixture(autouse=True)
def _sends(settings: Settings) -> None:
    settings.EMAIL_PROVIDER = "django"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Broken(BaseEmailBackend):
    """A mail server that answers as it is told."""

    error: Exception = ConnectionRefusedError()

    def send_messages(self, email_messages: object) -> int:
        raise self.error


@pytest.fixture
def broken(settings: Settings) -> Iterator[type[Broken]]:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    yield Broken
    Broken.error = ConnectionRefusedError()


def a_mail(to: Staff | None = None, key: str = "interview:1:0:REQUEST:1") -> StaffMail:
    to = to or make.a_staff(email="kobayashi@hinata.example")
    staff_mail.write(
        to,
        key=key,
        subject="面接\r\nBcc: x@y.example",
        body="6月11日(木) 13:00",
        enclosed=[FILE],
        now=NOW,
        not_before=NOW,
    )
    return StaffMail.objects.get(key=key)


def send(after: timedelta = timedelta(0)) -> int:
    """The machine's clock, by which leases and waits run, stands still ``after`` the mails were written."""
    with time_machine.travel(NOW + after, tick=False):
        return send_due(now=NOW)


def states() -> list[str]:
    return list(StaffMail.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_a_mail_leaves_once_with_the_calendar_as_a_part_of_its_own() -> None:
    row = a_mail()
    a_mail(to=row.to)

    assert (send(), send()) == (1, 0)

    [sent] = mail.outbox
    assert isinstance(sent, EmailMessage)
    assert sent.to == ["kobayashi@hinata.example"]
    assert sent.subject == "面接 Bcc: x@y.example"
    kinds = [part.get_content_type() for part in sent.message().walk()]
    assert kinds.count("text/calendar") == 2
    assert 'method="REQUEST"' in sent.message().as_string() or "method=REQUEST" in sent.message().as_string()
    assert states() == ["sent"]
    assert StaffMail.objects.get().sent_at == NOW


@pytest.mark.django_db
def test_the_trial_sends_nothing_and_keeps_what_it_would_have_sent(settings: Settings) -> None:
    settings.EMAIL_PROVIDER = "sandbox"
    a_mail()

    send()

    assert not mail.outbox
    assert states() == ["sent"]


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_again_later_and_later_and_then_given_up(broken: type[Broken]) -> None:
    a_mail()

    waits = []
    for _try in range(TRIES):
        row = StaffMail.objects.get()
        waits.append(round((row.next_attempt_at - NOW).total_seconds() / 60))
        wait = row.next_attempt_at - NOW
        assert send(wait - timedelta(seconds=1)) == 0 or not waits[:-1]
        send(wait)

    row = StaffMail.objects.get()
    assert waits == [0, 1, 6, 21, 81, 261]
    assert (row.state, row.attempts) == (StaffMailState.FAILED, TRIES)
    assert mail_trouble_words(row.error) == "メールサーバーが応答しません。"


@pytest.mark.django_db
def test_a_server_that_is_away_is_not_asked_for_every_mail(broken: type[Broken]) -> None:
    for number in range(3):
        a_mail(key=f"interview:{number}:0:REQUEST:1")

    assert send() == 1


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_tried_again_until_somebody_says_so(
    broken: type[Broken],
) -> None:
    a_mail()
    broken.error = smtplib.SMTPRecipientsRefused({"kobayashi@hinata.example": (550, b"5.1.1 no such user")})
    send()
    failed = StaffMail.objects.get()

    again = staff_mail.send_again(StaffMail.objects.all(), machine_now=NOW)

    assert (failed.state, failed.error) == (StaffMailState.FAILED, "invalid_address")
    assert again == 1
    assert states() == ["planned"]


@pytest.mark.django_db
def test_a_sender_that_dies_after_the_send_is_followed_by_one_repetition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_mail()

    def dies(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(staff_mail, "_note", dies)
        with pytest.raises(KeyboardInterrupt):
            send()
    early = send(after=LEASE - timedelta(seconds=1))
    late = send(after=LEASE)

    assert (early, late) == (0, 1)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert states() == ["sent"]


@pytest.mark.django_db
def test_each_mails_lease_is_counted_from_its_own_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        a_mail(key=f"interview:{number}:0:REQUEST:1")
    left: list[timedelta] = []

    with time_machine.travel(NOW, tick=False) as machine:

        def slowly(row: StaffMail, lines: Lines) -> None:
            held = StaffMail.objects.get(pk=row.pk).lease_until
            assert held is not None
            left.append(held - timezone.now())
            machine.shift(LEASE - timedelta(seconds=1))
            raise Failed("refused", permanent=False)

        monkeypatch.setattr(staff_mail, "send", slowly)
        send_due(now=NOW, limit=3)

    waits = StaffMail.objects.order_by("pk").values_list("next_attempt_at", flat=True)
    assert left == [LEASE] * 3
    assert [moment - NOW for moment in waits] == [
        n * (LEASE - timedelta(seconds=1)) + BACKOFF[0] for n in (1, 2, 3)
    ]


@pytest.mark.django_db
def test_what_is_called_off_does_not_leave_but_what_left_is_called_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_mail()
    leaving = a_mail(key="interview:2:0:REQUEST:1")
    staff_mail.call_off(StaffMail.objects.filter(key="interview:1:0:REQUEST:1"))

    def called_off_meanwhile(row: StaffMail, lines: Lines) -> None:
        really_send(row, lines)
        staff_mail.call_off(StaffMail.objects.filter(pk=leaving.pk))

    monkeypatch.setattr(staff_mail, "send", called_off_meanwhile)
    send()

    assert states() == ["cancelled", "sent"]


@pytest.mark.django_db
def test_who_has_left_gets_nothing_more() -> None:
    row = a_mail()
    Staff.objects.filter(mails=row).update(is_active=False)

    send()

    assert states() == ["cancelled"]
    assert not mail.outbox


@pytest.mark.django_db
def test_old_mails_are_forgotten_and_waiting_ones_are_not() -> None:
    row = a_mail()
    a_mail(to=row.to, key="interview:2:0:REQUEST:1")
    StaffMail.objects.filter(pk=row.pk).update(state=StaffMailState.SENT)

    staff_mail.forget_old(now=NOW + timedelta(days=91))

    assert states() == ["planned"]


def test_two_senders_at_once_send_each_mail_once(shared_database: str, settings: Settings) -> None:
    to = make.a_staff(email="kobayashi@hinata.example")
    for number in range(20):
        a_mail(to=to, key=f"interview:{number}:0:REQUEST:1")
    sent: list[str] = []
    lock = threading.Lock()

    class Counting(BaseEmailBackend):
        def send_messages(self, email_messages: list[EmailMessage]) -> int:  # type: ignore[override]  # as called
            with lock:
                sent.extend(str(one.extra_headers["Message-ID"]) for one in email_messages)
            return len(email_messages)

    globals()["Counting"] = Counting
    settings.EMAIL_BACKEND = f"{__name__}.Counting"

    results = at_once(send, send)

    assert sum(n for n in results if isinstance(n, int)) == 20, results
    assert len(sent) == len(set(sent)) == 20
    assert set(states()) == {"sent"}
