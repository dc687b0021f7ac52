"""What is true of an offer, and of an end a person decided on, as facts for ``plan``."""

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from candidates.models import Application, Candidate, Job
from candidates.policy import Stage
from candidates.services.offers import TOLD_KINDLY
from company.moments import day_hour_words, day_words
from reminders.policy.facts import OfferFacts
from reminders.services.values import spoken_to


class Offered(Protocol):
    """An application with an offer, or the draft of one."""

    @property
    def candidate(self) -> Candidate: ...
    @property
    def job(self) -> Job: ...

    offer_answer_by: datetime | None
    starts_on: date | None
    starts_time: time | None
    starts_place: str
    starts_bring: str


END_OF_DAY = time(23, 59)


def offer_facts(application: Application) -> OfferFacts | None:
    """The offer that stands; none while nobody has made one, and none once it is answered with a no."""
    if application.stage != Stage.OFFERED or application.offered_at is None:
        return None
    return OfferFacts(
        application_id=application.pk,
        offered_at=application.offered_at,
        answer_by=application.offer_answer_by,
        accepted_at=application.offer_accepted_at,
        by_candidate=not application.offer_accepted_by_phone,
        starts_at=first_hour(application),
        values=offer_values(application),
    )


def rejected_at(application: Application) -> datetime | None:
    """When a person ended it and left the kind words on."""
    told = application.stage == Stage.REJECTED and application.closed_reason == TOLD_KINDLY
    return application.closed_at if told else None


def first_hour(application: Offered) -> datetime | None:
    """The first day's hour in the place's zone, or the end of that day while no hour is set."""
    if application.starts_on is None:
        return None
    zone = ZoneInfo(application.job.location.zone)
    return datetime.combine(application.starts_on, application.starts_time or END_OF_DAY, zone)


def first_day_words(application: Offered) -> str:
    """In the language and zone around; empty while it is to be agreed."""
    moment = first_hour(application)
    if moment is None:
        return ""
    return day_hour_words(moment) if application.starts_time else day_words(moment)


def offer_values(application: Offered) -> dict[str, str]:
    """What an offer adds to the values of every message."""
    with spoken_to(application):
        values = {"first_day": first_day_words(application), "bring": application.starts_bring}
        if application.offer_answer_by:
            values["deadline"] = day_hour_words(application.offer_answer_by)
    if application.starts_place:
        values |= {"address": application.starts_place, "access": ""}
    return values
