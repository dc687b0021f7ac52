"""Folding: however somebody writes it, they mean the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy.finding import END, LONGEST, Way, beginnings, keys_of, shortest, way_found

SASAKI = {
    "family_name": "佐々木",
    "given_name": "蓮",
    "family_kana": "ササキ",
    "given_kana": "レン",
    "phone": "+819012345678",
    "email": "Ren.Sasaki+job@Example.jp",
}


def finds(typed: str, **record: str) -> bool:
    keys = keys_of(**SASAKI | record)
    return any(key.startswith(one) for one in beginnings(typed) for key in keys)


@pytest.mark.parametrize(
    "typed",
    [
        "佐々木", "佐々", "蓮", "佐々木蓮", "佐々木 蓮", "佐々木\u3000蓮", " 蓮 佐々木 ",
        "ささき", "ササキ", "ｻｻｷ", "ささきれん", "ささき　れん", "ｻｻｷ ﾚﾝ", "さ", "れん", "レン ササキ",
        "090", "090-1234-5678", "09012345678", "０９０ー１２３４ー５６７８", "(090) 1234 5678",
        "+81 90-1234-5678", "+81(0)90 1234 5678", "819012345678", "9012345678", "5678", "５６７８",
        "ren.sasaki", "REN.SASAKI+JOB@EXAMPLE.JP", "ｒｅｎ.sasaki＋",
    ],
)  # fmt: skip
def test_a_beginning_in_any_writing_finds_them(typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize(
    "typed", ["々木", "木", "1234", "345678", "080", "sasaki", "example.jp", "", "  ", "・"]
)
def test_a_middle_or_another_does_not(typed: str) -> None:
    assert not finds(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("高橋", "髙橋"),
        ("髙橋", "高橋"),
        ("山崎", "山﨑"),
        ("渡辺", "渡邉"),
        ("渡邊", "渡辺"),
        ("吉田", "𠮷田"),
        ("斎藤", "齊藤"),
    ],
)
def test_variants_of_a_character_are_one(typed: str, written: str) -> None:
    assert finds(typed, family_name=written)


def test_a_foreign_number_is_found_as_it_is_dialled_from_abroad() -> None:
    assert finds("+1 415-555", phone="+14155550123")
    assert finds("1415", phone="+14155550123")


def test_a_record_without_anything_has_no_keys() -> None:
    assert keys_of(**dict.fromkeys(SASAKI, "")) == []


def test_what_was_recognised_is_said() -> None:
    phone, email = SASAKI["phone"], SASAKI["email"]
    found = [way_found(key, phone=phone, email=email) for key in keys_of(**SASAKI)]

    assert found == [Way.NAME] * 4 + [Way.PHONE] * 2 + [Way.EMAIL]


def test_a_beginning_that_another_covers_is_asked_once() -> None:
    assert shortest(["ab", "abc", "b"]) == ["ab", "b"]


@given(*[st.text(max_size=100)] * 4)
def test_whatever_is_stored_as_a_name_is_found_by_itself(a: str, b: str, c: str, d: str) -> None:
    keys = keys_of(family_name=a, given_name=b, family_kana=c, given_kana=d, phone="", email="")

    assert len(keys) == len(set(keys))
    for key in keys:
        assert 0 < len(key) <= LONGEST
        assert key < key + END
