"""The calendar file of a candidate's interview, and links that add it to calendars on the web."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event

from candidates.policy import clean_line, clean_text
from company.models import Company
from company.services.profile import the_company
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import Mode
from scheduling.services.calendar_parts import name_people, new_calendar, our_address, text_of, timed_event
from scheduling.services.telling import interview_facts


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
    calendar = new_calendar(method, [slot.location.zone])
    event = timed_event(interview, slot, is_cancel=method == "CANCEL", host=host)
    with override(interview.application.candidate.language):
        _describe(event, interview, slot, company_name)
    if method != "PUBLISH":
        name_people(
            event,
            organizer=our_address() if organizer is None else organizer,
            attendee=interview.application.candidate.email if attendee is None else attendee,
            company_name=company_name,
        )
    calendar.add_component(event)
    return text_of(calendar)


def last_slot(interview: Interview) -> Slot:
    """The slot it is booked on, or was last. Raises Booking.DoesNotExist for one never booked."""
    booking = interview.last_booking
    if booking is None:
        raise Booking.DoesNotExist
    return booking.slot


def _describe(event: Event, interview: Interview, slot: Slot, company_name: str) -> None:
    event.add("summary", _title(slot, company_name))
    event.add("location", _place(slot, company_name))
    event.add("description", _description(interview, slot, the_company()))
    if slot.online_url and slot.is_online:
        event.add("url", slot.online_url)


def _title(slot: Slot, company_name: str) -> str:
    names = {"company": clean_line(company_name), "location": clean_line(slot.location.name)}
    if slot.is_online:
        return _("Interview (online): %(company)s") % names
    if slot.mode == Mode.PHONE:
        return _("Interview (by telephone): %(company)s") % names
    return _("Interview: %(company)s, %(location)s") % names


def _place(slot: Slot, company_name: str) -> str:
    if slot.is_online:
        return slot.online_url or _("Online")
    if slot.mode == Mode.PHONE:
        return _("On the telephone: we call you")
    place = slot.location
    return " ".join(clean_line(part) for part in (company_name, place.name, place.postal_address) if part)


def _description(interview: Interview, slot: Slot, company: Company) -> str:
    """One fact a line, the same ones as on the page."""
    facts = interview_facts(interview.application.job, slot, company)
    return "\n".join(
        _("%(what)s: %(fact)s") % {"what": one.label, "fact": text}
        for one in facts
        if (text := clean_text(one.value))
    )


def web_links(interview: Interview, slot: Slot, company: Company) -> tuple[str, str]:
    """Google Calendar and Outlook on the web, each with the interview filled in."""
    with override(interview.application.candidate.language):
        title, place = _title(slot, company.name), _place(slot, company.name)
        words = _description(interview, slot, company)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_stamp(slot.starts_at)}/{_stamp(slot.ends_at)}",
        "location": place,
        "details": words,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": slot.starts_at.astimezone(UTC).isoformat(),
        "enddt": slot.ends_at.astimezone(UTC).isoformat(),
        "location": place,
        "body": words,
    }
    return (
        f"https://calendar.google.com/calendar/render?{_query(google)}",
        f"https://outlook.live.com/calendar/0/deeplink/compose?{_query(outlook)}",
    )


def _query(said: Mapping[str, str]) -> str:
    return "&".join(f"{name}={_quoted(text)}" for name, text in said.items())


_quoted = lru_cache(1024)(quote_plus)  # whoever comes to one place reads the same of it


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
