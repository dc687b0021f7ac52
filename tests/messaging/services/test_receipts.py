"""What providers report later."""

from datetime import timedelta
from itertools import permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.models import Attempt, DeliveryReceipt, Message, Suppression
from messaging.policy import ChannelName, State
from messaging.services.claiming import claim
from messaging.services.receipts import MEANS, apply_receipt
from tests.factories import NOW, a_message, a_sent_message

pytestmark = pytest.mark.django_db


def state_after(*statuses: str) -> str:
    message = a_sent_message()
    for status in statuses:
        apply_receipt(message, status, now=NOW)
    message.refresh_from_db()
    return message.state


def test_delivered_moves_the_message_forward() -> None:
    message = a_sent_message()

    apply_receipt(message, "delivered", event_id="e1", now=NOW)

    message.refresh_from_db()
    assert (message.state, message.settled_at, message.needs_follow_up) == (State.DELIVERED, NOW, False)
    receipt = DeliveryReceipt.objects.get()
    assert (receipt.status, receipt.event_id, receipt.received_at) == ("delivered", "e1", NOW)


def test_undelivered_lets_the_plan_take_another_channel() -> None:
    message = a_sent_message()

    apply_receipt(message, "undelivered", code="30003", now=NOW)

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.UNDELIVERED, "unreachable")
    assert message.needs_follow_up
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("code", "reason"),
    [("30006", "not_mobile"), ("21610", "opted_out"), ("30005", "unknown_number"), ("30004", "blocked")],
)
def test_a_report_about_the_address_itself_blocks_it(code: str, reason: str) -> None:
    message = a_sent_message(address="+819000000001")

    apply_receipt(message, "undelivered", code=code, now=NOW)

    block = Suppression.objects.get()
    assert (block.channel, block.address, block.reason) == ("sms", "+819000000001", reason)


def test_every_report_is_kept_also_repeated_and_unheard_of_ones() -> None:
    message = a_sent_message()

    for status in ("sent", "delivered", "delivered", "somersault"):
        apply_receipt(message, status, now=NOW)

    assert [receipt.status for receipt in message.receipts.order_by("pk")] == [
        "sent",
        "delivered",
        "delivered",
        "somersault",
    ]
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_sent_after_delivered_takes_nothing_back() -> None:
    assert state_after("delivered", "sent") == State.DELIVERED


def test_a_bounce_after_a_delivery_counts() -> None:
    assert state_after("delivered", "bounced") == State.UNDELIVERED


def test_any_order_ends_alike() -> None:
    for statuses in (("sent", "delivered"), ("sent", "undelivered", "delivered"), ("failed", "delivered")):
        assert len({state_after(*order) for order in permutations(statuses)}) == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.lists(st.sampled_from(sorted(MEANS)), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_any_order_with_any_repeats_ends_alike(statuses: list[str], chance: object) -> None:
    shuffled = statuses + statuses[:2]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands over a random.Random

    assert state_after(*statuses) == state_after(*shuffled)


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN])
def test_a_receipt_settles_what_is_on_its_way_or_unknown(state: State) -> None:
    message = a_sent_message(state=state)

    apply_receipt(message, "sent", now=NOW)

    message.refresh_from_db()
    assert message.state == State.ACCEPTED


def test_a_receipt_saves_a_person_the_question() -> None:
    message = a_sent_message(state=State.NEEDS_PERSON, reason="unknown_outcome", needs_follow_up=True)

    apply_receipt(message, "delivered", now=NOW)

    message.refresh_from_db()
    assert (message.state, message.reason, message.needs_follow_up) == (State.DELIVERED, "", False)


def test_a_message_about_to_be_tried_again_is_not_when_the_first_try_turns_out_delivered() -> None:
    message = a_message(attempts=1, reason="busy")

    apply_receipt(message, "delivered", now=NOW)

    assert claim(1, now=NOW) == []
    message.refresh_from_db()
    assert message.state == State.DELIVERED


@pytest.mark.parametrize(
    ("state", "attempts"),
    [(State.PLANNED, 0), (State.CANCELLED, 1), (State.EXPIRED, 1), (State.SUPPRESSED, 0), (State.FAILED, 1)],
)
def test_a_stray_report_moves_nothing_that_never_left(state: State, attempts: int) -> None:
    message = a_message(state=state, attempts=attempts)

    apply_receipt(message, "delivered", now=NOW)

    message.refresh_from_db()
    assert message.state == state
    assert message.receipts.count() == 1


def test_the_rank_never_falls() -> None:
    rank = {State.ACCEPTED: 0, State.DELIVERED: 1, State.UNDELIVERED: 2, State.FAILED: 3}
    for first, second in product(MEANS, repeat=2):
        message = a_sent_message()
        seen = []
        for status in (first, second):
            apply_receipt(message, status, now=NOW)
            seen.append(rank[State(Message.objects.get(pk=message.pk).state)])
        assert seen == sorted(seen)


def sent_by_sms() -> tuple[Message, Attempt]:
    until = NOW + timedelta(hours=1)
    message = a_sent_message(channel=ChannelName.SMS, attempts=1, expires_at=until)
    return message, Attempt.objects.create(message=message, number=1, started_at=NOW, outcome="accepted")


def reported(message: Message, attempt: Attempt, status: str, code: str = "") -> Message:
    apply_receipt(message, status, code=code, attempt=attempt, now=NOW)
    message.refresh_from_db()
    return message


def test_a_telephone_that_was_off_is_tried_once_more_after_a_quarter_of_an_hour() -> None:
    message, attempt = sent_by_sms()

    reported(message, attempt, "undelivered", "30003")

    assert (message.state, message.reason) == (State.PLANNED, "unreachable")
    assert message.due_at == NOW + timedelta(minutes=15)
    assert message.needs_follow_up  # the plan says first whether it is still wanted


@pytest.mark.parametrize("late", [("sent", ""), ("undelivered", "30003"), ("failed", "30003")])
def test_late_and_repeated_reports_of_the_first_try_do_not_take_the_second_away(
    late: tuple[str, str],
) -> None:
    message, attempt = sent_by_sms()
    reported(message, attempt, "undelivered", "30003")

    reported(message, attempt, *late)

    assert (message.state, message.due_at) == (State.PLANNED, NOW + timedelta(minutes=15))


def test_off_again_is_the_next_channels_matter() -> None:
    message, first = sent_by_sms()
    reported(message, first, "undelivered", "30003")
    Message.objects.filter(pk=message.pk).update(state=State.CLAIMED)
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, attempts=2)
    second = Attempt.objects.create(message=message, number=2, started_at=NOW)

    reported(message, second, "undelivered", "30003")

    assert (message.state, message.reason, message.needs_follow_up) == (
        State.UNDELIVERED,
        "unreachable",
        True,
    )


def test_a_second_try_that_would_come_too_late_is_the_next_channels_matter_at_once() -> None:
    message, attempt = sent_by_sms()
    Message.objects.filter(pk=message.pk).update(expires_at=NOW + timedelta(minutes=15))

    assert reported(message, attempt, "undelivered", "30003").state == State.UNDELIVERED


def test_what_passes_for_good_is_not_tried_again() -> None:
    message, attempt = sent_by_sms()

    assert reported(message, attempt, "undelivered", "30006").state == State.UNDELIVERED
