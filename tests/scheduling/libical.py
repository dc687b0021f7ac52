"""The second reader of our calendar files: libical, by its C interface."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache


class Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        ("year", ctypes.c_int),
        ("month", ctypes.c_int),
        ("day", ctypes.c_int),
        ("hour", ctypes.c_int),
        ("minute", ctypes.c_int),
        ("second", ctypes.c_int),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


@dataclass(frozen=True)
class Event:
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    status: str
    summary: str
    location: str
    description: str


@dataclass(frozen=True)
class File:
    method: str
    errors: int
    events: tuple[Event, ...]


@cache
def library() -> ctypes.CDLL | None:
    """None where libical is not installed (``bin/install-services`` does)."""
    try:
        lib = ctypes.CDLL("libical.so.3")
    except OSError:
        return None
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("icalparser_parse_string", pointer, (text,)),
        ("icalcomponent_free", None, (pointer,)),
        ("icalcomponent_count_errors", number, (pointer,)),
        ("icalcomponent_string_to_kind", number, (text,)),
        ("icalcomponent_isa", number, (pointer,)),
        ("icalcomponent_get_first_component", pointer, (pointer, number)),
        ("icalcomponent_get_next_component", pointer, (pointer, number)),
        ("icalcomponent_get_uid", text, (pointer,)),
        ("icalcomponent_get_sequence", number, (pointer,)),
        ("icalcomponent_get_summary", text, (pointer,)),
        ("icalcomponent_get_location", text, (pointer,)),
        ("icalcomponent_get_description", text, (pointer,)),
        ("icalcomponent_get_status", number, (pointer,)),
        ("icalproperty_status_to_string", text, (number,)),
        ("icalcomponent_get_method", number, (pointer,)),
        ("icalproperty_method_to_string", text, (number,)),
        ("icalcomponent_get_dtstart", Time, (pointer,)),
        ("icalcomponent_get_dtend", Time, (pointer,)),
        ("icaltime_as_timet_with_zone", ctypes.c_long, (Time, pointer)),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


def read(text: str) -> File:
    """What libical makes of a calendar file. Raises ValueError when it is none."""
    lib = library()
    assert lib is not None
    calendar = lib.icalparser_parse_string(text.encode())
    if not calendar or lib.icalcomponent_isa(calendar) != lib.icalcomponent_string_to_kind(b"VCALENDAR"):
        raise ValueError("not one calendar")
    try:
        method = lib.icalproperty_method_to_string(lib.icalcomponent_get_method(calendar))
        return File(
            method.decode(),
            lib.icalcomponent_count_errors(calendar),
            tuple(_event(lib, one) for one in _events(lib, calendar)),
        )
    finally:
        lib.icalcomponent_free(calendar)


def _events(lib: ctypes.CDLL, calendar: int) -> Iterator[int]:
    kind = lib.icalcomponent_string_to_kind(b"VEVENT")
    event = lib.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = lib.icalcomponent_get_next_component(calendar, kind)


def _event(lib: ctypes.CDLL, event: int) -> Event:
    return Event(
        uid=_text(lib.icalcomponent_get_uid(event)),
        sequence=lib.icalcomponent_get_sequence(event),
        starts_at=_moment(lib, lib.icalcomponent_get_dtstart(event)),
        ends_at=_moment(lib, lib.icalcomponent_get_dtend(event)),
        status=_text(lib.icalproperty_status_to_string(lib.icalcomponent_get_status(event))),
        summary=_text(lib.icalcomponent_get_summary(event)),
        location=_text(lib.icalcomponent_get_location(event)),
        description=_text(lib.icalcomponent_get_description(event)),
    )


def _moment(lib: ctypes.CDLL, time: Time) -> datetime:
    """By the VTIMEZONE of the file itself: libical found it by its TZID."""
    return datetime.fromtimestamp(lib.icaltime_as_timet_with_zone(time, time.zone), UTC)


def _text(found: bytes | None) -> str:
    return found.decode() if found else ""
