"""A place's whole day changed for reasons of ours: what its people are told about why, and from when on."""

from datetime import datetime

from django.utils.translation import gettext as _

from candidates.models import Application
from company.prepared import Prepared
from reminders.services.values import spoken_to
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.policy.whole_day import TAKEN_BACK_WITHIN, DayReason

_CALLED_OFF = Prepared(
    lambda application, at: Interview.objects.filter(
        application=application, state=InterviewState.CANCELLED_BY_US, cancelled_at=at
    ).order_by("-pk")[:1]
)


def day_reason(interview: Interview) -> DayReason | None:
    """Why its day changed, if it did: kept as the reason of the cancelling, or of the move."""
    if interview.state == InterviewState.CANCELLED_BY_US:
        return _reason(interview.cancel_reason)
    if interview.is_booked and interview.moves:
        booking = interview.booking
        return _reason(booking.reason) if booking else None
    return None


def told_from(interview: Interview, reason: DayReason | None) -> datetime | None:
    changed_at = interview.cancelled_at or interview.booked_at
    return changed_at + TAKEN_BACK_WITHIN if reason and changed_at else None


def notice_values(interview: Interview, reason: DayReason | None, application: Application) -> dict[str, str]:
    """A sentence about why. Whoever is called off hears at least that it was not because of them."""
    cancelled = interview.state == InterviewState.CANCELLED_BY_US
    if reason is None and not cancelled:
        return {}
    with spoken_to(application):
        return {"notice": notice_words(reason or DayReason.OTHER)}


def notice_words(reason: DayReason) -> str:
    """Short: it has to fit into an SMS. In the current language."""
    words = {
        DayReason.WEATHER: _("It is because of the weather."),
        DayReason.ILLNESS: _("Our interviewer has fallen ill."),
        DayReason.CLOSED: _("Our place has to close that day."),
        DayReason.TROUBLE: _("Something broke down at our place."),
        DayReason.OTHER: _("The reason lies with us."),
    }
    return words[reason]


def called_off_for(interview: Interview, application: Application) -> Interview | None:
    """The interview we called off at the moment of this invitation, in one breath."""
    if interview.state != InterviewState.INVITED:
        return None
    return _CALLED_OFF.first(application.pk, interview.invited_at)


def _reason(code: str) -> DayReason | None:
    return DayReason(code) if code in set(DayReason) else None
