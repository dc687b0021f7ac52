"""Hours in people's own words, scripts in sections, and who may be the same person."""

from dataclasses import replace
from datetime import date, time

import pytest

from candidates.policy.people import Identity
from candidates.policy.reachable import read_hours
from candidates.policy.sameness import Clue, Surety, likeness
from candidates.policy.scripts import Purpose, joined, sections, steps
from tests.factories import tokyo

REN = Identity("佐々木", "蓮", "ささき", "れん", date(2000, 4, 1), "+819011112222", "ren@example.jp")


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("8:00–11:00, 17:00–20:00", [(time(8), time(11)), (time(17), time(20))]),
        ("17時から20時半まで", [(time(17), time(20, 30))]),
        ("１８時以降", [(time(18), time(23, 59))]),
        ("12時まで", [(time(0), time(12))]),
        ("朝か夜", [(time(9), time(12)), (time(18), time(21))]),
        ("夕方以降", [(time(17), time(21))]),
        ("evening", [(time(16), time(19))]),
        ("after 18:30", [(time(18, 30), time(23, 59))]),
        ("いつでも", []),
        ("99時から120時", []),
        ("", []),
    ],
)
def test_hours_are_read_from_words(words: str, spans: list[tuple[time, time]]) -> None:
    assert list(read_hours(words).spans) == spans


@pytest.mark.parametrize(
    ("words", "days"),
    [("平日", {0, 1, 2, 3, 4}), ("土日なら", {5, 6}), ("火曜と木曜", {1, 3}), ("夕方", set())],
)
def test_days_are_read_from_words(words: str, days: set[int]) -> None:
    assert read_hours(words).weekdays == days


def test_a_moment_suits_hours_and_days() -> None:
    wish = read_hours("平日 17:00–20:00")

    assert wish.suits(tokyo(2026, 6, 10, 17, 0))
    assert not wish.suits(tokyo(2026, 6, 10, 20, 0))
    assert not wish.suits(tokyo(2026, 6, 13, 18, 0))


def test_a_script_is_kept_in_sections_and_read_back() -> None:
    parts = {Purpose.ABSENCE: "お体は大丈夫ですか", Purpose.FIRST: "【感謝】 ありがとう\n次へ"}

    assert sections(joined(parts)) == parts
    assert sections("見出しのない台本") == {Purpose.FIRST: "見出しのない台本"}
    assert sections("") == {}


def test_every_line_of_a_script_is_a_step_and_may_be_named() -> None:
    assert steps("【感謝】 ありがとう\n\n次へ") == [("感謝", "ありがとう"), ("", "次へ")]


def test_the_same_phone_and_name_are_likely_one_person() -> None:
    found = likeness(REN, replace(REN, email="other@example.jp", birth_on=None))

    assert found is not None
    assert (found.clues, found.surety, found.differing) == ((Clue.PHONE,), Surety.LIKELY, ("email",))


def test_phone_and_address_are_as_good_as_sure_however_the_name_is_written() -> None:
    found = likeness(REN, replace(REN, family_name="Sasaki", given_name="Ren", birth_on=None))

    assert found is not None
    assert (found.surety, found.differing) == (Surety.SURE, ("name",))


def test_kana_and_the_last_digits_are_worth_a_look() -> None:
    other = replace(REN, family_name="佐佐木", phone="+818099992222", email="", birth_on=None)

    found = likeness(REN, other)

    assert found is not None
    assert (found.clues, found.surety) == ((Clue.KANA,), Surety.MAYBE)


@pytest.mark.parametrize(
    "other",
    [
        replace(REN, birth_on=date(1999, 4, 1)),
        Identity("佐々木", "葵", "ささき", "あおい", None, "+819011112222", ""),
        Identity("佐々木", "蓮", "ささき", "れん", None, "+819055556666", ""),
        Identity("", "", "", "", None, "", ""),
    ],
    ids=["born another day", "a family's phone", "only the name", "nothing said"],
)
def test_two_people_stay_two(other: Identity) -> None:
    assert likeness(REN, other) is None
    assert likeness(other, REN) is None


def test_name_and_birth_date_are_likely_one_person() -> None:
    other = Identity("ササキ", "レン", "ササキ", "レン", date(2000, 4, 1), "", "")

    found = likeness(REN, other)

    assert found is not None
    assert (found.clues, found.surety) == ((Clue.BORN,), Surety.LIKELY)
