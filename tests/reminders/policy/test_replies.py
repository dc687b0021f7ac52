"""What a short answer means."""

import pytest

from reminders.policy.replies import Meaning, Reply, interpret

YES = [
    "行きます",
    "はい",
    "ハイ",
    "はい、伺います。",
    "伺います！",
    "１",
    "OK",
    "大丈夫です",
    "了解しました🙇",
    "行きます。よろしくお願いします",
    "承知いたしました",
    "必ず行きます！！",
    "I'll be there",
    "yes",
]
LATE = [
    ("15分遅れます", 15),
    ("すみません、１０分ほど遅れます", 10),
    ("電車の遅れで20分くらい遅れそうです", None),
    ("5分遅れそうです", 5),
    ("I'll be 10 minutes late", 10),
]
UNCLEAR = [
    *(
        "行けないかもしれません",
        "行きません",
        "行けません",
        "大丈夫ですか？",
        "大丈夫じゃないです",
        "いいえ",
        "2",
        "",
    ),
    *("はい、でも遅れます", "辞退します", "日程変更できますか", "遅れます", "行きますか?", "300分遅れます"),
    *("行きたいのですが", "15分遅れても大丈夫ですか", "15分遅れません"),
]


@pytest.mark.parametrize("text", YES)
def test_a_clear_yes_is_understood(text: str) -> None:
    assert interpret(text) == Reply(Meaning.YES)


@pytest.mark.parametrize(("text", "minutes"), [(text, minutes) for text, minutes in LATE if minutes])
def test_a_delay_with_minutes_is_understood(text: str, minutes: int) -> None:
    assert interpret(text) == Reply(Meaning.LATE, minutes)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_could_mean_anything_else_is_left_to_a_person(text: str) -> None:
    assert interpret(text) == Reply(Meaning.UNCLEAR)


@pytest.mark.parametrize("text", ["STOP", "停止", "配信停止してください"])
def test_a_wish_for_silence_is_understood(text: str) -> None:
    assert interpret(text) == Reply(Meaning.STOP)
