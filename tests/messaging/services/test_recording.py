"""How a try ended, on the row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any  # columns of a message, by name

import pytest

from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.models import Attempt, Message, Suppression
from messaging.policy import MOST_ATTEMPTS, ChannelName, State, retry_delay
from messaging.services import recording
from messaging.services.claiming import claim
from messaging.services.outbox import reconcile
from messaging.services.receipts import apply_receipt
from messaging.services.recording import Done, Result
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message, an_application, wanted

pytestmark = pytest.mark.django_db
BUSY = DeliveryFailed("busy", permanent=False, code="20429")


def on_its_way(**values: Any) -> tuple[Message, Outgoing, str]:
    """A message past the gate, with what the channel got and the claim it is recorded under."""
    message = a_message(**values)
    [claimed] = claim(1, now=NOW)
    passed = pass_alone(claimed, now=NOW)
    assert passed is not None
    return message, passed.outgoing, claimed.claim


def record(outgoing: Outgoing, token: str, result: Result) -> None:
    recording.record([Done(outgoing, token, result, ChannelName.SMS)], now=NOW)


def after(result: Result, **values: Any) -> Message:
    message, outgoing, token = on_its_way(**values)
    record(outgoing, token, result)
    message.refresh_from_db()
    return message


def test_accepted_keeps_the_providers_number() -> None:
    message = after(Accepted("SM1"))

    assert (message.state, message.provider_id, message.sent_at) == (State.ACCEPTED, "SM1", NOW)
    assert not message.needs_follow_up
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.error, attempt.ended_at) == ("accepted", "", NOW)


def test_delivered_at_once_leaves_a_receipt_too() -> None:
    message = after(Accepted("S1", delivered=True))

    assert message.state == State.DELIVERED
    assert [receipt.status for receipt in message.receipts.all()] == ["delivered"]


def test_surely_not_accepted_is_planned_again_after_a_while() -> None:
    message = after(BUSY)

    assert (message.state, message.reason, message.claim, message.sent_at) == (
        State.PLANNED,
        "busy",
        "",
        None,
    )
    assert timedelta(seconds=10) <= message.due_at - NOW <= timedelta(seconds=12.5)
    assert message.wanted_due_at == NOW
    assert (Attempt.objects.get().outcome, Attempt.objects.get().error) == ("retry", "busy 20429")


def test_what_was_refused_for_now_waits_until_the_plan_has_looked_again() -> None:
    message = after(BUSY)
    later = NOW + timedelta(minutes=1)

    assert message.needs_follow_up
    assert claim(1, now=later) == []
    Message.objects.update(needs_follow_up=False)  # as the sweep does when it plans again
    assert len(claim(1, now=later)) == 1


def test_a_fact_that_changed_during_a_refused_try_ends_the_trying() -> None:
    application = an_application()
    reconcile(application, [wanted(application)], now=NOW)
    [claimed] = claim(1, now=NOW)
    passed = pass_alone(claimed, now=NOW)
    assert passed is not None
    reconcile(application, [], now=NOW)  # too late to take it back
    record(passed.outgoing, claimed.claim, BUSY)

    reconcile(application, [], now=NOW)  # what follows from the outcome

    assert Message.objects.get().state == State.CANCELLED


def test_a_person_already_asked_decides_also_when_the_worker_then_says_it_was_refused() -> None:
    message, outgoing, token = on_its_way()
    Message.objects.update(state=State.NEEDS_PERSON, reason="unknown_outcome")

    record(outgoing, token, BUSY)

    message.refresh_from_db()
    assert message.state == State.NEEDS_PERSON
    assert Attempt.objects.get().outcome == "retry"


def test_a_provider_may_ask_for_more_time() -> None:
    message = after(DeliveryFailed("busy", permanent=False, retry_after=90))

    assert timedelta(seconds=90) <= message.due_at - NOW <= timedelta(seconds=112.5)


def test_no_second_try_when_it_would_be_too_late() -> None:
    message = after(BUSY, expires_at=NOW + timedelta(seconds=9))

    assert (message.state, message.reason, message.needs_follow_up) == (State.FAILED, "busy", True)


def test_after_the_last_try_it_has_failed() -> None:
    message = after(BUSY, attempts=MOST_ATTEMPTS - 1)

    assert (message.state, message.attempts, message.needs_follow_up) == (State.FAILED, MOST_ATTEMPTS, True)


def test_the_ladder_of_retries() -> None:
    assert [retry_delay(n) for n in range(1, 7)] == [
        timedelta(seconds=10),
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=5),
        timedelta(minutes=15),
        None,
    ]


def test_a_final_refusal_lets_the_plan_take_the_next_channel() -> None:
    message = after(DeliveryFailed("misconfigured", permanent=True))

    assert (message.state, message.reason, message.needs_follow_up) == (State.FAILED, "misconfigured", True)
    assert (message.sent_at, message.settled_at) == (None, NOW)
    assert Attempt.objects.get().outcome == "rejected"
    assert not Suppression.objects.exists()


def test_a_refused_address_is_not_used_again() -> None:
    message = after(DeliveryFailed("not_mobile", permanent=True, code="21614"))

    block = Suppression.objects.get()
    assert (block.channel, block.address, block.reason) == ("sms", message.address, "not_mobile")


def test_an_unknown_outcome_is_never_sent_again_by_itself() -> None:
    message = after(OutcomeUnknown("timeout"))

    assert (message.state, message.reason) == (State.UNKNOWN, "timeout")
    assert claim(5, now=NOW) == []
    assert message.doubted_since is not None


def test_a_receipt_that_came_first_is_not_overwritten() -> None:
    message, outgoing, token = on_its_way()
    apply_receipt(message, "delivered", now=NOW)

    record(outgoing, token, Accepted("SM1"))

    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.DELIVERED, "SM1")


def test_a_slow_worker_may_still_say_what_became_of_an_unknown_message() -> None:
    message, outgoing, token = on_its_way()
    Message.objects.update(state=State.UNKNOWN, reason="worker_lost")

    record(outgoing, token, Accepted("SM1"))

    message.refresh_from_db()
    assert (message.state, message.reason, message.provider_id) == (State.ACCEPTED, "", "SM1")


def test_the_end_of_an_older_try_does_not_touch_a_newer_one() -> None:
    message, outgoing, _token = on_its_way()
    Message.objects.update(claim="of another try")

    record(replace(outgoing), "ours", BUSY)

    message.refresh_from_db()
    assert (message.state, message.claim) == (State.SENDING, "of another try")
    assert Attempt.objects.get().outcome == "retry"
