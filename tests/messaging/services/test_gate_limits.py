"""What the gate promises about the time after it, and about what may have been said before."""

import time
from datetime import timedelta

import pytest
from pytest_django import Settings

from messaging.channels import DeliveryFailed
from messaging.policy import ChannelName, State
from messaging.services.claiming import claim
from messaging.services.suppressing import suppress
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message

pytestmark = pytest.mark.django_db


def test_a_worker_that_slept_longer_than_a_request_may_take_sends_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LEASE_SECONDS, settings.PROVIDER_SECONDS = 60.0, 15.0
    a_message()
    [claimed] = claim(1, now=NOW)
    passed = pass_alone(claimed, now=NOW)
    assert passed is not None
    awake = time.monotonic() + 16

    monkeypatch.setattr(time, "monotonic", lambda: awake)

    with pytest.raises(DeliveryFailed, match="too_slow"):
        passed.outgoing.check_in_time()


def test_what_passes_the_gate_in_its_last_second_does_not_leave_after_it() -> None:
    a_message(expires_at=NOW + timedelta(seconds=0.9))
    [claimed] = claim(1, now=NOW)
    passed = pass_alone(claimed, now=NOW)
    assert passed is not None

    with pytest.raises(DeliveryFailed, match="too_slow"):
        passed.outgoing.check_in_time()


def test_what_may_have_been_said_and_cannot_be_said_again_is_put_before_a_person() -> None:
    message = a_message(channel=ChannelName.EMAIL, attempts=1, repeats=1, doubted_since=NOW)
    suppress(ChannelName.EMAIL, message.application.candidate.email, reason="opted_out", now=NOW)
    [claimed] = claim(1, now=NOW + timedelta(minutes=1))

    assert pass_alone(claimed, now=NOW + timedelta(minutes=1)) is None

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.NEEDS_PERSON, "perhaps_sent")
    assert message.needs_follow_up
