"""The values message texts are filled with, in the candidate's language and the location's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate, Job
from company.models import Company, Location
from company.moments import day_hour_words, day_words, hour_words
from company.services.profile import calls_from, the_company
from messaging.services.composing import UNSAID
from scheduling.models import Interview
from scheduling.policy import InterviewState, Mode
from scheduling.services.telling import untold, way_to


class Addressed(Protocol):
    """Whatever belongs to a person and a job: an application, or the draft of an offer."""

    @property
    def candidate(self) -> Candidate: ...
    @property
    def job(self) -> Job: ...


@contextmanager
def spoken_to(application: Addressed) -> Iterator[None]:
    """Words inside are in the candidate's language, times in the location's zone."""
    zone = ZoneInfo(application.job.location.zone)
    with translation.override(application.candidate.language), timezone.override(zone):
        yield


def application_values(application: Application, company: Company) -> dict[str, str]:
    """Values every message may use, by English variable name."""
    candidate, job, location = application.candidate, application.job, application.job.location
    owner = application.owner or job.owner
    with spoken_to(application):
        return {
            "name": candidate.call_name,
            "full_name": candidate.full_name,
            "company": company.name,
            "job": job.title,
            "sender": str(owner) if owner else _("the hiring team"),
            **_place_values(location, company),
            "bring": job.bring,
            "dress": job.dress,
            "talk": job.talk,
        }


def _place_values(location: Location, company: Company) -> dict[str, str]:
    return {
        "location": location.name,
        "phone": calls_from(location, company),
        "address": location.postal_address,
        "access": way_to(location),
        "map": location.map_url,
        "way": _steps(location),
    }


def _steps(location: Location) -> str:
    """The directions in one line, ending at the entrance."""
    steps = [step.strip() for step in location.directions.splitlines()]
    return " → ".join(step for step in (*steps, location.entrance) if step)


def interview_values(interview: Interview, application: Application) -> dict[str, str]:
    """What an interview adds: when, how, with whom, how long; the deadline while it is only an invitation."""
    with spoken_to(application):
        values = {"deadline": deadline_words(interview.answer_by)} if interview.answer_by else {}
        if interview.state == InterviewState.INVITED:  # a time it once had is not theirs any more
            return values | _unsaid(interview, application)
        if interview.starts_at is None:
            return values
        return values | {
            "date": day_words(interview.starts_at),
            "time": hour_words(interview.starts_at),
            "when": day_hour_words(interview.starts_at),
            "minutes": str(application.job.interview_minutes),
            **_slot_values(interview, application),
        }


def _unsaid(interview: Interview, application: Application) -> dict[str, str]:
    """The first fact that has gone missing since: it then ends before a person, with the reason."""
    missing = untold(interview, application)
    return {UNSAID: missing[0].value} if missing else {}


def _slot_values(interview: Interview, application: Application) -> dict[str, str]:
    """Of the slot it is booked on, or was last; only who comes here needs a way and brings something."""
    last = interview.last_booking
    if last is None:
        return {}
    slot = last.slot
    values = {"interviewer": str(slot.interviewer) if slot.interviewer else "", "meeting_link": ""}
    if slot.location_id != application.job.location_id:  # the job has moved since; the interview has not
        values |= _place_values(slot.location, the_company())
    nowhere = {"address": "", "access": "", "map": "", "way": "", "bring": ""}
    if slot.is_online:
        return {**values, **nowhere, "how": _("Online"), "meeting_link": slot.online_url}
    if slot.mode == Mode.PHONE:
        return {**values, **nowhere, "dress": "", "how": _("By telephone")}
    if slot.location.phone:  # whoever is on the way asks the people there, not those who called
        values["phone"] = slot.location.phone
    return {**values, "how": _("At %(place)s") % {"place": slot.location.name}}


def deadline_words(moment: datetime) -> str:
    """A deadline as people say it; call inside ``spoken_to``."""
    return day_hour_words(moment)
