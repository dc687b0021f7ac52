"""Writing down how an interview went: each recording and each correction is a row that stays."""

from dataclasses import dataclass
from datetime import datetime

from company.models import Staff
from company.prepared import Prepared
from scheduling.models import Attendance, Interview
from scheduling.policy import By, Excuse, InterviewState

LONGEST_WORDS = 300


@dataclass(frozen=True)
class Said:
    """How an outcome came to be known.

    ``way`` None: the desk where staff say it, else the candidate. ``seen`` is the state the page showed to
    whoever pressed: what was said meanwhile stands, and they are told. None takes whatever stands.
    """

    way: By | None = None
    excuse: Excuse | None = None
    minutes_late: int | None = None
    seen: InterviewState | None = None

    def way_of(self, by: Staff | None) -> By:
        return self.way or (By.DESK if by else By.CANDIDATE)


def write_down(interview: Interview, *, now: datetime, by: Staff | None, said: Said) -> Attendance:
    """Add what the interview's state is now. The caller holds the interview's lock."""
    state = InterviewState(interview.state)
    excuse = (said.excuse or Excuse()) if state is InterviewState.EXCUSED else None
    return Attendance.objects.create(
        interview=interview,
        state=state,
        minutes_late=said.minutes_late if state is InterviewState.CAME_LATE else None,
        reason=excuse.reason if excuse else "",
        words=excuse.words.strip()[:LONGEST_WORDS] if excuse else "",
        at=now,
        by=by,
        way=said.way_of(by),
    )


_LAST = Prepared(
    lambda interview: Attendance.objects.filter(interview=interview).select_related("by").order_by("-pk")[:1]
)


def last_recording(interview: Interview) -> Attendance | None:
    """The one that holds now, if anything was recorded."""
    return _LAST.first(interview.pk)


def forget_words(candidate_id: int) -> None:
    """Own words go, codes and outcomes stay for the figures. The caller holds the person's lock."""
    Attendance.objects.filter(interview__application__candidate=candidate_id).forget_words()
