"""Clearing up after time and crashes."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from messaging.models import Attempt, Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.claiming import claim
from messaging.services.reaping import reap
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message, a_sent_message

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=settings.LEASE_SECONDS)


def let_machine_time_pass(span: timedelta) -> None:
    for message in Message.objects.exclude(lease_until=None):
        assert message.lease_until is not None
        Message.objects.filter(pk=message.pk).update(lease_until=message.lease_until - span)


def test_a_claim_whose_worker_died_is_a_plan_again() -> None:
    message = a_message()
    claim(1, now=NOW)

    reap(now=NOW)
    message.refresh_from_db()
    assert message.state == State.CLAIMED

    let_machine_time_pass(LEASE)
    reap(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.claim, message.lease_until) == (State.PLANNED, "", None)


def a_dead_send() -> Message:
    message = a_message()
    [claimed] = claim(1, now=NOW)
    pass_alone(claimed, now=NOW)
    return message


def test_a_send_whose_worker_died_is_unknown_and_never_planned_again() -> None:
    message = a_dead_send()

    let_machine_time_pass(LEASE + timedelta(seconds=31))
    reap(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.UNKNOWN, "worker_lost")
    assert Attempt.objects.get().outcome == "unknown"
    assert not message.needs_follow_up


def test_a_slow_send_gets_two_timeouts_more_than_its_lease() -> None:
    message = a_dead_send()

    let_machine_time_pass(LEASE + timedelta(seconds=29))
    reap(now=NOW)

    message.refresh_from_db()
    assert message.state == State.SENDING


def test_moving_the_products_clock_ends_no_lease() -> None:
    message = a_dead_send()

    reap(now=NOW + timedelta(hours=9))

    message.refresh_from_db()
    assert message.state == State.SENDING


@pytest.mark.parametrize(
    ("kind", "channel", "state"),
    [
        (Kind.REMINDER_EVE, ChannelName.SMS, State.EXPIRED),
        (Kind.FIRST_CALL, ChannelName.PHONE, State.EXPIRED),
        (Kind.ABSENCE_FIRST, ChannelName.SMS, State.NEEDS_PERSON),
        (Kind.ABSENCE_CALL, ChannelName.PHONE, State.NEEDS_PERSON),
        (Kind.FINAL_NOTICE, ChannelName.EMAIL, State.NEEDS_PERSON),
    ],
)
def test_a_plan_past_its_use_ends_and_a_cases_attempt_is_shown_to_a_person(
    kind: Kind, channel: ChannelName, state: State
) -> None:
    message = a_message(kind=kind, channel=channel, expires_at=NOW)

    reap(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.reason, message.needs_follow_up) == (state, "too_late", True)
    assert message.settled_at == NOW


@pytest.mark.parametrize("expires_at", [NOW + timedelta(seconds=1), NOW + timedelta(days=1)])
def test_a_plan_that_still_helps_stays(expires_at: datetime) -> None:
    message = a_message(expires_at=expires_at)

    reap(now=NOW)

    message.refresh_from_db()
    assert message.state == State.PLANNED


def test_what_was_said_stays_as_it_is() -> None:
    message = a_sent_message(expires_at=NOW - timedelta(days=1))

    reap(now=NOW)

    message.refresh_from_db()
    assert message.state == State.ACCEPTED
