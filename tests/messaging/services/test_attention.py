"""What a person decides about a message that went no further, and taking that back."""

from datetime import timedelta
from typing import Any  # overrides of model fields, by name

import pytest
from django.utils import timezone

from company.models import AuditEvent, Staff
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.attention import (
    Settled,
    bring_back,
    call_instead,
    let_go,
    said_anyway,
    send_again,
    waiting_for_a_person,
)
from messaging.services.calling import log_call
from messaging.services.composing import WRITTEN
from messaging.services.outbox import reconcile
from messaging.services.writing import TooLate, write
from tests.factories import NOW, a_message, a_sent_message, a_staff, an_application, wanted

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def by() -> Staff:
    return a_staff()


def stuck(**values: Any) -> Message:
    known: dict[str, Any] = {
        "state": State.NEEDS_PERSON,
        "reason": "unknown_outcome",
        "attempts": 1,
        "settled_at": NOW,
    }
    return a_message(**known | values)


def ask() -> list[int]:
    return list(waiting_for_a_person(NOW + timedelta(minutes=2)).values_list("pk", flat=True))


def test_a_message_that_arrived_after_all_counts_as_sent_and_asks_no_more(by: Staff) -> None:
    message = stuck()
    before = ask()

    said_anyway(message, by=by, now=SOON)

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.ACCEPTED, "by_person")
    assert message.needs_follow_up
    assert (before, ask()) == ([message.pk], [])


def test_letting_go_ends_an_open_question_and_keeps_why_in_the_trail(by: Staff) -> None:
    message = stuck(reason="held", attempts=0)

    let_go(message, by=by, now=SOON)

    message.refresh_from_db()
    event = AuditEvent.objects.get(action="message_let_go")
    assert (message.state, message.reason) == (State.FAILED, "let_go")
    assert (event.actor, event.details["reason"]) == (by, "held")
    assert ask() == []


def test_what_was_lost_stays_lost_and_is_only_seen_to(by: Staff) -> None:
    message = a_sent_message(state=State.UNDELIVERED, reason="unreachable")

    let_go(message, by=by, now=SOON)

    message.refresh_from_db()
    assert (message.state, message.reason, message.seen_to_at) == (State.UNDELIVERED, "unreachable", SOON)
    assert ask() == []


def test_sending_again_is_a_new_row_with_the_same_words_and_a_key_of_its_own(by: Staff) -> None:
    message = stuck(kind=Kind.REMINDER_EVE, values={"time": "13:00"})

    again = send_again(message, by=by, now=SOON)

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, "sent_again")
    assert (again.kind, again.about, again.step, again.channel, again.values) == (
        message.kind,
        message.about,
        message.step,
        message.channel,
        {"time": "13:00"},
    )
    assert again.key not in {"", message.key}
    assert (again.state, again.due_at, again.expires_at) == (State.PLANNED, SOON, message.expires_at)
    assert again.own_act_at is None  # it is no receipt: night and caps bind it


def test_what_staff_wrote_is_sent_again_in_their_words(by: Staff) -> None:
    message = write(an_application(), channel=ChannelName.SMS, body="お待ちしています", author=by, now=NOW)
    Message.objects.filter(pk=message.pk).update(state=State.NEEDS_PERSON, reason="unknown_outcome")

    again = send_again(message, by=by, now=NOW + timedelta(days=2))

    assert again.values[WRITTEN] == "お待ちしています"
    assert again.expires_at > NOW + timedelta(days=2)


def test_a_reminder_after_its_hour_is_not_sent_again(by: Staff) -> None:
    message = stuck(kind=Kind.REMINDER_EVE)

    with pytest.raises(TooLate):
        send_again(message, by=by, now=message.expires_at)

    message.refresh_from_db()
    assert message.state == State.NEEDS_PERSON


def test_what_is_said_again_goes_when_the_facts_no_longer_ask_for_it(by: Staff) -> None:
    application = an_application()
    step = wanted(application)
    message = stuck(application=application, key=step.key(application.pk))
    again = send_again(message, by=by, now=SOON)

    reconcile(application, [step], now=SOON)
    still = Message.objects.get(pk=again.pk).state
    reconcile(application, [], now=SOON)

    assert still == State.PLANNED
    assert Message.objects.get(pk=again.pk).state == State.CANCELLED


def test_a_call_instead_is_a_task_that_a_logged_call_settles(by: Staff) -> None:
    message = stuck()

    call = call_instead(message, by=by, now=SOON)
    due = list(Message.objects.overdue_calls(SOON))
    logged = log_call(message.application, outcome="reached", by=by, now=SOON)

    message.refresh_from_db()
    assert due == [call]
    assert logged == call
    assert (message.state, message.reason) == (State.FAILED, "called_instead")


@pytest.mark.parametrize("decide", [let_go, said_anyway, send_again, call_instead])
def test_two_people_decide_once(decide: object, by: Staff) -> None:
    message = stuck()
    let_go(message, by=by, now=SOON)

    with pytest.raises(Settled):
        decide(message, by=by, now=SOON)  # type: ignore[operator]  # one of four alike

    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DELIVERED, State.PLANNED, State.EXPIRED])
def test_what_is_not_in_trouble_cannot_be_let_go(state: State, by: Staff) -> None:
    message = a_message(state=state)

    with pytest.raises(Settled):
        let_go(message, by=by, now=SOON)

    assert not AuditEvent.objects.exists()


def test_letting_go_is_taken_back_with_its_reason(by: Staff) -> None:
    message = stuck(reason="cap", attempts=0)
    let_go(message, by=by, now=SOON)

    bring_back(message, by=by, now=SOON)

    message.refresh_from_db()
    assert (message.state, message.reason, message.seen_to_at) == (State.FAILED, "cap", None)
    assert ask() == [message.pk]


def test_sending_again_is_taken_back_until_it_has_left(by: Staff) -> None:
    first, second = stuck(), stuck()
    stopped = send_again(first, by=by, now=SOON)
    gone = send_again(second, by=by, now=SOON)
    for state in (State.CLAIMED, State.SENDING, State.ACCEPTED):
        Message.objects.filter(pk=gone.pk).update(state=state)

    bring_back(first, by=by, now=SOON)
    with pytest.raises(TooLate):
        bring_back(second, by=by, now=SOON)

    stopped.refresh_from_db()
    second.refresh_from_db()
    assert (stopped.state, stopped.reason) == (State.CANCELLED, "taken_back")
    assert second.seen_to_at is not None


def test_nothing_is_taken_back_that_nobody_decided(by: Staff) -> None:
    with pytest.raises(Settled):
        bring_back(stuck(), by=by, now=SOON)


def test_an_unknown_outcome_asks_a_person_only_after_its_window(settings: object) -> None:
    settings.DOUBT_SECONDS = 600.0  # type: ignore[attr-defined]  # pytest-django's
    young = timezone.now() - timedelta(minutes=9)
    old = timezone.now() - timedelta(minutes=11)
    stuck(state=State.UNKNOWN, doubted_since=young)
    asked = stuck(state=State.UNKNOWN, doubted_since=old)

    assert ask() == [asked.pk]


def test_a_refused_closing_still_asks_although_the_application_is_over() -> None:
    application = an_application(closed_at=NOW)
    lost = a_sent_message(application, state=State.FAILED, reason="refused")
    asked = stuck(application=application, kind=Kind.REJECTED)

    assert ask() == [asked.pk]
    assert lost.pk not in ask()
