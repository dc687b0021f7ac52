"""What a short answer means: a table of phrases, and the rules no table can hold."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.policy.replies import Meaning, Reply, Said, interpret
from tests.reminders.policy.phrases import acts, phrases, understood

TABLE = phrases("phrases.csv")
YES = [text for text, meaning in TABLE if meaning == "yes"]
TOKYO = ZoneInfo("Asia/Tokyo")
SECOND_THOUGHTS = [
    "行けません",
    "辞退します",
    "ですが無理です",
    "かもしれません",
    "じゃないです",
    "?",
    "🤔",
    "たぶん",
]


@pytest.mark.parametrize(("text", "meaning"), TABLE)
def test_a_phrase_means_what_the_table_says(text: str, meaning: str) -> None:
    assert understood(text) == meaning


def test_the_table_is_long_enough_and_names_every_meaning() -> None:
    assert len(TABLE) >= 120
    assert {meaning.split(":")[0] for _, meaning in TABLE} == {meaning.value for meaning in Meaning}


@pytest.mark.parametrize("second_thought", SECOND_THOUGHTS)
@pytest.mark.parametrize("text", YES)
def test_a_yes_with_a_second_thought_behind_it_does_not_act(text: str, second_thought: str) -> None:
    own = text.split("\n")[0]

    assert not acts(understood(own + second_thought))
    assert not acts(understood(f"{own}\n{second_thought}"))


@given(st.text(alphabet="はい行きますんせ遅れる大丈夫でかもけなくt1分59、。 👍👎？yesno'", max_size=16))
def test_words_thrown_together_act_only_with_a_word_that_says_so(text: str) -> None:
    meaning = understood(text)

    if acts(meaning):
        assert not {"せ", "ん", "か", "👎", "？", "な"} & set(text.replace("せん", "せん"))


@pytest.mark.parametrize(
    "piece", ["はい", "ありがとうございます", "w", "すみません", "thankyou", "ok", "了解"]
)
def test_no_text_takes_long_to_understand(piece: str) -> None:
    began = time.monotonic()

    interpret(piece * 2000 + "x")
    interpret(piece * 12 + "x")

    assert time.monotonic() - began < 1


def test_a_yes_to_whatever_was_asked_is_told_from_one_that_names_coming() -> None:
    assert interpret("はい").is_bare
    assert interpret("1").is_bare
    assert not interpret("はい、伺います").is_bare


def test_our_own_words_quoted_back_say_nothing() -> None:
    quoted = "> 「行きます」を、ここから1タップで。\n> 15分遅れます"

    assert interpret(quoted) == Reply(Meaning.UNCLEAR)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("明日伺います", True),
        ("今日行きます", False),
        ("明日13時に伺います", True),
        ("明日1時に伺います", True),
        ("明日午前1時に伺います", False),
        ("明日14時に伺います", False),
        ("13時半に伺います", False),
        ("6月12日に伺います", True),
        ("13日に伺います", False),
        ("伺います", True),
    ],
)
def test_a_day_or_hour_named_must_be_that_of_the_interview(text: str, fits: bool) -> None:
    start, written = datetime(2026, 6, 12, 13, tzinfo=TOKYO), datetime(2026, 6, 11, 18, 3, tzinfo=TOKYO)
    reply = interpret(text)

    assert reply.meaning == Meaning.YES
    assert reply.said.fits(start, written) is fits


def test_nothing_named_fits_any_time() -> None:
    assert Said().fits(datetime(2026, 6, 12, 13, tzinfo=TOKYO), datetime(2026, 6, 1, tzinfo=TOKYO))
