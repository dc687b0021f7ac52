"""What providers posted is taken in once, in order; what breaks waits and holds up nobody."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from messaging.models import InboundEvent
from messaging.services import events
from messaging.services.events import NotYet, forget_payloads, handles, keep, settle_events
from messaging.tasks import forget_events, settle
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Said = list[str]


@pytest.fixture
def said() -> Iterator[Said]:
    """What the handler of this test took in; ``bad`` breaks it, ``early`` is not here yet."""
    taken: Said = []

    @handles("test", "word")
    def take_in(event: InboundEvent, now: datetime) -> str:
        word = str(event.payload["word"])
        if word.startswith("bad"):
            raise ValueError(word)
        if word == "early" and now < NOW + timedelta(seconds=20):
            raise NotYet
        taken.append(word)
        return "done"

    yield taken
    del events._handlers["test", "word"]


def kept(word: str, *, after: int = 0, event_id: str = "") -> bool:
    at = NOW + timedelta(seconds=after)
    return keep("test", event_id or word, "word", {"word": word}, occurred_at=at, now=NOW)


def the(word: str) -> InboundEvent:
    return InboundEvent.objects.get(event_id=word)


def test_events_are_taken_in_as_they_happened_whatever_came_first(said: Said) -> None:
    for word, after in (("third", 3), ("first", 1), ("second", 2)):
        kept(word, after=after)

    assert settle_events(now=NOW) == 3

    assert said == ["first", "second", "third"]
    assert (the("first").outcome, the("first").settled_at) == ("done", NOW)


def test_the_same_event_is_taken_in_once(said: Said) -> None:
    assert kept("once")
    settle_events(now=NOW)
    assert not kept("once")
    settle_events(now=NOW)

    assert said == ["once"]


def test_what_nobody_understands_is_settled_as_such() -> None:
    keep("test", "1", "riddle", {}, occurred_at=NOW, now=NOW)

    settle_events(now=NOW)

    assert InboundEvent.objects.get().outcome == "ignored"


def test_events_that_break_hold_up_nobody(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PATIENCE", (timedelta(seconds=10), timedelta(seconds=60)))
    for number in range(60):
        kept(f"bad {number}")
    kept("good", after=1)

    settle_events(now=NOW, most=50)
    settle_events(now=NOW, most=50)

    assert said == ["good"]


def test_one_that_breaks_is_tried_later_each_time_and_given_up(
    said: Said, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(events, "PATIENCE", (timedelta(seconds=10), timedelta(seconds=60)))
    kept("bad secret word")
    tries = []

    for second in range(0, 200, 5):
        if settle_events(now=NOW + timedelta(seconds=second)):
            tries.append(second)

    assert tries == [0, 10, 70]
    assert (the("bad secret word").outcome, the("bad secret word").failures) == ("gave_up", 3)
    assert "secret" not in caplog.text


def test_what_comes_too_early_waits_without_a_complaint(said: Said, caplog: pytest.LogCaptureFixture) -> None:
    kept("early")

    settle_events(now=NOW)
    settle_events(now=NOW + timedelta(seconds=30))

    assert said == ["early"]
    assert caplog.text == ""


@pytest.mark.parametrize("event_id", ["a" * 500, "a\0b"])
def test_any_number_of_an_event_fits(said: Said, event_id: str) -> None:
    assert kept("word", event_id=event_id)
    assert not kept("word", event_id=event_id)


def test_what_a_database_cannot_hold_is_left_out() -> None:
    payload = {"a\0": ["b\0", {"c": "d\ud800"}, 1, None, True]}

    keep("test", "1", "word", payload, occurred_at=NOW, now=NOW)

    assert InboundEvent.objects.get().payload == {"a": ["b", {"c": "d?"}, 1, None, True]}


def test_after_thirty_days_the_words_go_and_the_number_stays(said: Said) -> None:
    for word in ("old", "waiting"):
        kept(word)
    settle_events(now=NOW, most=1)
    month = timedelta(days=30)

    assert forget_payloads(now=NOW + month - timedelta(seconds=1)) == 0
    assert forget_payloads(now=NOW + month) == 1

    assert the("old").payload == {}
    assert the("waiting").payload == {"word": "waiting"}
    assert not kept("old")


@pytest.mark.parametrize("tick", [settle, forget_events])
def test_the_ticks_find_nothing_in_peace(tick: Callable[[], int]) -> None:
    assert tick() == 0
