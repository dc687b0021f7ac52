"""Claim, gate, send, record, all together."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import DataError, OperationalError
from pytest_django import Settings

from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.models import Attempt, Message
from messaging.policy import ChannelName, State
from messaging.services import dispatching
from messaging.services.claiming import Claimed
from messaging.services.dispatching import AHEAD, dispatch
from messaging.services.gathering import House
from messaging.services.gating import pass_gate
from messaging.services.outbox import reconcile
from tests.factories import NOW, a_message, an_application, wanted
from tests.messaging.conftest import Providers

pytestmark = pytest.mark.django_db


def test_thanks_leave_on_both_channels_with_a_link_each(providers: Providers) -> None:
    application = an_application()
    steps = [
        wanted(application, channel=channel, own_act_at=NOW)
        for channel in (ChannelName.SMS, ChannelName.EMAIL)
    ]
    reconcile(application, steps, now=NOW)

    assert dispatch(now=NOW) == 2

    assert len(providers.sms.calls) == len(providers.email.calls) == 1
    assert {message.state for message in Message.objects.all()} == {State.ACCEPTED}
    assert application.links.count() == 2


def test_a_second_sweep_finds_nothing(providers: Providers) -> None:
    a_message()
    dispatch(now=NOW)

    assert dispatch(now=NOW) == 0
    assert len(providers.calls) == 1


def test_the_drawn_phone_has_it_at_once() -> None:
    message = a_message()

    dispatch(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.settled_at) == (State.DELIVERED, NOW)


def test_more_than_there_are_threads_all_leave_in_one_run(providers: Providers, settings: Settings) -> None:
    settings.SENDING_THREADS = 3
    for _ in range(10):
        a_message()

    assert dispatch(now=NOW) == 10

    assert len({call.message_id for call in providers.calls}) == 10
    assert len(providers.sms.threads) <= 3


def test_providers_are_called_from_other_threads_than_the_databases(providers: Providers) -> None:
    a_message()

    dispatch(now=NOW)

    assert threading.get_ident() not in providers.sms.threads


def test_a_refused_message_comes_back_when_its_time_has_come(providers: Providers) -> None:
    message = a_message()
    providers.answer(_raise(DeliveryFailed("busy", permanent=False)))
    dispatch(now=NOW)
    the_plan_looks_again()
    providers.answer(lambda outgoing: Accepted("SM2"))

    dispatch(now=NOW + timedelta(seconds=9))
    assert len(providers.calls) == 1
    dispatch(now=NOW + timedelta(seconds=13))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.ACCEPTED, 2)
    assert list(Attempt.objects.order_by("pk").values_list("number", "outcome")) == [
        (1, "retry"),
        (2, "accepted"),
    ]
    assert len({call.key for call in providers.calls}) == 1


def test_six_tries_and_no_more(providers: Providers) -> None:
    message = a_message(expires_at=NOW + timedelta(days=2))
    providers.answer(_raise(DeliveryFailed("busy", permanent=False)))

    for hour in range(9):
        dispatch(now=NOW + timedelta(hours=hour))
        the_plan_looks_again()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(providers.calls)) == (State.FAILED, 6, 6)


def test_an_unknown_outcome_is_tried_no_more(providers: Providers) -> None:
    message = a_message()
    providers.answer(_raise(OutcomeUnknown("timeout")))

    dispatch(now=NOW)
    dispatch(now=NOW + timedelta(hours=1))

    message.refresh_from_db()
    assert (message.state, len(providers.calls)) == (State.UNKNOWN, 1)


def test_a_fault_of_a_channel_may_have_come_after_sending(
    providers: Providers, caplog: pytest.LogCaptureFixture
) -> None:
    broken = a_message()
    providers.answer(_raise(ValueError("about +819012345678")))

    dispatch(now=NOW)

    broken.refresh_from_db()
    assert (broken.state, broken.reason) == (State.UNKNOWN, "error")
    assert f"message {broken.pk} broke on its way: ValueError" in caplog.text
    assert "+8190" not in caplog.text


def test_one_broken_message_does_not_stop_the_others(
    providers: Providers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = a_message(due_at=NOW - timedelta(hours=1)), a_message()

    def gate(claimed: Sequence[Claimed], *, now: datetime, house: House) -> object:
        if broken.pk in {one.message_id for one in claimed}:
            raise KeyError("佐々木")
        return pass_gate(claimed, now=now)

    monkeypatch.setattr(dispatching, "pass_gate", gate)
    dispatch(now=NOW)

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, broken.reason, fine.state) == (State.NEEDS_PERSON, "error", State.ACCEPTED)
    assert "佐々木" not in caplog.text


def test_a_database_that_fails_at_the_gate_keeps_no_claims(
    providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (a_message(due_at=NOW - timedelta(minutes=n)) for n in (3, 2, 1))

    def gate(claimed: Sequence[Claimed], *, now: datetime, house: House) -> object:
        if second.pk in {one.message_id for one in claimed}:
            raise OperationalError("gone")
        return pass_gate(claimed, now=now)

    monkeypatch.setattr(dispatching, "pass_gate", gate)
    with pytest.raises(OperationalError):
        dispatch(now=NOW)

    states = [Message.objects.get(pk=message.pk).state for message in (first, second, third)]
    assert states == [State.PLANNED] * 3


def test_a_message_that_does_not_fit_the_database_holds_up_nobody_else(
    providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = a_message(due_at=NOW - timedelta(minutes=1)), a_message()

    def gate(claimed: Sequence[Claimed], *, now: datetime, house: House) -> object:
        if broken.pk in {one.message_id for one in claimed}:
            raise DataError("value too long")
        return pass_gate(claimed, now=now)

    monkeypatch.setattr(dispatching, "pass_gate", gate)

    assert dispatch(now=NOW) == 1
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, broken.reason, fine.state) == (State.NEEDS_PERSON, "error", State.ACCEPTED)


def test_asked_to_stop_it_takes_nothing_new_and_finishes_what_is_on_its_way(
    providers: Providers, settings: Settings
) -> None:
    settings.SENDING_THREADS = 1
    for _ in range(5):
        a_message()
    asked = threading.Event()

    def stop_while_sending(outgoing: Outgoing) -> Accepted:
        asked.set()
        return Accepted("id")

    providers.answer(stop_while_sending)

    assert dispatch(now=NOW, keep_going=lambda: not asked.is_set()) == AHEAD  # what had passed the gate
    states = sorted(Message.objects.values_list("state", flat=True))
    assert states == [State.ACCEPTED] * AHEAD + [State.PLANNED] * (5 - AHEAD)


def test_a_standby_leaves_young_rows_to_the_others(providers: Providers) -> None:
    a_message(due_at=NOW - timedelta(seconds=9))

    assert dispatch(now=NOW, overdue=timedelta(seconds=10)) == 0
    assert dispatch(now=NOW + timedelta(seconds=1), overdue=timedelta(seconds=10)) == 1


def the_plan_looks_again() -> None:
    """And still wants everything."""
    Message.objects.update(needs_follow_up=False)


def _raise(error: Exception) -> Callable[[Outgoing], Accepted]:
    def answer(outgoing: Outgoing) -> Accepted:
        raise error

    return answer
