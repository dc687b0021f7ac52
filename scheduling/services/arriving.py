"""「着きました」: the candidate is at the reception and types the number that stands there."""

from datetime import datetime
from secrets import compare_digest

from django.db import transaction

from candidates.services.words import note_word
from company.models import Location
from scheduling.models import Interview
from scheduling.policy import Arrival, By, InterviewState, Mode, arrival, arrived_as
from scheduling.services.locking import InterviewOver, StalePage, locked_application, retried
from scheduling.services.outcomes import Said, record_outcome
from scheduling.services.reception import code_of, place_of, read_code
from scheduling.services.releasing import lock_with_seat

__all__ = ["InterviewOver", "NotNow", "NotOnSite", "OtherPlace", "StalePage", "WrongNumber", "check_in"]

CAME = {InterviewState.CAME, InterviewState.CAME_LATE}


class WrongNumber(Exception):
    """No place shows this number now."""


class OtherPlace(Exception):
    """The number of another of our places: they are at the wrong door."""

    def __init__(self, location: Location) -> None:
        super().__init__(location.pk)
        self.location = location


class NotNow(Exception):
    """Too early or too late for it."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__(arrival)
        self.arrival = arrival


class NotOnSite(Exception):
    """They are met elsewhere than at a place, or the place shows no number."""


def check_in(interview: Interview, typed: str, *, now: datetime, version: int | None = None) -> None:
    """Record that they are here, on time or so many minutes late. Once more changes nothing.

    Raises InterviewOver when something else was said already or the time is gone, StalePage when it was moved
    meanwhile, NotOnSite, NotNow, WrongNumber, OtherPlace.
    """
    retried(lambda: _check_in(interview, typed, now=now, version=version))


@transaction.atomic
def _check_in(interview: Interview, typed: str, *, now: datetime, version: int | None) -> None:
    application = locked_application(interview.application_id)
    held = lock_with_seat(interview)
    if interview.state in CAME:
        return
    if not interview.is_booked or interview.starts_at is None or held is None or application.is_over:
        raise InterviewOver
    if version is not None and version != interview.version:
        raise StalePage
    _refuse_number(held.slot.location_id, held.slot.mode, typed)
    if (fits := arrival(interview.starts_at, now)) is not Arrival.NOW:
        raise NotNow(fits)
    note_word(application, now=now)
    outcome, late = arrived_as(interview.starts_at, now)
    said = Said(By.CHECK_IN, minutes_late=late, seen=InterviewState.BOOKED)
    record_outcome(interview, outcome, now=now, said=said)


def _refuse_number(location_id: int, mode: str, typed: str) -> None:
    expected, given = code_of(location_id), read_code(typed)
    if mode != Mode.ONSITE or not expected:
        raise NotOnSite
    if compare_digest(expected, given):
        return
    other = place_of(given)
    if other is not None:
        raise OtherPlace(other)
    raise WrongNumber
