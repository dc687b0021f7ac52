"""Phone numbers as people type them, understood as Japanese numbers."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

from candidates.policy.vocabulary import PhoneKind

MOBILE_DIGITS = 11
LANDLINE_DIGITS = 10
_EXTENSION = re.compile(r"内線|ext|(?<=\d)\s*[x#]\s*\d", re.IGNORECASE)
# Anything that is neither digit nor plus, then the number with its usual separators, then a remark.
_NUMBER = re.compile(r"[^\d+]*(\+?[\d\s()\[\].,/・_〜~‐‑‒–—―−ー─━-]*\d)[^\d]*")
# Free calls, premium rates, network services and pagers: nobody can be called back there.
# (0800-xxx-xxxx is free, 080-0xxx-xxxx would be a mobile: how it is written decides.)
_SPECIAL = re.compile(r"0(120|800(?!0)|570|990|180|170|20)|1\d\d$")
_MOBILE_AS_WRITTEN = re.compile(r"\D*0[6-9]0[^\d]+\d")


@dataclass(frozen=True)
class Phone:
    """``e164`` is ``+819012345678``. A landline (an IP phone counts as one) takes calls, no SMS."""

    e164: str
    kind: PhoneKind


class BadPhone(ValueError):
    """``code``: too_short or too_long (``by`` so many digits), foreign, impossible or special."""

    def __init__(self, code: str, by: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.by = by


def clean_phone(text: str) -> Phone:
    """The number in ``text``: full-width digits, any dashes, +81, a label before or a remark behind it.

    A number whose leading 0 a spreadsheet dropped gets it back. Mobiles are taken by their shape, so a
    number the metadata does not know yet is not refused. Raises BadPhone.
    """
    written = unicodedata.normalize("NFKC", text)
    number = _national(written)
    if _SPECIAL.match(number) and not _MOBILE_AS_WRITTEN.match(written):
        raise BadPhone("special")
    if re.match(r"0[5-9]0", number):
        _check_length(number, MOBILE_DIGITS)
        kind = PhoneKind.LANDLINE if number.startswith("050") else PhoneKind.MOBILE
    else:
        _check_length(number, LANDLINE_DIGITS)
        _check_area(number)
        kind = PhoneKind.LANDLINE
    return Phone("+81" + number[1:], kind)


def local_phone(e164: str) -> str:
    """``090-1234-5678`` for reading; text that is no number comes back unchanged."""
    try:
        number = phonenumbers.parse(e164, "JP")
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != 81:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if re.fullmatch(r"\+81[5-9]0\d{8}", e164):
        return f"0{e164[3:5]}-{e164[5:9]}-{e164[9:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _national(text: str) -> str:
    """The digits with their leading 0."""
    if _EXTENSION.search(text):
        raise BadPhone("special")
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise BadPhone("impossible")
    digits = "".join(re.findall(r"\d", found[1]))
    if found[1].startswith("+") or digits.startswith(("00", "010")):
        return _from_abroad(re.sub("^(010|00)", "", digits))
    if digits.startswith("81") and len(digits) in {11, 12}:
        return _from_abroad(digits)
    return digits if digits.startswith(("0", "1")) else "0" + digits


def _from_abroad(digits: str) -> str:
    if not digits.startswith("81"):
        raise BadPhone("foreign")
    return "0" + digits[2:].removeprefix("0")


def _check_length(number: str, wanted: int) -> None:
    if len(number) < wanted:
        raise BadPhone("too_short", wanted - len(number))
    if len(number) > wanted:
        raise BadPhone("too_long", len(number) - wanted)


def _check_area(number: str) -> None:
    if not phonenumbers.is_valid_number(phonenumbers.parse(number, "JP")):
        raise BadPhone("impossible")
