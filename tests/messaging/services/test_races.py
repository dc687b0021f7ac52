"""Several workers, and people who change their minds, all at the same time."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from candidates.services.locking import lock_person
from messaging.channels import Accepted, Outgoing
from messaging.models import Attempt, Message
from messaging.policy import CAP, ChannelName, State
from messaging.services.claiming import Claimed, claim
from messaging.services.dispatching import dispatch
from messaging.services.outbox import reconcile
from messaging.services.reaping import reap
from messaging.services.writing import TooLate, stop
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message, a_staff, an_application, wanted
from tests.messaging.conftest import Providers, at_once


def test_five_dispatchers_at_once_send_each_message_once(shared_database: str, providers: Providers) -> None:
    messages = [a_message() for _ in range(30)]

    handed_over = at_once(*[partial(dispatch, now=NOW)] * 5)

    assert sum(n for n in handed_over if isinstance(n, int)) == 30
    assert sorted(call.message_id for call in providers.calls) == [message.pk for message in messages]
    assert Message.objects.filter(state=State.ACCEPTED, attempts=1).count() == 30
    assert Attempt.objects.filter(outcome="accepted").count() == 30


def test_two_workers_never_claim_the_same_row(shared_database: str) -> None:
    for _ in range(20):
        a_message()

    claims = at_once(*[partial(claim, 15, now=NOW)] * 2)

    taken = [one.message_id for batch in claims if isinstance(batch, list) for one in batch]
    assert len(taken) == len(set(taken)) == 20


def test_a_cancel_racing_the_gate_means_sent_or_cancelled_and_never_both(
    shared_database: str, providers: Providers
) -> None:
    messages = [a_message() for _ in range(12)]
    cancels = [partial(reconcile, message.application, [], now=NOW) for message in messages]

    at_once(partial(dispatch, now=NOW), *cancels)

    sent = {call.message_id for call in providers.calls}
    for message in Message.objects.all():
        assert message.state == (State.ACCEPTED if message.pk in sent else State.CANCELLED)
        assert Attempt.objects.filter(message=message).count() == (1 if message.pk in sent else 0)


def test_a_stop_racing_the_gate_is_told_whether_it_came_too_late(
    shared_database: str, providers: Providers
) -> None:
    staff = a_staff()
    messages = [a_message() for _ in range(12)]
    stops = [partial(stop, message, by=staff, now=NOW) for message in messages]

    _, *answers = at_once(partial(dispatch, now=NOW), *stops)

    sent = {call.message_id for call in providers.calls}
    for message, answer in zip(messages, answers, strict=True):
        assert isinstance(answer, TooLate) == (message.pk in sent)


def test_the_limit_per_person_holds_with_two_workers(shared_database: str, providers: Providers) -> None:
    application = an_application()
    for n in range(CAP + 6):
        a_message(application, step=f"step-{n}", channel=ChannelName.EMAIL)

    at_once(*[partial(dispatch, now=NOW)] * 2)

    assert len(providers.calls) == CAP
    assert Message.objects.filter(state=State.PLANNED, reason="cap").count() == 6


@pytest.mark.postgres
@pytest.mark.parametrize("shared_database", ["postgres"], indirect=True)
def test_two_gates_of_one_person_wait_for_each_other_so_both_count_right(shared_database: str) -> None:
    message = a_message()
    [claimed] = claim(1, now=NOW)
    inside, done = threading.Event(), threading.Event()

    def another_gate() -> None:
        with transaction.atomic():
            lock_person(message.application.candidate_id)
            inside.set()
            done.wait(30)

    def this_gate() -> object:
        inside.wait()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            return pass_alone(claimed, now=NOW)
        finally:
            done.set()

    _, waited = at_once(another_gate, this_gate)

    assert isinstance(waited, OperationalError)  # it would have waited
    message.refresh_from_db()
    assert message.state == State.CLAIMED


@pytest.mark.postgres
@pytest.mark.parametrize("shared_database", ["postgres"], indirect=True)
def test_a_worker_does_not_wait_for_rows_another_is_just_claiming(shared_database: str) -> None:
    for _ in range(5):
        a_message()
    inside, done = threading.Event(), threading.Event()

    def slowly() -> list[Claimed]:
        with transaction.atomic():
            claimed = claim(3, now=NOW)
            inside.set()
            done.wait(10)
        return claimed

    def meanwhile() -> list[Claimed]:
        inside.wait()
        claimed = claim(5, now=NOW)
        done.set()
        return claimed

    one, other = at_once(slowly, meanwhile)

    assert isinstance(one, list)
    assert isinstance(other, list)
    assert (len(one), len(other)) == (3, 2)
    assert not {row.message_id for row in one} & {row.message_id for row in other}


def test_planning_again_while_messages_leave_doubles_nothing(
    shared_database: str, providers: Providers
) -> None:
    application = an_application()
    steps = [wanted(application, step=f"step-{n}", channel=channel) for n in range(3) for channel in _both()]
    reconcile(application, steps, now=NOW - timedelta(minutes=1))

    at_once(
        partial(dispatch, now=NOW),
        partial(dispatch, now=NOW),
        *[partial(reconcile, application, steps, now=NOW)] * 3,
    )

    dispatch(now=NOW)
    assert len(providers.calls) == Message.objects.count() == 6
    assert len({call.message_id for call in providers.calls}) == 6


def test_nothing_is_sent_inside_a_transaction(shared_database: str, providers: Providers) -> None:
    message = a_message()
    seen: list[str] = []

    def look_from_outside(outgoing: Outgoing) -> Accepted:
        rows = at_once(lambda: Message.objects.get(pk=outgoing.message_id).state)
        writes = at_once(lambda: Message.objects.filter(pk=outgoing.message_id).update(why="free"))
        seen.extend(str(result) for result in rows + writes)
        return Accepted("id")

    providers.answer(look_from_outside)
    dispatch(now=NOW)

    assert seen == [State.SENDING, "1"]  # the gate had committed, and nobody held the row
    message.refresh_from_db()
    assert message.state == State.ACCEPTED


def test_a_worker_that_slept_past_its_lease_sends_nothing(shared_database: str, providers: Providers) -> None:
    message = a_message()
    [claimed] = claim(1, now=NOW)
    Message.objects.filter(pk=message.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    reap(now=NOW)
    dispatch(now=NOW)

    assert pass_alone(claimed, now=NOW) is None
    assert len(providers.calls) == 1


def _both() -> tuple[ChannelName, ChannelName]:
    return ChannelName.SMS, ChannelName.EMAIL
