"""When nobody came: where the case stands, and the reasons they may give. Pure."""

from datetime import timedelta
from enum import StrEnum

UNDO_FOR = timedelta(minutes=1)


class CaseState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    HELD = "held"
    PROPOSED = "proposed"  # the rule is met; a person confirms
    HANDED = "handed"  # the rule cannot be met any more; a person decides
    CLOSED = "closed"
    UNDONE = "undone"
    RESOLVED = "resolved"  # a new time, or ended another way

    @property
    def is_open(self) -> bool:
        return self not in {CaseState.CLOSED, CaseState.UNDONE, CaseState.RESOLVED}


class Reason(StrEnum):
    FORGOT = "forgot"
    UNWELL = "unwell"
    LOST = "lost"
    WORK_OR_SCHOOL = "work_or_school"
    FAMILY = "family"
    OTHER_JOB = "other_job"
    NOT_AS_TOLD = "not_as_told"
    NOBODY_THERE = "nobody_there"  # they came, we were not there
    OTHER = "other"
    RATHER_NOT_SAY = "rather_not_say"
