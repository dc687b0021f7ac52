"""One planned message in a person's own words."""

from datetime import timedelta

import pytest

from candidates.services.erasing import erase
from company.models import AuditEvent
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State, Wanted
from messaging.rendering import MissingValue
from messaging.services import own_words
from messaging.services.composing import preview
from messaging.services.outbox import reconcile
from messaging.services.writing import TooLate, UnknownVariables, stop
from tests.factories import NOW, a_staff, an_application

pytestmark = pytest.mark.django_db


def wanted(**changes: object) -> Wanted:
    known: dict[str, object] = {
        "kind": Kind.REMINDER_EVE,
        "about": "interview:1@2026-06-12T13:00",
        "step": "evening-before",
        "channel": ChannelName.SMS,
        "due_at": NOW + timedelta(hours=5),
        "expires_at": NOW + timedelta(hours=20),
        "values": {"when": "6月12日(金) 13:00"},
    }
    return Wanted(**known | changes)  # type: ignore[arg-type]  # a test's own values


@pytest.fixture
def message() -> Message:
    application = an_application()
    reconcile(application, [wanted()], now=NOW)
    row = Message.objects.get()
    row.application = application
    return row


def reword(message: Message, body: str = "{名前}さん、駅までむかえに行きます。{日時} {リンク}") -> None:
    own_words.reword(message, subject="", body=body, by=a_staff(), now=NOW)


def test_it_is_said_in_these_words_with_the_facts_filled_in(message: Message) -> None:
    reword(message)

    message.refresh_from_db()
    said = preview(message)[1]
    assert said.startswith("佐々木さん、駅までむかえに行きます。6月12日(金) 13:00 http")


def test_the_plan_keeps_the_words_while_it_wants_the_message(message: Message) -> None:
    reword(message)

    reconcile(message.application, [wanted(values={"when": "6月12日(金) 14:00"})], now=NOW)
    reconcile(message.application, [wanted(due_at=NOW + timedelta(hours=6))], now=NOW)

    kept = Message.objects.get()
    assert kept.own_body.startswith("{名前}さん、駅まで")
    assert "駅まで" in preview(kept)[1]
    reconcile(message.application, [], now=NOW)
    assert Message.objects.get().state == State.CANCELLED


def test_unknown_and_empty_variables_are_refused_and_nothing_changes(message: Message) -> None:
    with pytest.raises(UnknownVariables):
        reword(message, "{なまえ}さん")
    with pytest.raises(MissingValue):
        reword(message, "{期限}までに")

    message.refresh_from_db()
    assert message.own_body == ""


@pytest.mark.parametrize("state", [State.CLAIMED, State.SUPPRESSED, State.CANCELLED])
def test_what_is_on_its_way_or_over_is_not_reworded(message: Message, state: State) -> None:
    Message.objects.update(state=state)

    with pytest.raises(TooLate):
        reword(message)


def test_back_to_the_usual_words_and_who_changed_it(message: Message) -> None:
    reword(message)
    last = own_words.last_rewording(message)
    own_words.usual_words(message, by=a_staff(), now=NOW)

    message.refresh_from_db()
    assert message.own_body == ""
    assert last is not None
    assert last.actor is not None
    assert AuditEvent.objects.filter(action="message_words_restored").count() == 1
    assert "駅まで" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_erasing_wipes_the_words(message: Message) -> None:
    reword(message)

    erase(message.application.candidate, now=NOW)

    message.refresh_from_db()
    assert (message.own_subject, message.own_body) == ("", "")


def test_a_stop_is_taken_back_as_a_row_of_its_own_that_goes_with_its_fact(message: Message) -> None:
    by = a_staff()
    reword(message)
    stop(message, by=by, now=NOW)

    again = own_words.say_after_all(message, by=by, now=NOW)
    reconcile(message.application, [wanted()], now=NOW)

    assert again.state == State.PLANNED
    assert again.own_body.startswith("{名前}さん")
    assert again.due_at == NOW + timedelta(hours=5)
    assert Message.objects.filter(state=State.PLANNED).count() == 1
    with pytest.raises(TooLate):
        own_words.say_after_all(message, by=by, now=NOW)
    reconcile(message.application, [], now=NOW)
    assert not Message.objects.filter(state=State.PLANNED).exists()


def test_what_helps_no_more_stays_stopped(message: Message) -> None:
    by = a_staff()
    stop(message, by=by, now=NOW)

    with pytest.raises(TooLate):
        own_words.say_after_all(message, by=by, now=NOW + timedelta(hours=20))
