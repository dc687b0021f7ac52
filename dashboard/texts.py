"""Texts the desk offers ready to send, in the candidate's language; the gate fills what is in braces."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.models import Application
from company.moments import day_hour_words
from reminders.services.values import spoken_to
from scheduling.models import Interview


@dataclass(frozen=True)
class Ready:
    """A text behind 文面を入れる; ``code`` names it in addresses."""

    code: str
    label: str
    text: str
    subject: str = ""


def ready_texts(application: Application, interview: Interview | None) -> list[Ready]:
    """Labels are for staff, texts for the candidate."""
    labels = {
        "missed_call": _("To someone who missed a call"),
        "another_day": _("Offering another day"),
        "directions": _("How to get here"),
        "details": _("The details once more"),
        "not_this_time": _("A kind word at the end"),
    }
    with spoken_to(application):
        texts = {
            "missed_call": _missed_call(),
            "another_day": _another_day(),
            "directions": _directions(application),
        }
        if interview is not None and interview.is_booked:
            texts["details"] = details_again(interview)
        texts["not_this_time"] = _not_this_time()
    return [Ready(code, labels[code], text) for code, text in texts.items() if text]


def _missed_call() -> str:
    return _(
        "{name}, this is {sender} of {company}; I just called."
        " Whenever it suits you, choose a day here.\n{link}"
    )


def _another_day() -> str:
    return _(
        "{name}, should your plans have changed: another day is quite all right. Choose one here.\n{link}"
    )


def _directions(application: Application) -> str:
    place = application.job.location
    way = " ".join(part for part in (place.access, " ".join(place.directions.split())) if part)
    if not way:
        return ""
    return (
        _("{name}, this is the way to {location}.")
        + f"\n{_without_braces(way)}\n"
        + _("If you cannot find it, call {phone}.")
    )


def _not_this_time() -> str:
    return _(
        "{name}, thank you for your interest in {company} and for your time."
        " We are sorry that we cannot work together this time."
        " You are welcome to apply again whenever you like. {sender}"
    )


def _without_braces(text: str) -> str:
    """Somebody's own braces are no variables."""
    return text.translate(str.maketrans("{}｛｝", "()（）"))


def details_again(interview: Interview) -> str:
    """The time once more, with the link; call inside ``spoken_to``."""
    when = day_hour_words(interview.starts_at) if interview.starts_at else ""
    return _(
        "{name}, this is {company}. Here is our meeting on %(when)s once more: the place, what to bring,"
        " and another time if you need one.\n{link}"
    ) % {"when": when}


def details_subject() -> str:
    return _("Our meeting once more ({company})")
