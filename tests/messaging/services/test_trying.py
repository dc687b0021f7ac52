"""Sending a text to oneself."""

from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from company.models import AuditEvent, Staff
from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.channels.sandbox import SandboxChannel
from messaging.models import Hold, Message, TrialSend
from messaging.policy import ChannelName, State
from messaging.services.trying import LEASE, CannotTry, forget_trials, send_trials, try_out, why_not
from tests.factories import NOW, a_company, a_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Staff:
    a_company(name="ひなた食堂")
    return a_staff(phone="090-1234-5678", email="kobayashi@example.jp")


class Provider:
    """A channel that keeps what it was given, or refuses it."""

    name = ChannelName.SMS

    def __init__(self, refusal: Exception | None = None) -> None:
        self.given: list[Outgoing] = []
        self.refusal = refusal

    def send(self, outgoing: Outgoing) -> Accepted:
        self.given.append(outgoing)
        if self.refusal:
            raise self.refusal
        return Accepted(provider_id="SM1")


def sent_by(provider: Provider) -> TrialSend:
    with patch("messaging.services.trying.channel_for", return_value=provider):
        send_trials(now=NOW)
    return TrialSend.objects.get()


def refusal(me: Staff, channel: ChannelName, body: str = "あ") -> str:
    with pytest.raises(CannotTry) as refused:
        try_out(me, channel, body, now=NOW)
    assert refused.value.words
    return refused.value.code


def test_a_text_goes_to_ones_own_phone_marked_as_a_test(me: Staff) -> None:
    provider = Provider()

    trial = try_out(me, ChannelName.SMS, "ひなた食堂です。", now=NOW)
    kept = sent_by(provider)

    assert [(one.to, one.body) for one in provider.given] == [("+819012345678", "【テスト】ひなた食堂です。")]
    assert (kept.pk, kept.state, kept.sent_at, kept.provider_id) == (trial.pk, State.ACCEPTED, NOW, "SM1")
    assert kept.lease_until is None
    assert AuditEvent.objects.get().action == "trial_sent"


def test_a_mail_has_the_mark_in_its_subject_too_and_no_header_can_be_slipped_in(me: Staff) -> None:
    provider = Provider()

    try_out(me, ChannelName.EMAIL, "本文", "件名\r\nBcc: x@example.com", now=NOW)
    sent_by(provider)

    assert provider.given[0].subject == "【テスト】件名 Bcc: x@example.com"
    assert provider.given[0].to == "kobayashi@example.jp"


def test_it_is_nobodys_message_and_its_number_is_no_messages(me: Staff) -> None:
    provider = Provider()

    try_out(me, ChannelName.SMS, "あ", now=NOW)
    sent_by(provider)

    assert (provider.given[0].message_id, provider.given[0].attempt_id) == (0, 0)
    assert not Message.objects.exists()


def test_it_is_sent_once_however_often_somebody_looks(me: Staff) -> None:
    provider = Provider()
    try_out(me, ChannelName.SMS, "あ", now=NOW)

    for _ in range(3):
        sent_by(provider)

    assert len(provider.given) == 1


def test_what_another_worker_has_taken_is_left_to_it(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW)
    TrialSend.objects.update(state=State.SENDING, lease_until=timezone.now() + timedelta(minutes=1))
    provider = Provider()

    assert sent_by(provider).state == State.SENDING
    assert provider.given == []


def test_what_a_dead_worker_was_sending_is_unknown_and_never_repeated(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW)
    TrialSend.objects.update(state=State.SENDING, lease_until=timezone.now() - timedelta(seconds=1))
    provider = Provider()

    trial = sent_by(provider)

    assert (trial.state, trial.error) == (State.UNKNOWN, "worker_lost")
    assert provider.given == []


@pytest.mark.parametrize(
    ("trouble", "state", "error"),
    [
        (DeliveryFailed("not_mobile", permanent=True), State.FAILED, "not_mobile"),
        (OutcomeUnknown("no_connection"), State.UNKNOWN, "no_connection"),
        (RuntimeError("a bug"), State.UNKNOWN, "error"),
    ],
)
def test_why_it_did_not_leave_is_kept(me: Staff, trouble: Exception, state: State, error: str) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW)

    trial = sent_by(Provider(trouble))

    assert (trial.state, trial.error, trial.sent_at) == (state, error, None)


def test_what_nobody_took_in_hand_for_a_quarter_of_an_hour_is_not_sent_any_more(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW - timedelta(minutes=15))
    provider = Provider()

    assert sent_by(provider).state == State.EXPIRED
    assert provider.given == []


def test_a_phone_or_an_address_of_ones_own_is_needed() -> None:
    nobody = a_staff(phone="", email="")

    assert refusal(nobody, ChannelName.SMS) == "no_phone"
    assert refusal(nobody, ChannelName.EMAIL) == "no_email"
    assert refusal(a_staff(phone="0422-22-0120"), ChannelName.SMS) == "not_mobile"
    assert refusal(a_staff(phone="12"), ChannelName.SMS) == "not_mobile"


def test_line_says_why_it_cannot(me: Staff) -> None:
    assert refusal(me, ChannelName.LINE) == "line"
    assert "応募" in why_not(me, ChannelName.LINE)
    assert why_not(me, ChannelName.SMS) == ""


@override_settings(SMS_PROVIDER="off")
def test_a_channel_that_is_not_connected_says_so(me: Staff) -> None:
    assert refusal(me, ChannelName.SMS) == "channel_off"


def test_nothing_is_said_with_nothing(me: Staff) -> None:
    assert refusal(me, ChannelName.SMS, " \n") == "no_words"


def test_a_hold_holds_this_too(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW)
    Hold.objects.create(since=NOW)
    provider = Provider()

    assert refusal(me, ChannelName.SMS) == "on_hold"
    assert sent_by(provider).state == State.PLANNED
    assert provider.given == []


def test_after_five_in_ten_minutes_one_has_to_wait(me: Staff) -> None:
    for _ in range(5):
        try_out(me, ChannelName.SMS, "あ", now=NOW)

    assert refusal(me, ChannelName.SMS) == "too_often"
    assert try_out(a_staff(phone="09022222222"), ChannelName.SMS, "あ", now=NOW)
    assert try_out(me, ChannelName.SMS, "あ", now=NOW + timedelta(minutes=10))


def test_thirty_a_day_are_enough(me: Staff) -> None:
    for n in range(30):
        try_out(me, ChannelName.SMS, "あ", now=NOW + timedelta(minutes=20 * n))

    with pytest.raises(CannotTry):
        try_out(me, ChannelName.SMS, "あ", now=NOW + timedelta(hours=12))


def test_in_the_sandbox_nothing_leaves_and_it_has_arrived(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW)

    with patch.object(SandboxChannel, "send", autospec=True, side_effect=SandboxChannel.send) as drawn:
        send_trials(now=NOW)

    assert drawn.call_count == 1
    assert TrialSend.objects.get().state == State.DELIVERED


def test_what_is_old_is_forgotten(me: Staff) -> None:
    try_out(me, ChannelName.SMS, "あ", now=NOW - timedelta(days=91))
    new = try_out(me, ChannelName.SMS, "あ", now=NOW)

    assert forget_trials(now=NOW) == 1
    assert list(TrialSend.objects.all()) == [new]


def test_each_trials_lease_is_counted_from_its_own_taking(me: Staff) -> None:
    for number in range(3):
        try_out(me, ChannelName.SMS, f"{number}", now=NOW)
    left: list[timedelta] = []

    with time_machine.travel(NOW, tick=False) as machine:

        class Slow(Provider):
            def send(self, outgoing: Outgoing) -> Accepted:
                held = TrialSend.objects.get(state=State.SENDING).lease_until
                assert held is not None
                left.append(held - timezone.now())
                machine.shift(LEASE - timedelta(seconds=1))
                return super().send(outgoing)

        with patch("messaging.services.trying.channel_for", return_value=Slow()):
            send_trials(now=NOW)

    assert left == [LEASE] * 3
    assert {trial.state for trial in TrialSend.objects.all()} == {State.ACCEPTED}
