"""What was recorded of an interview, in words: who came, who said so, when, and by which way."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scheduling.models import Attendance, Interview
from scheduling.policy import By, InterviewState


@dataclass(frozen=True)
class Recorded:
    """One recording: ``what`` it says, ``detail`` why or how late, ``who`` said it."""

    at: datetime
    what: str
    detail: str
    who: str
    state: str


def recorded_words(row: Attendance) -> Recorded:
    return Recorded(row.at, _what(row), _detail(row), who_words(row), row.state)


def _what(row: Attendance) -> str:
    if row.state == InterviewState.BOOKED:
        return pgettext("attendance", "Taken back: not yet known")
    return str(row.get_state_display())


def _detail(row: Attendance) -> str:
    late = row.minutes_late
    parts = [
        ngettext("%(n)d minute late", "%(n)d minutes late", late) % {"n": late} if late else "",
        str(row.get_reason_display()) if row.reason else "",
        f"「{row.words}」" if row.words else "",
    ]
    return "・".join(part for part in parts if part)


def who_words(row: Attendance) -> str:
    """Somebody's name and the way it came; a way alone where nobody's name is known."""
    way = str(row.get_way_display())
    if row.by is not None:
        return _("%(name)s, %(way)s") % {"name": row.by, "way": way}
    if row.way in {By.DESK, By.TABLET, By.MAIL}:
        return _("%(name)s, %(way)s") % {"name": pgettext("who did it", "a former colleague"), "way": way}
    return way


def recordings_of(interview: Interview) -> list[Recorded]:
    """The newest first."""
    rows = Attendance.objects.filter(interview=interview).select_related("by").order_by("-pk")
    return [recorded_words(row) for row in rows]


def meanwhile_words(interview: Interview) -> str:
    """For whoever pressed on a page that had aged: what stands now."""
    rows = Attendance.objects.filter(interview=interview).select_related("by").order_by("-pk")
    last = rows.first()
    if last is None:
        return _("Somebody was quicker, so nothing was changed. This is how it stands now.")
    return _("Somebody was quicker, so nothing was changed: %(what)s (%(who)s).") % {
        "what": _what(last),
        "who": who_words(last),
    }
