"""The calendar file of an interview (RFC 5545, 5546) and links that add it to calendars on the web.

Equal facts give the same bytes: DTSTAMP is the interview's last change, never the present moment. The UID
stays for ever and SEQUENCE grows, so a move replaces the entry and a cancel removes it.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
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


def calendar_file(
    interview: Interview,
    *,
    company_name: str,
    method: str = "REQUEST",
    host: str = "",
    organizer: str | None = None,
    attendee: str | None = None,
) -> str:
    """The file as text, lines ended by CRLF. ``method`` is REQUEST, PUBLISH or CANCEL.

    ``organizer`` and ``attendee`` are e-mail addresses (our sender's and the candidate's unless given; ""
    leaves one out, PUBLISH has none); ``host`` ends the UID (PUBLIC_BASE_URL's own).
    """
    slot = last_slot(interview)
    calendar = Calendar()
    calendar.add("prodid", "-//Yakusoku//Interviews//JA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_timezone(slot.location.zone))
    with override(interview.application.candidate.language):
        event = _event(interview, slot, company_name, is_cancel=method == "CANCEL", host=host or _host())
    if method != "PUBLISH":
        if organizer is None:
            organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        if attendee is None:
            attendee = interview.application.candidate.email
        _name_people(event, organizer, attendee, company_name)
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()


def last_slot(interview: Interview) -> Slot:
    """The slot it is booked on, or was last. Raises Booking.DoesNotExist for one never booked."""
    bookings = interview.bookings.select_related("slot__location", "slot__interviewer")
    return bookings.order_by("-active", "-pk")[:1].get().slot


def _event(interview: Interview, slot: Slot, company_name: str, *, is_cancel: bool, host: str) -> Event:
    zone = ZoneInfo(slot.location.zone)
    event = Event()
    event.add("uid", f"{interview.uid}@{host}")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", interview.updated_at.astimezone(UTC))
    event.add("dtstart", slot.starts_at.astimezone(zone))
    event.add("dtend", slot.ends_at.astimezone(zone))
    event.add("summary", _title(slot, company_name))
    event.add("location", _place(slot, company_name))
    event.add("description", _description(interview, slot))
    event.add("status", "CANCELLED" if is_cancel else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancel else "OPAQUE")
    if slot.online_url and slot.is_online:
        event.add("url", slot.online_url)
    return event


def _title(slot: Slot, company_name: str) -> str:
    names = {"company": company_name, "location": slot.location.name}
    if slot.is_online:
        return _("Interview (online): %(company)s") % names
    return _("Interview: %(company)s, %(location)s") % names


def _place(slot: Slot, company_name: str) -> str:
    if slot.is_online:
        return slot.online_url or _("Online")
    return " ".join(part for part in (company_name, slot.location.name, slot.location.postal_address) if part)


def _description(interview: Interview, slot: Slot) -> str:
    """One fact a line; what is not known is left out."""
    job, place = interview.application.job, slot.location
    facts = [
        (_("Job"), job.title),
        (_("You meet"), str(slot.interviewer or "")),
        (_("Meeting link"), slot.online_url if slot.is_online else ""),
        (_("To bring"), job.bring),
        (_("To wear"), job.dress),
        (_("We talk about"), job.talk),
        (_("How to get there"), "" if slot.is_online else place.access),
        (_("Map"), "" if slot.is_online else place.map_url),
        (_("Phone"), place.phone),
    ]
    return "\n".join(_("%(what)s: %(fact)s") % {"what": what, "fact": fact} for what, fact in facts if fact)


def _name_people(event: Event, organizer: str, attendee: str, company_name: str) -> None:
    """RFC 5546 wants both in a REQUEST and a CANCEL; without an attendee there is nobody to organize for."""
    if not organizer or not attendee:
        return
    host = vCalAddress(f"mailto:{organizer}")
    host.params["cn"] = vText(
        clean_line(company_name)
    )  # a parameter, unlike a text, has no way to hold a line break
    event.add("organizer", host)
    guest = vCalAddress(f"mailto:{attendee}")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("FALSE")
    event.add("attendee", guest)


@lru_cache(maxsize=16)
def _timezone(zone: str) -> Component:
    """Japan has no clock changes, so its definition is fixed; building one takes 60 times as long."""
    if zone == "Asia/Tokyo":
        return Timezone.from_ical(TOKYO)
    return Timezone.from_tzid(zone)


def _host() -> str:
    return urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"


def google_link(interview: Interview, *, company_name: str) -> str:
    """Opens Google Calendar with the interview filled in."""
    slot = last_slot(interview)
    with override(interview.application.candidate.language):
        asked = {
            "action": "TEMPLATE",
            "text": _title(slot, company_name),
            "dates": f"{_stamp(slot.starts_at)}/{_stamp(slot.ends_at)}",
            "location": _place(slot, company_name),
            "details": _description(interview, slot),
        }
    return f"https://calendar.google.com/calendar/render?{urlencode(asked)}"


def outlook_link(interview: Interview, *, company_name: str) -> str:
    """Opens Outlook on the web with the interview filled in."""
    slot = last_slot(interview)
    with override(interview.application.candidate.language):
        asked = {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": _title(slot, company_name),
            "startdt": slot.starts_at.astimezone(UTC).isoformat(),
            "enddt": slot.ends_at.astimezone(UTC).isoformat(),
            "location": _place(slot, company_name),
            "body": _description(interview, slot),
        }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(asked)}"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
