"""What interviewers' calendars show of an interview: who, for which job, where; never a way to reach them.

Mails and the subscribed calendar share the event, so a program that has both keeps one entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Event

from candidates.policy import clean_line
from company.models import Staff
from company.moments import day_hour_words
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import Mode
from scheduling.services.calendar_parts import name_people, new_calendar, our_address, text_of, timed_event

READ_AGAIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Invitation:
    subject: str
    body: str
    file: str


def invitation(interview: Interview, slot: Slot, to: Staff, *, method: str, company_name: str) -> Invitation:
    """``method`` is REQUEST or CANCEL; in the interviewer's language, at the place's time."""
    is_cancel = method == "CANCEL"
    calendar = new_calendar(method, [slot.location.zone])
    with override(to.language), timezone.override(ZoneInfo(slot.location.zone)):
        event = _event(interview, slot, is_cancel=is_cancel)
        name_people(event, organizer=our_address(), attendee=to.email, company_name=company_name)
        calendar.add_component(event)
        return Invitation(
            _subject(interview, slot, method), _body(interview, slot, method), text_of(calendar)
        )


def subscription(bookings: Iterable[Booking], person: Staff) -> str:
    """One calendar of everything the person has coming; ``bookings`` with slot, place and application."""
    told = list(bookings)
    calendar = new_calendar("PUBLISH", [booking.slot.location.zone for booking in told])
    with override(person.language):
        name = _("Interviews: %(name)s") % {"name": clean_line(str(person))}
        calendar.add("x-wr-calname", name)
        calendar.add("name", name)
        calendar.add("refresh-interval", READ_AGAIN, {"value": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
        for booking in told:
            calendar.add_component(_event(booking.interview, booking.slot, is_cancel=False))
    return text_of(calendar)


def _event(interview: Interview, slot: Slot, *, is_cancel: bool) -> Event:
    event = timed_event(interview, slot, is_cancel=is_cancel)
    event.add("summary", _("Interview: %(name)s") % {"name": _name(interview)})
    event.add("location", _place(slot))
    event.add("description", "\n".join(_facts(interview, slot)))
    event.add("url", desk_page(interview))
    return event


def _name(interview: Interview) -> str:
    return clean_line(str(interview.application.candidate))


def _place(slot: Slot) -> str:
    if slot.is_online:
        return slot.online_url or _("Online")
    if slot.mode == Mode.PHONE:
        return _("On the telephone")
    place = slot.location
    return " ".join(clean_line(part) for part in (place.name, place.postal_address) if part)


def _facts(interview: Interview, slot: Slot) -> list[str]:
    facts = [
        (_("Job"), interview.application.job.title),
        (_("Meeting link"), slot.online_url if slot.is_online else ""),
        (_("On the desk"), desk_page(interview)),
    ]
    return [
        _("%(what)s: %(fact)s") % {"what": what, "fact": clean_line(fact)} for what, fact in facts if fact
    ]


def desk_page(interview: Interview) -> str:
    """The application's page; only who has signed in and works there sees it."""
    return f"{settings.PUBLIC_BASE_URL}/desk/applications/{interview.application_id}/"


def _subject(interview: Interview, slot: Slot, method: str) -> str:
    words = {"name": _name(interview), "when": day_hour_words(slot.starts_at)}
    if method == "CANCEL":
        return _("No longer: interview with %(name)s, %(when)s") % words
    if interview.sequence:
        return _("Changed: interview with %(name)s, %(when)s") % words
    return _("Interview with %(name)s, %(when)s") % words


def _body(interview: Interview, slot: Slot, method: str) -> str:
    if method == "CANCEL":
        told = _("This interview is no longer yours. The attached file takes it out of your calendar.")
    else:
        told = _(
            "The attached file puts it into your calendar; a change comes as another mail and replaces it."
        )
    lines = [day_hour_words(slot.starts_at), _place(slot), *_facts(interview, slot)]
    return "\n".join([*lines, "", told])
