"""Where somebody stands, by the state of the application and of its newest interview."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from candidates.models import Application
from candidates.policy import Stage
from company.models import Company
from noshow.models import Case
from scheduling.models import Interview, Slot
from scheduling.policy import (
    InterviewState,
)
from scheduling.services.inviting import may_be_taken_up


class Standing(StrEnum):
    """Each has a page of its own name in ``templates/portal/me/``."""

    WAITING = "waiting"
    INVITED = "invited"
    BOOKED = "booked"
    STARTED = "started"
    ARRIVED = "arrived"
    ABSENT = "absent"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    DECIDING = "deciding"
    OFFERED = "offered"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


BY_STAGE = {
    Stage.OFFERED: Standing.OFFERED,
    Stage.JOINED: Standing.JOINED,
    Stage.WITHDRAWN: Standing.WITHDRAWN,
    Stage.REJECTED: Standing.CLOSED,
    Stage.DECLINED: Standing.CLOSED,
    Stage.CLOSED: Standing.CLOSED,
}
BY_OUTCOME = {
    InterviewState.CAME: Standing.DECIDING,
    InterviewState.CAME_LATE: Standing.DECIDING,
    InterviewState.EXCUSED: Standing.EXCUSED,
    InterviewState.ABSENT: Standing.ABSENT,
    InterviewState.CANCELLED_BY_US: Standing.CANCELLED,
}


MET = {InterviewState.CAME, InterviewState.CAME_LATE}


@dataclass(frozen=True)
class Facts:
    """What was read, and the one standing that follows from it."""

    application: Application
    interview: Interview | None
    slot: Slot | None
    case: Case | None
    company: Company
    now: datetime

    @property
    def standing(self) -> Standing:
        stage = Stage(self.application.stage)
        if stage in BY_STAGE:
            return BY_STAGE[stage]
        if self.interview is not None and self.interview.state == InterviewState.INVITED:
            return Standing.INVITED
        if self.has_lapsed:
            return Standing.INVITED
        if self.interview is not None and self.interview.is_booked:
            return Standing.STARTED if self.has_started else Standing.BOOKED
        if self.is_here:
            return Standing.ARRIVED
        if stage is Stage.DECIDING:
            return Standing.DECIDING
        state = InterviewState(self.interview.state) if self.interview else None
        if state is InterviewState.EXCUSED and self.case is not None and self.case.we_were_absent:
            return Standing.ABSENT
        return BY_OUTCOME.get(state, Standing.WAITING) if state else Standing.WAITING

    @property
    def has_lapsed(self) -> bool:
        """The invitation's deadline has passed; they may choose all the same."""
        return self.interview is not None and may_be_taken_up(self.interview, self.application)

    @property
    def is_here(self) -> bool:
        """They have come, and the interview is not over yet."""
        met = self.interview is not None and self.interview.state in MET
        return met and self.interview is not None and _is_after(self.interview.ends_at, self.now)

    @property
    def version(self) -> int | None:
        return self.interview.version if self.interview else None

    @property
    def starts_at(self) -> datetime | None:
        return self.interview.starts_at if self.interview else None

    @property
    def has_started(self) -> bool:
        return self.starts_at is not None and self.now >= self.starts_at


def _is_after(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now
