"""The number at a reception: made, renewed, looked up. It opens nothing; it says that somebody is there."""

import secrets
import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction

from company.models import Location, Staff
from company.prepared import Prepared
from company.services.trail import record
from scheduling.models import ReceptionCode

DIGITS = 6
"""A million, so that trying out within the limits of the pages finds none."""
TRIES = 5

_OF = Prepared(lambda location: ReceptionCode.objects.filter(location=location))


def code_of(location_id: int) -> str:
    """The place's number; empty where none is shown."""
    found = _OF.first(location_id)
    return found.code if found else ""


def place_of(code: str) -> Location | None:
    """The place in use that shows this number."""
    rows = ReceptionCode.objects.filter(code=read_code(code), location__is_active=True)
    found = rows.select_related("location").first()
    return found.location if found else None


def read_code(typed: str) -> str:
    """The digits of what was typed: wide ones, spaces and dashes are all right."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed) if one.isascii() and one.isdigit())


def spaced(code: str) -> str:
    """482 913: as it is read aloud."""
    return f"{code[:3]} {code[3:]}" if code else ""


def renew_code(location: Location, *, by: Staff | None, now: datetime) -> ReceptionCode:
    """Another number from now on, or the first; the one before is taken no more."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                found, _is_new = ReceptionCode.objects.update_or_create(
                    location=location,
                    defaults={"code": _drawn(), "made_at": now, "made_by": by},
                )
                record("reception_code_renewed", location, now=now, by=by)
                return found
        except IntegrityError:  # somebody else's number
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _drawn() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


@transaction.atomic
def drop_code(location: Location, *, by: Staff, now: datetime) -> None:
    """No number any more: candidates are not asked for one."""
    gone, _each = ReceptionCode.objects.filter(location=location).delete()
    if gone:
        record("reception_code_dropped", location, now=now, by=by)
