"""Why somebody should be spoken with before their interview: plain facts, never a guess."""

from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Application
from dashboard.words import Tick, span
from messaging.models import Message
from scheduling.models import Interview

LONG_LEAD = timedelta(days=7)
OFTEN_MOVED = 2


class Known(Protocol):
    """What a row of the day knows."""

    @property
    def now(self) -> datetime: ...
    @property
    def interview(self) -> Interview: ...
    @property
    def question(self) -> Message | None: ...
    @property
    def calls_missed(self) -> int: ...
    @property
    def reminded_at(self) -> datetime | None: ...
    @property
    def application(self) -> Application: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ticks(self) -> tuple[Tick, ...]: ...
    @property
    def is_unreached(self) -> bool: ...
    @property
    def is_waiting(self) -> bool: ...


def reasons_of(row: Known) -> list[str]:
    return [*_unheard(row), *(_unsure(row) if row.is_waiting else [])]


def _unheard(row: Known) -> list[str]:
    """Their words wait for us, or ours did not get through."""
    words = []
    if row.question is not None:
        waited = span(row.now - row.question.due_at)
        words.append(_("Their message has waited for an answer (%(span)s)") % {"span": waited})
    if row.is_unreached:
        words.append(_("No message has got through. Please check the number and address, or call."))
    else:
        words += [
            _("%(channel)s did not arrive") % {"channel": tick.channel}
            for tick in row.ticks
            if tick.tone == "fail"
        ]
    return words


def _unsure(row: Known) -> list[str]:
    """While there is no 「行きます」."""
    words = []
    if row.reminded_at is not None:
        words.append(_("No answer to the reminder yet"))
    if row.calls_missed:
        said = ngettext("Called %(n)d time, no answer", "Called %(n)d times, no answer", row.calls_missed)
        words.append(said % {"n": row.calls_missed})
    if row.interview.moves >= OFTEN_MOVED:
        said = ngettext("Moved %(n)d time", "Moved %(n)d times", row.interview.moves)
        words.append(said % {"n": row.interview.moves})
    lead = row.starts_at - row.application.applied_at
    if lead > LONG_LEAD:
        said = ngettext(
            "%(n)d day from application to interview", "%(n)d days from application to interview", lead.days
        )
        words.append(said % {"n": lead.days})
    return words
