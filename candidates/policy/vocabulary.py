"""The words for where an application stands, what a phone is, and how a person came."""

from enum import StrEnum


class Stage(StrEnum):
    """An application's way: received → in_contact → interviewing → deciding → offered → joined."""

    RECEIVED = "received"
    IN_CONTACT = "in_contact"
    INTERVIEWING = "interviewing"
    DECIDING = "deciding"
    OFFERED = "offered"
    JOINED = "joined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        return self in {Stage.JOINED, Stage.REJECTED, Stage.WITHDRAWN, Stage.DECLINED, Stage.CLOSED}


class PhoneKind(StrEnum):
    NONE = "none"
    MOBILE = "mobile"
    LANDLINE = "landline"


class EmploymentType(StrEnum):
    PART_TIME = "part_time"
    FULL_TIME = "full_time"
    FIXED_TERM = "fixed_term"
    DISPATCHED = "dispatched"
    CONTRACTOR = "contractor"


class PayUnit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ContentKind(StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    WORD = "word"


class Source(StrEnum):
    FORM = "form"
    CSV = "csv"
    DESK = "desk"
    API = "api"
    MAIL = "mail"


class DocumentKind(StrEnum):
    RESUME = "resume"
    HISTORY = "history"
    PROOF = "proof"
    OTHER = "other"


class BoardMailState(StrEnum):
    """What became of a job board's mail."""

    WAITING = "waiting"
    TAKEN = "taken"
    UNREADABLE = "unreadable"
    DISMISSED = "dismissed"


class Keenness(StrEnum):
    """How much they want this job, as a recruiter heard it."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


_AFTER_AN_INTERVIEW = frozenset({Stage.DECIDING, Stage.OFFERED})


def may_move(old: Stage, new: Stage) -> bool:
    """Whether an application may go from one stage to another in one step.

    What is over has to be opened again before it can end in another way; joining and declining
    need a decision before them; nobody who was spoken with becomes "just received" again.
    """
    if old.is_over:
        return not new.is_over
    if new in {Stage.JOINED, Stage.DECLINED}:
        return old in _AFTER_AN_INTERVIEW
    return new != Stage.RECEIVED
