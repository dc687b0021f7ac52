"""What a word on any channel does: a clear one acts, all others are answered with the link once, or read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from candidates.models import Application, Candidate
from messaging.models import Message, Suppression
from messaging.policy import ChannelName, Direction, Kind
from messaging.services.hearing import hear
from messaging.services.writing import write
from reminders.policy.replies import Meaning
from sandbox.services.settling import settle
from scheduling.models import Interview
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.policy.phrases import acts, phrases
from tests.reminders.services.living import booked, live, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
EVENING = tokyo(2026, 6, 11, 18, 10)
ANSWERS = (Kind.CONFIRMED, Kind.LATE_NOTED, Kind.REPLY_LINK)
WRITTEN = {ChannelName.SMS: "phone", ChannelName.EMAIL: "email", ChannelName.LINE: "line_id"}


@pytest.fixture
def application() -> Application:
    """Booked and reminded by SMS; connected to LINE besides."""
    found = someone(NOW)
    Candidate.objects.update(line_id="U123")
    booked(found, START, now=NOW)
    live(NOW, EVENING - timedelta(minutes=5))
    found.refresh_from_db()
    return found


def say(
    application: Application,
    text: str,
    *,
    at: datetime = EVENING,
    on: ChannelName = ChannelName.SMS,
    **values: object,
) -> Message:
    address = str(getattr(application.candidate, WRITTEN.get(on, "phone")))
    message = hear(application, channel=on, text=text, now=at, address=address, values=values)
    message.refresh_from_db()
    return message


def interview() -> Interview:
    return Interview.objects.latest("pk")


def answers(application: Application) -> list[str]:
    rows = Message.objects.outgoing().filter(application=application, kind__in=ANSWERS)
    return list(rows.exclude(state="cancelled").order_by("due_at", "pk").values_list("kind", flat=True))


@pytest.mark.parametrize("on", [ChannelName.SMS, ChannelName.EMAIL])
def test_a_clear_yes_confirms_and_is_thanked_where_it_was_said(
    application: Application, on: ChannelName
) -> None:
    message = say(application, "はい、伺います。", on=on)
    live(EVENING, EVENING)

    assert interview().confirmed_at == EVENING
    assert (message.reason, message.needs_answer) == ("yes", False)
    assert said(application, Kind.CONFIRMED) == [(Kind.CONFIRMED, on, "11 18:10")]


def test_a_delay_with_minutes_is_noted_and_answered(application: Application) -> None:
    at = START - timedelta(minutes=20)

    say(application, "電車が止まっていて15分遅れます", at=at)

    assert (interview().late_minutes, interview().confirmed_at) == (15, at)
    assert answers(application) == [Kind.LATE_NOTED]


def test_a_delay_without_minutes_is_asked_about_and_read_by_a_person(application: Application) -> None:
    message = say(application, "すみません、遅れます", at=START - timedelta(minutes=20))

    assert interview().late_minutes is None
    assert (message.reason, message.needs_answer) == ("link", True)
    reply = Message.objects.get(kind=Kind.REPLY_LINK)
    assert reply.values["ask"]
    live(START - timedelta(minutes=20), START - timedelta(minutes=20))
    reply.refresh_from_db()
    assert reply.values["ask"] in reply.body


def test_no_phrase_that_is_not_clear_moves_anything(application: Application) -> None:
    before = Interview.objects.values().get()

    for text, meaning in phrases("phrases.csv"):
        if not acts(meaning):
            say(application, text)

    assert Interview.objects.values().get() == before
    assert not Suppression.objects.exists()
    heard = Message.objects.filter(direction=Direction.IN)
    assert set(heard.values_list("reason", flat=True)) == {"link", "person"}
    assert set(heard.values_list("needs_answer", flat=True)) == {True}
    assert answers(application) == [Kind.REPLY_LINK]


def test_a_mere_yes_to_a_question_of_ours_is_no_promise_to_come(application: Application) -> None:
    write(
        application, channel=ChannelName.SMS, body="履歴書はお持ちですか", author=make.a_staff(), now=EVENING
    )
    live(EVENING, EVENING)
    at = EVENING + timedelta(minutes=2)

    message = say(application, "はい", at=at)

    assert (interview().confirmed_at, message.needs_answer) == (None, True)
    say(application, "はい、伺います", at=at + timedelta(minutes=1))
    assert interview().confirmed_at == at + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["今日伺います", "明日14時に伺います"])
def test_a_yes_to_another_day_or_hour_is_for_a_person(application: Application, text: str) -> None:
    message = say(application, text)

    assert (interview().confirmed_at, message.reason) == (None, "link")


def test_a_yes_that_may_mean_either_of_two_interviews_confirms_neither(application: Application) -> None:
    second = someone(NOW, job=make.a_job())
    booked(second, START + timedelta(hours=3), now=EVENING - timedelta(hours=1))
    live(EVENING, EVENING)

    message = say(application, "はい、伺います", at=EVENING + timedelta(minutes=1))

    assert not Interview.objects.exclude(confirmed_at=None).exists()
    assert message.needs_answer


def test_a_second_clear_word_of_the_day_acts_and_is_not_answered_again(application: Application) -> None:
    say(application, "伺います")
    at = START - timedelta(minutes=30)

    message = say(application, "10分遅れます", at=at, on=ChannelName.EMAIL)

    assert (interview().late_minutes, message.needs_answer) == (10, False)
    assert answers(application) == [Kind.CONFIRMED]


@pytest.mark.parametrize(
    ("button", "answer"), [("yes", Kind.CONFIRMED), ("move", Kind.REPLY_LINK), ("late", Kind.REPLY_LINK)]
)
def test_a_button_in_line_does_what_it_says(application: Application, button: str, answer: Kind) -> None:
    message = say(application, "", on=ChannelName.LINE, button=button)

    assert (interview().confirmed_at is not None) == (button == "yes")
    assert message.needs_answer == (button != "yes")
    assert answers(application) == [answer]


def test_each_button_is_answered_once_a_day(application: Application) -> None:
    for minutes, button in enumerate(["yes", "yes", "late", "late", "move"]):
        say(application, "", at=EVENING + timedelta(minutes=minutes), on=ChannelName.LINE, button=button)

    assert answers(application) == [Kind.CONFIRMED, Kind.REPLY_LINK]


def test_a_machines_note_is_no_word_and_is_never_answered(application: Application) -> None:
    word = application.last_word_at

    message = say(application, "はい", on=ChannelName.EMAIL, automatic=True)

    application.refresh_from_db()
    assert (application.last_word_at, interview().confirmed_at, message.needs_answer) == (word, None, False)
    assert answers(application) == []


@pytest.mark.parametrize(
    ("marked", "text", "most"),
    [
        (True, "ただいま不在です", 0),
        (False, "【自動返信】お問い合わせありがとうございます", 0),
        (False, "お問い合わせを受け付けました。担当者よりご連絡いたします。", 2),
        (False, "はい、伺います", 2),
    ],
)
def test_a_mail_loop_with_another_machine_stops_after_one_answer_a_day(
    application: Application, marked: bool, text: str, most: int
) -> None:
    """Two auto-repliers: the other one answers whatever it gets and keeps on of itself, for two days."""
    at = EVENING - timedelta(days=1)
    while at < EVENING + timedelta(days=1):
        say(application, text, at=at, on=ChannelName.EMAIL, **({"automatic": True} if marked else {}))
        settle(now=at, pause=lambda: None)
        at += timedelta(hours=2)

    sent = Message.objects.filter(kind__in=ANSWERS).values_list("sent_at", flat=True)
    given = sorted(moment for moment in sent if moment)
    assert len(given) == most
    assert all(b - a >= timedelta(hours=24) for a, b in pairwise(given))


def test_a_stop_is_obeyed_and_taken_back_by_their_own_word(application: Application) -> None:
    say(application, "停止")
    assert Suppression.objects.get().lifted_at is None
    assert answers(application) == []

    say(application, "再開", at=EVENING + timedelta(hours=1))

    block = Suppression.objects.get()
    assert block.lifted_at == EVENING + timedelta(hours=1)


@pytest.mark.parametrize("meaning", [Meaning.MOVE, Meaning.WITHDRAW, Meaning.NO, Meaning.QUESTION])
def test_a_person_sees_what_it_was_taken_to_mean(application: Application, meaning: Meaning) -> None:
    text = next(text for text, known in phrases("phrases.csv") if known == meaning)

    assert say(application, text).values["meaning"] == meaning


@pytest.mark.parametrize(
    "speak",
    [
        lambda one: say(one, "はい、伺います"),
        lambda one: say(one, "はい、伺います", on=ChannelName.EMAIL),
        lambda one: say(one, "", on=ChannelName.LINE, button="yes"),
        lambda one: say(one, "行けないかもしれません"),
        lambda one: say(one, "行けません", on=ChannelName.PAGE),
    ],
)
def test_the_next_rung_falls_away_with_the_word_itself(
    application: Application, speak: Callable[[Application], object]
) -> None:
    rung = Message.objects.planned().filter(application=application, kind=Kind.REMINDER_AGAIN)
    assert rung.exists()

    speak(application)

    assert not rung.exists()
