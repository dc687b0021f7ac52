"""What calendar files are made of (RFC 5545, 5546), whoever they are for.

Equal facts give the same bytes: DTSTAMP is the interview's last change, never the present moment. The UID
stays for ever and SEQUENCE grows, so a move replaces the entry and a cancel removes it.
"""

from collections.abc import Iterable
from datetime import UTC
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from candidates.policy import clean_line
from scheduling.models import Interview, Slot

TOKYO = b"""BEGIN:VTIMEZONE\r
TZID:Asia/Tokyo\r
BEGIN:STANDARD\r
DTSTART:19700101T000000\r
TZNAME:JST\r
TZOFFSETFROM:+0900\r
TZOFFSETTO:+0900\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def new_calendar(method: str, zones: Iterable[str]) -> Calendar:
    """An empty one that defines the time zones its events use. ``method`` is REQUEST, PUBLISH or CANCEL."""
    calendar = Calendar()
    calendar.add("prodid", "-//Yakusoku//Interviews//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for zone in sorted(set(zones)):
        calendar.add_component(_timezone(zone))
    return calendar


def text_of(calendar: Calendar) -> str:
    """Lines ended by CRLF."""
    text: bytes = calendar.to_ical()
    return text.decode()


def timed_event(interview: Interview, slot: Slot, *, is_cancel: bool, host: str = "") -> Event:
    """When, and which version of what. ``host`` ends the UID (PUBLIC_BASE_URL's own)."""
    zone = ZoneInfo(slot.location.zone)
    event = Event()
    event.add("uid", f"{interview.uid}@{host or public_host()}")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", interview.updated_at.astimezone(UTC))
    event.add("dtstart", slot.starts_at.astimezone(zone))
    event.add("dtend", slot.ends_at.astimezone(zone))
    event.add("status", "CANCELLED" if is_cancel else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancel else "OPAQUE")
    return event


def name_people(event: Event, *, organizer: str, attendee: str, company_name: str) -> None:
    """RFC 5546 wants both in a REQUEST and a CANCEL; without an attendee there is nobody to organize for."""
    if not organizer or not attendee:
        return
    host = vCalAddress(f"mailto:{organizer}")
    # a parameter, unlike a text, has no way to hold a line break
    host.params["cn"] = vText(clean_line(company_name))
    event.add("organizer", host)
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("FALSE")
    event.add("attendee", guest)


def our_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def public_host() -> str:
    return urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"


@lru_cache(maxsize=16)
def _timezone(zone: str) -> Component:
    """Japan has no clock changes, so its definition is fixed; building one takes 60 times as long."""
    if zone == "Asia/Tokyo":
        return Timezone.from_ical(TOKYO)
    return Timezone.from_tzid(zone)
