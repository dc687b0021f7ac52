"""One line of a list, understood."""

from datetime import datetime

import pytest

from candidates.policy import PhoneKind
from candidates.policy.rows import BadMoment, Row, clean_moment, read_row
from tests.factories import NOW, tokyo


def read(**cells: str) -> Row:
    return read_row(cells, now=NOW, zone="Asia/Tokyo", language="ja")


def problems(row: Row) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in row.problems]


def test_a_full_name_is_split_at_the_first_space() -> None:
    row = read(full_name="森田　悠斗", full_kana="モリタ ユウト", phone="090-1234-5678")

    assert (row.applicant.family_name, row.applicant.given_name) == ("森田", "悠斗")
    assert (row.applicant.family_kana, row.applicant.given_kana) == ("モリタ", "ユウト")
    assert (row.applicant.phone, row.applicant.phone_kind) == ("+819012345678", PhoneKind.MOBILE)
    assert row.problems == ()


def test_a_name_without_a_space_stays_whole() -> None:
    row = read(full_name="森田悠斗", email="a@example.jp")

    assert (row.applicant.family_name, row.applicant.given_name) == ("森田悠斗", "")


def test_columns_of_their_own_go_before_the_full_name() -> None:
    row = read(full_name="x y", family_name="森田", given_name="悠斗", phone="09012345678")

    assert (row.applicant.family_name, row.applicant.given_name) == ("森田", "悠斗")


def test_everything_wrong_with_a_line_is_told_at_once() -> None:
    row = read(phone="090-1234", email="hanako", birth_on="yesterday", applied_at="soon")

    assert problems(row) == [
        ("full_name", "missing"),
        ("phone", "unreadable"),
        ("email", "unreadable"),
        ("birth_on", "unreadable"),
        ("applied_at", "unreadable"),
    ]


def test_a_line_without_any_way_to_reach_the_person_is_told() -> None:
    assert problems(read(full_name="森田")) == [("phone", "missing")]


def test_the_channel_is_what_reaches_them() -> None:
    assert read(full_name="森田", phone="09012345678").applicant.preferred_channel == "sms"
    assert (
        read(full_name="森田", phone="0312345678", email="a@example.jp").applicant.preferred_channel
        == "email"
    )
    assert read(full_name="森田", phone="0312345678").applicant.preferred_channel == "phone"


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026/6/1 12:34", tokyo(2026, 6, 1, 12, 34)),
        ("2026-06-01 12:34:00", tokyo(2026, 6, 1, 12, 34)),
        ("２０２６年６月１日（月）１２時３４分", tokyo(2026, 6, 1, 12, 34)),
        ("2026/06/01", tokyo(2026, 6, 1, 12)),
        ("2026-06-01T03:34:00Z", tokyo(2026, 6, 1, 12, 34)),
        ("2026-06-01T12:34:00+09:00", tokyo(2026, 6, 1, 12, 34)),
    ],
)
def test_moments_are_read_as_job_boards_write_them(typed: str, moment: datetime) -> None:
    assert clean_moment(typed, zone="Asia/Tokyo") == moment


@pytest.mark.parametrize("typed", ["6/1", "2026/13/1", "2026/6/1 25:00", "today", ""])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(BadMoment):
        clean_moment(typed, zone="Asia/Tokyo")


def test_a_day_to_come_is_told_and_today_is_now() -> None:
    assert problems(read(full_name="森田", phone="09012345678", applied_at="2026/6/11")) == [
        ("applied_at", "future")
    ]
    assert read(full_name="森田", phone="09012345678", applied_at="2026/6/10").applied_at == NOW
