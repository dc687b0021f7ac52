"""What becomes of a message whose outcome nobody knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

import pytest
from pytest_django import Settings

from candidates.services.links import open_link
from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, Outgoing
from messaging.channels.base import Doubt, Doubtful, fingerprint_of
from messaging.models import Attempt, Message
from messaging.policy import (
    MOST_ATTEMPTS,
    NEVER_REPEATED,
    SAME_KEY_FOR,
    ChannelName,
    InDoubt,
    Kind,
    State,
    Verdict,
    verdict_on,
)
from messaging.rendering import VARIABLES
from messaging.services.claiming import claim
from messaging.services.dispatching import dispatch
from messaging.services.doubting import settle_doubts
from messaging.services.outbox import reconcile
from messaging.services.reaping import reap
from messaging.services.receipts import apply_receipt
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message, an_application, wanted
from tests.messaging.conftest import Provider, Providers

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=10)


@dataclass
class Asked(Provider):
    """A provider that keeps what it took and can be asked for it."""

    doubt: Doubt = Doubt.ASK
    questions: list[Doubtful] = field(default_factory=list)
    took: dict[str, str] = field(default_factory=dict)  # fingerprint → its number for it
    speechless: bool = False

    def find_out(self, doubtful: Doubtful) -> Accepted | None:
        self.questions.append(doubtful)
        if self.speechless:
            raise OutcomeUnknown("http_500")
        number = self.took.get(doubtful.fingerprint)
        return Accepted(number) if number else None


@pytest.fixture
def asked(providers: Providers, monkeypatch: pytest.MonkeyPatch) -> Asked:
    provider = Asked(ChannelName.SMS)
    monkeypatch.setattr("messaging.services.doubting.channel_for", lambda name: provider)
    providers.sms.answer = lambda outgoing: provider.answer(outgoing)
    return provider


def silence(outgoing: Outgoing) -> Accepted:
    raise OutcomeUnknown("ReadTimeoutError")


def taken_in_silence(provider: Asked) -> Callable[[Outgoing], Accepted]:
    def answer(outgoing: Outgoing) -> Accepted:
        provider.took[fingerprint_of(outgoing.body)] = f"SM{outgoing.attempt_id}"
        raise OutcomeUnknown("ReadTimeoutError")

    return answer


def in_doubt(kind: Kind = Kind.REMINDER_EVE, channel: ChannelName = ChannelName.SMS) -> Message:
    """One message sent into silence."""
    message = a_message(kind=kind, channel=channel, values=dict.fromkeys(VARIABLES, "13:00"))
    dispatch(now=NOW)
    return message


def machine_time_passes(span: timedelta) -> None:
    for message in Message.objects.exclude(doubted_since=None):
        moved = {"doubted_since": message.doubted_since - span} if message.doubted_since else {}
        if message.lease_until:
            moved["lease_until"] = message.lease_until - span
        Message.objects.filter(pk=message.pk).update(**moved)


def look(message: Message, now: datetime = NOW) -> Message:
    settle_doubts(now=now)
    message.refresh_from_db()
    return message


def the_plan_still_wants_it() -> None:
    Message.objects.update(needs_follow_up=False)


def test_what_the_provider_has_is_not_sent_again(asked: Asked) -> None:
    asked.answer = taken_in_silence(asked)
    message = in_doubt()

    look(message)

    attempt = Attempt.objects.get()
    assert (message.state, message.provider_id, message.repeats) == (State.ACCEPTED, f"SM{attempt.pk}", 0)
    assert attempt.outcome == "accepted"
    assert dispatch(now=NOW) == 0


def test_the_provider_is_asked_by_number_moment_and_link(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()

    look(message)

    [question] = asked.questions
    assert question.to == message.address
    assert question.fingerprint == Attempt.objects.get().fingerprint
    assert message.doubted_since is not None
    assert question.since < message.doubted_since


def test_it_is_looked_for_during_the_whole_window_before_anything_is_done(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()
    for _ in range(9):
        look(message)
        assert message.state == State.UNKNOWN
        machine_time_passes(WINDOW / 10)

    assert 5 <= len(asked.questions) <= 10


def test_without_a_trace_a_reminder_goes_out_once_more_with_a_link_that_works(
    asked: Asked, providers: Providers
) -> None:
    asked.answer = silence
    message = in_doubt()
    machine_time_passes(WINDOW)

    look(message)
    assert (message.state, message.repeats, message.needs_follow_up) == (State.PLANNED, 1, True)
    assert dispatch(now=NOW) == 0  # the plan has not said yet that it is still wanted
    the_plan_still_wants_it()
    asked.answer = lambda outgoing: Accepted("SM2")
    dispatch(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.provider_id, message.attempts) == (State.ACCEPTED, "SM2", 2)
    token = providers.sms.calls[-1].body.split("/i/")[1].split("/")[0]
    assert open_link(token, now=NOW).application_id == message.application_id


def test_a_second_doubt_is_a_persons_matter(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()
    machine_time_passes(WINDOW)
    look(message)
    the_plan_still_wants_it()
    dispatch(now=NOW)
    machine_time_passes(WINDOW)

    look(message)

    assert (message.state, message.reason) == (State.NEEDS_PERSON, "unknown_outcome")


@pytest.mark.parametrize("kind", sorted(NEVER_REPEATED - {Kind.ABSENCE_CALL}))
def test_what_would_hurt_twice_is_put_before_a_person(asked: Asked, kind: Kind) -> None:
    asked.answer = silence
    message = in_doubt(kind)
    machine_time_passes(WINDOW)

    look(message)

    assert (message.state, message.reason) == (State.NEEDS_PERSON, "unknown_outcome")


def test_a_provider_that_cannot_be_asked_is_asked_later_and_in_the_end_a_person(asked: Asked) -> None:
    asked.answer, asked.speechless = silence, True
    message = in_doubt()
    machine_time_passes(WINDOW * 2)
    look(message)
    assert message.state == State.UNKNOWN

    machine_time_passes(WINDOW * 4)
    look(message)

    assert (message.state, message.reason) == (State.NEEDS_PERSON, "unknown_outcome")


def test_one_that_cannot_be_asked_is_not_asked_again_in_the_same_run(asked: Asked) -> None:
    asked.answer, asked.speechless = silence, True
    for _ in range(3):
        a_message()
    dispatch(now=NOW)

    assert settle_doubts(now=NOW) == 3
    assert len(asked.questions) == 1


def test_a_receipt_ends_the_doubt(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()

    apply_receipt(message, "delivered", now=NOW)
    machine_time_passes(WINDOW)

    assert look(message).state == State.DELIVERED
    assert asked.questions == []


def test_a_receipt_after_the_decision_to_repeat_stops_the_repetition(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()
    machine_time_passes(WINDOW)
    look(message)

    apply_receipt(message, "sent", now=NOW)
    the_plan_still_wants_it()

    assert dispatch(now=NOW) == 0


def test_a_mail_is_repeated_once_under_its_message_id(providers: Providers, settings: Settings) -> None:
    providers.email.answer = silence
    message = in_doubt(channel=ChannelName.EMAIL)
    machine_time_passes(timedelta(seconds=settings.REPEAT_MAIL_SECONDS - 5))
    assert look(message).state == State.UNKNOWN
    machine_time_passes(timedelta(seconds=10))

    look(message)
    the_plan_still_wants_it()
    providers.email.answer = lambda outgoing: Accepted("mail-2")
    dispatch(now=NOW)

    message.refresh_from_db()
    assert (message.state, message.repeats) == (State.ACCEPTED, 1)
    first, second = providers.email.calls
    assert (first.message_id, first.key) == (second.message_id, second.key)  # of which the Message-ID is made


def test_what_a_key_protects_is_repeated_at_once_and_is_not_counted(providers: Providers) -> None:
    providers.sms.doubt = Doubt.SAME_KEY
    providers.sms.answer = silence
    message = in_doubt()

    look(message)

    assert (message.state, message.repeats, message.due_at) == (State.PLANNED, 0, NOW)


def test_a_worker_that_died_after_the_gate_leaves_a_doubt(asked: Asked) -> None:
    message = a_message()
    [claimed] = claim(1, now=NOW)
    pass_alone(claimed, now=NOW)
    asked.took[Attempt.objects.get().fingerprint] = "SM7"  # it had left when the worker died
    Message.objects.update(lease_until=NOW - timedelta(days=400))

    reap(now=NOW)
    look(message)

    assert (message.state, message.provider_id) == (State.ACCEPTED, "SM7")


def test_what_is_no_longer_wanted_is_not_said_again_but_shown(asked: Asked) -> None:
    application = an_application()
    asked.answer = silence
    reconcile(application, [wanted(application)], now=NOW)
    dispatch(now=NOW)
    machine_time_passes(WINDOW)
    message = look(Message.objects.get())

    reconcile(application, [], now=NOW)
    reconcile(application, [wanted(application)], now=NOW)  # wanted anew: it may have been said already

    message.refresh_from_db()
    assert Message.objects.count() == 1
    assert (message.state, message.reason) == (State.NEEDS_PERSON, "perhaps_sent")


def test_one_refused_for_good_in_the_second_try_keeps_that_it_may_have_left(asked: Asked) -> None:
    asked.answer = silence
    message = in_doubt()
    machine_time_passes(WINDOW)
    look(message)
    the_plan_still_wants_it()
    asked.answer = refused

    dispatch(now=NOW)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.sent_at is not None


def refused(outgoing: Outgoing) -> Accepted:
    raise DeliveryFailed("refused", permanent=True)


def known(**what: object) -> InDoubt:
    usual = {
        "kind": Kind.REMINDER_EVE,
        "waited": WINDOW,
        "window": WINDOW,
        "attempts": 1,
        "repeats": 0,
        "useful": True,
        "is_absent": True,
    }
    return InDoubt(**{**usual, **what})  # type: ignore[arg-type]  # overrides by name


def test_nothing_is_repeated_without_a_key_unless_everything_speaks_for_it() -> None:
    ways = product((True, False), (0, 1), (True, False, None), (Kind.REMINDER_EVE, Kind.REJECTED))
    for useful, repeats, is_absent, kind in ways:
        doubt = known(useful=useful, repeats=repeats, is_absent=is_absent or None, kind=kind)
        once_more = useful and not repeats and bool(is_absent) and kind != Kind.REJECTED
        assert (verdict_on(doubt, same_key=False) == Verdict.REPEAT) == once_more


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        ({}, Verdict.REPEAT),
        ({"is_absent": None}, Verdict.REPEAT),
        ({"repeats": 3}, Verdict.REPEAT),
        ({"waited": SAME_KEY_FOR}, Verdict.PERSON),
        ({"attempts": MOST_ATTEMPTS}, Verdict.PERSON),
        ({"useful": False}, Verdict.PERSON),
    ],
)
def test_a_key_protects_repetitions_while_the_provider_remembers_it(
    what: dict[str, object], verdict: Verdict
) -> None:
    assert verdict_on(known(**what), same_key=True) == verdict
