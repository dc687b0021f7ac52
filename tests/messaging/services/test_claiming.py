"""Taking due messages, a few at a time."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messaging.models import Message
from messaging.policy import ChannelName, State
from messaging.services.claiming import claim, give_back
from tests.factories import NOW, a_message

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_only_what_is_due_useful_and_sent_by_machine_is_claimed() -> None:
    due = a_message()
    a_message(due_at=NOW + MINUTE)
    a_message(due_at=NOW - MINUTE, expires_at=NOW)
    a_message(channel=ChannelName.PHONE)
    a_message(state=State.CANCELLED)

    claimed = claim(10, now=NOW)

    assert [one.message_id for one in claimed] == [due.pk]
    due.refresh_from_db()
    assert (due.state, due.claim) == (State.CLAIMED, claimed[0].claim)
    assert due.lease_until is not None


def test_receipts_of_own_acts_come_first_then_the_oldest() -> None:
    young, old = a_message(due_at=NOW - MINUTE), a_message(due_at=NOW - 9 * MINUTE)
    receipt = a_message(own_act_at=NOW)

    order = [one.message_id for _ in range(3) for one in claim(1, now=NOW)]

    assert order == [receipt.pk, old.pk, young.pk]


def test_a_standby_takes_only_what_is_overdue() -> None:
    a_message(due_at=NOW - timedelta(seconds=9))
    overdue = a_message(due_at=NOW - timedelta(seconds=10))

    claimed = claim(10, now=NOW, overdue=timedelta(seconds=10))

    assert [one.message_id for one in claimed] == [overdue.pk]


def test_a_claimed_message_is_not_claimed_again() -> None:
    a_message()

    assert len(claim(10, now=NOW)) == 1
    assert claim(10, now=NOW) == []


def test_given_back_a_message_is_a_plan_for_whoever_comes_next() -> None:
    message = a_message()
    claimed = claim(10, now=NOW)

    give_back(claimed)

    message.refresh_from_db()
    assert (message.state, message.claim, message.lease_until) == (State.PLANNED, "", None)


def test_giving_back_leaves_what_somebody_else_has_by_now() -> None:
    a_message()
    claimed = claim(10, now=NOW)
    Message.objects.update(claim="another worker's")

    give_back(claimed)

    assert Message.objects.get().state == State.CLAIMED


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_claim_takes_exactly_what_the_query_calls_due(data: st.DataObject) -> None:
    """The statement is written by hand for speed; the query is what the desk shows."""
    Message.objects.all().delete()
    for _ in range(data.draw(st.integers(1, 6))):
        message = a_message(
            channel=data.draw(st.sampled_from(list(ChannelName))),
            due_at=NOW + timedelta(seconds=data.draw(st.integers(-2, 2))),
            expires_at=NOW + timedelta(seconds=data.draw(st.integers(-2, 2))),
            needs_follow_up=data.draw(st.booleans()),
            own_act_at=data.draw(st.sampled_from([None, NOW])),
        )
        if data.draw(st.booleans()):
            Message.objects.filter(pk=message.pk).update(state=State.CLAIMED)
            Message.objects.filter(pk=message.pk).update(
                state=data.draw(
                    st.sampled_from([State.PLANNED, State.CLAIMED, State.SENDING, State.CANCELLED])
                )
            )
    due = set(Message.objects.due(NOW).values_list("pk", flat=True))

    assert {one.message_id for one in claim(99, now=NOW)} == due
