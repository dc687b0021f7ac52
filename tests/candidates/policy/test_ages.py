"""Ages and the law about young people."""

from datetime import date

import pytest

from candidates.policy.ages import BadDate, age_on, clean_birth_date, is_minor, may_work

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    "typed",
    [
        "2001-04-03",
        "2001/4/3",
        "2001年4月3日",
        "20010403",
        "２００１．４．３",
        "平成13年4月3日",
        "H13.4.3",
        "h13/4/3",
    ],
)
def test_birth_dates_are_read_as_people_write_them(typed: str) -> None:
    assert clean_birth_date(typed, today=TODAY) == date(2001, 4, 3)


@pytest.mark.parametrize(
    "typed", ["", "2001", "2001-02-30", "2027-01-01", "1900-01-01", "平成", "H99.99.99", "x"]
)
def test_what_is_no_birth_date_is_refused(typed: str) -> None:
    with pytest.raises(BadDate):
        clean_birth_date(typed, today=TODAY)


def test_one_is_a_minor_until_the_eighteenth_birthday() -> None:
    born = date(2008, 6, 11)

    assert age_on(born, TODAY) == 17
    assert is_minor(born, TODAY)
    assert not is_minor(born, date(2026, 6, 11))


def test_one_may_work_from_the_april_after_turning_fifteen() -> None:
    born = date(2010, 5, 20)

    assert not may_work(born, date(2026, 3, 31))
    assert may_work(born, date(2026, 4, 1))


def test_who_is_born_on_the_first_of_april_is_a_year_ahead() -> None:
    assert may_work(date(2011, 4, 1), date(2026, 4, 1))
    assert not may_work(date(2011, 4, 2), date(2026, 4, 1))
