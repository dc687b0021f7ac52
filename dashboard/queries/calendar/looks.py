"""How the states of a slot are drawn: class, icon, word."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduling.models import Interview
from scheduling.policy import InterviewState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Look:
    """How a state of a slot is drawn: its class, its icon and its word."""

    css: str
    icon: str
    word: "StrPromise"


OPEN = Look("open", "plus", pgettext_lazy("slot", "Open"))
HELD = Look("hold", "send", pgettext_lazy("slot", "Being offered"))
NOT_TAKEN = Look("gone", "skip", _("Nobody took it"))
WITHDRAWN = Look("gone", "x", pgettext_lazy("slot", "Withdrawn"))
CLOSED = Look("gone", "stop", pgettext_lazy("slot", "Closed"))
UNCONFIRMED = Look("booked", "clock", _("No answer yet"))
CONFIRMED = Look("ok", "check", _("“I am coming”"))
ASKED = Look("booked", "help", _("Did they come?"))

OUTCOMES = {
    InterviewState.CAME: Look("in", "check", pgettext_lazy("slot", "Came")),
    InterviewState.CAME_LATE: Look("in", "late", pgettext_lazy("slot", "Came late")),
    InterviewState.EXCUSED: Look("in", "heart", pgettext_lazy("slot", "Excused")),
    InterviewState.ABSENT: Look("no", "chair", _("Could not come")),
}


def look_of(interview: Interview, now: datetime) -> Look:
    """Of somebody who has a seat, or had it when the outcome was recorded."""
    state = InterviewState(interview.state)
    if state in OUTCOMES:
        return OUTCOMES[state]
    if interview.starts_at is not None and interview.starts_at <= now:
        return ASKED
    return CONFIRMED if interview.confirmed_at else UNCONFIRMED
