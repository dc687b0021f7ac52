"""When nobody came: reasons, the closing rule, and what it decides. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    HELD = "held"
    PROPOSED = "proposed"  # the rule is met; a person confirms
    CLOSED = "closed"
    UNDONE = "undone"
    RESOLVED = "resolved"  # a new time, or ended another way


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


class Verdict(StrEnum):
    WAIT = "wait"
    PROPOSE = "propose"  # met; a person confirms
    REJECT = "reject"  # met; the company lets the rule act
    HAND_OVER = "hand_over"  # cannot be met any more; a person decides


@dataclass(frozen=True)
class Rule:
    """The written rule, the same for everyone. Defaults: PRODUCT.md S35-S37 and the house plan."""

    attempts: int = 3
    channels: int = 2
    hours: int = 48
    person_confirms: bool = True


@dataclass(frozen=True)
class CaseFacts:
    """What is known of one case. ``reached`` holds the channel of every attempt that was delivered
    (or a logged call); moments are aware."""

    opened_at: datetime
    interview_ended: bool
    cancelled_by_us: bool
    word_since: bool
    held: bool
    unread_inbound: bool
    reminded_before: bool
    reached: tuple[str, ...]
    open_attempts: int
    final_notice_delivered: bool
    deadline: datetime | None


@dataclass(frozen=True)
class Finding:
    """One fact the rule looked at: its code, what was asked, what was found, and whether it holds."""

    code: str
    wanted: str
    found: str
    holds: bool


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    findings: tuple[Finding, ...]


UNDO_FOR = timedelta(minutes=1)
