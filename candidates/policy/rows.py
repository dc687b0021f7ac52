"""One line of a job board's list, understood as one application."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from candidates.policy.ages import BadDate, clean_birth_date
from candidates.policy.emails import BadEmail, clean_email
from candidates.policy.people import Applicant
from candidates.policy.phones import BadPhone, Phone, clean_phone
from candidates.policy.text import clean_kana, clean_name, clean_text
from candidates.policy.vocabulary import PhoneKind

LONGEST_NAME = 60
LONGEST_SOURCE = 60
LONGEST_TEXT = 4000
T = TypeVar("T")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\([^)]*\))?"
    r"(?:[T\s]*(\d{1,2})[:時](\d{1,2})分?(?:[::](\d{1,2})(?:\.\d+)?|(\d{1,2})秒)?)?(?:Z|[+-]\d\d:?\d\d)?"
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field; ``cause`` says it precisely where it is a number, address or date."""

    field: str
    code: str
    cause: Exception | None = None


@dataclass(frozen=True)
class Row:
    """What the line says, and everything wrong with it."""

    applicant: Applicant
    applied_at: datetime | None = None
    source_note: str = ""
    problems: tuple[Problem, ...] = field(default=())


class BadMoment(ValueError):
    """Not a date, or a date with a time, in any of the usual ways to write one."""


def clean_moment(text: str, *, zone: str) -> datetime:
    """``2026/6/1 12:34``, ``2026-06-01T12:34:56+09:00``, ``2026年6月1日(月)``; aware. Raises BadMoment.

    Without an offset it is the local time of ``zone``; without a time of day it is noon.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _MOMENT.fullmatch(plain)
    try:
        if re.search(r"(Z|[+-]\d\d:?\d\d)$", plain) and "T" in plain:
            return datetime.fromisoformat(plain)
        if found is None:
            raise BadMoment
        day = date(int(found[1]), int(found[2]), int(found[3]))
        at = time(int(found[4]), int(found[5]), int(found[6] or found[7] or 0)) if found[4] else time(12)
    except ValueError as wrong:
        raise BadMoment from wrong
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone))


def read_row(cells: Mapping[str, str], *, now: datetime, zone: str, language: str) -> Row:
    """Clean one line. ``cells`` maps field names to text; ``now`` is aware, ``zone`` the job's."""
    problems: list[Problem] = []
    family, given = _names(cells, "name", clean_name)
    family_kana, given_kana = _names(cells, "kana", clean_kana)
    if not family and not given:
        problems.append(Problem("full_name", "missing"))
    for part in (family, given, family_kana, given_kana):
        if len(part) > LONGEST_NAME:
            problems.append(Problem("full_name", "too_long"))
    today = now.astimezone(ZoneInfo(zone)).date()
    phone = _try(clean_phone, cells.get("phone", ""), "phone", problems)
    email = _try(clean_email, cells.get("email", ""), "email", problems)
    born = _try(
        lambda text: clean_birth_date(text, today=today), cells.get("birth_on", ""), "birth_on", problems
    )
    applied_at = _try(
        lambda text: clean_moment(text, zone=zone), cells.get("applied_at", ""), "applied_at", problems
    )
    if applied_at is not None and applied_at > now:
        if applied_at.astimezone(ZoneInfo(zone)).date() > today:
            problems.append(Problem("applied_at", "future"))
        applied_at = now  # a date of today without a time of day
    if not phone and not email and not any(problem.field in {"phone", "email"} for problem in problems):
        problems.append(Problem("phone", "missing"))
    applicant = Applicant(
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        birth_on=born,
        phone=phone.e164 if phone else "",
        phone_kind=phone.kind if phone else PhoneKind.NONE,
        email=email or "",
        language=language,
        preferred_channel=_channel(phone, email),
        motivation=clean_text(cells.get("motivation", ""))[:LONGEST_TEXT],
        availability=clean_text(cells.get("availability", ""))[:LONGEST_TEXT],
    )
    note = clean_name(cells.get("source_note", ""))[:LONGEST_SOURCE]
    return Row(applicant, applied_at, note, tuple(problems))


def _names(cells: Mapping[str, str], what: str, clean: Callable[[str], str]) -> tuple[str, str]:
    """Family and given name from their own columns, else from one column split at the first space."""
    family, given = clean(cells.get(f"family_{what}", "")), clean(cells.get(f"given_{what}", ""))
    if family or given:
        return family, given
    first, _space, rest = clean(cells.get(f"full_{what}", "")).partition(" ")
    return first, rest


def _try(clean: Callable[[str], T], text: str, name: str, problems: list[Problem]) -> T | None:
    if not clean_name(text):
        return None
    try:
        return clean(text)
    except (BadPhone, BadEmail, BadDate, BadMoment) as wrong:
        problems.append(Problem(name, "unreadable", wrong))
        return None


def _channel(phone: Phone | None, email: str | None) -> str:
    if phone is not None and phone.kind == PhoneKind.MOBILE:
        return "sms"
    return "email" if email else "phone"
