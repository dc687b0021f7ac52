"""Ages, and what the Labour Standards Act says about young people."""

import re
import unicodedata
from datetime import date

_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "s": 1925,
    "h": 1988,
    "r": 2018,
}
_ERA_DATE = re.compile(
    r"(明治|大正|昭和|平成|令和|[shr])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.I
)


class BadDate(ValueError):
    """Not a day of the calendar, or not one a living person can be born on."""


def clean_birth_date(text: str, *, today: date) -> date:
    """``2001-04-03``, ``2001/4/3``, ``20010403``, ``平成13年4月3日``, ``H13.4.3``. Raises BadDate."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    era = _ERA_DATE.fullmatch(plain)
    found = _DATE.fullmatch(plain)
    try:
        if era:
            year = _ERAS[era[1].lower()] + (1 if era[2] == "元" else int(era[2]))
            born = date(year, int(era[3]), int(era[4]))
        elif found:
            born = date(int(found[1]), int(found[2]), int(found[3]))
        else:
            raise BadDate
    except ValueError as wrong:
        raise BadDate from wrong
    if not 0 <= age_on(born, today) <= 110 or born > today:
        raise BadDate
    return born


def age_on(born: date, day: date) -> int:
    """Full years. A 29 February birthday counts on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date, day: date) -> bool:
    """Under 18: a guardian agrees, and no work after 22:00 (Labour Standards Act, articles 58 and 61)."""
    return age_on(born, day) < 18


def may_work(born: date, day: date) -> bool:
    """From the 1 April after turning fifteen (Labour Standards Act, article 56).

    In law an age is reached the day before the birthday, so who is born on 1 April is a year ahead.
    """
    return day >= date(born.year + (15 if (born.month, born.day) <= (4, 1) else 16), 4, 1)
