"""The database itself lets a message only move forward."""

import pytest
from django.db import DatabaseError, transaction

from messaging.models import Message
from messaging.policy import NEXT, State
from tests.factories import a_message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("before", list(State))
def test_each_state_leads_only_where_the_rules_say(before: State) -> None:
    refused = set()
    for after in State:
        message = a_message()
        Message.objects.filter(pk=message.pk).delete()
        message.pk, message.state = None, before
        message.save()
        try:
            with transaction.atomic():
                Message.objects.filter(pk=message.pk).update(state=after)
        except DatabaseError:
            refused.add(after)

    assert refused == set(State) - NEXT[before] - {before}


def test_nothing_leads_out_of_an_end() -> None:
    for end in (State.FAILED, State.EXPIRED, State.CANCELLED, State.SUPPRESSED):
        assert NEXT[end] == frozenset()


def test_a_plan_can_only_leave_through_the_gate() -> None:
    assert State.SENDING not in NEXT[State.PLANNED]
    assert {before for before in State if State.SENDING in NEXT[before]} == {State.CLAIMED}
