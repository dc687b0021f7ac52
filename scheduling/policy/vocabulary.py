"""The words for how people meet, where an interview stands, and what became of an offered time."""

from enum import StrEnum


class Mode(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"
    PHONE = "phone"


class Holidays(StrEnum):
    """What a rule does on a national holiday: as on any day, nothing, or only then."""

    AS_USUAL = "as_usual"
    CLOSED = "closed"
    ONLY = "only"


class OfferState(StrEnum):
    """An earlier time offered to somebody who waits: open → how it ended."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"  # somebody else was first
    EXPIRED = "expired"
    STOPPED = "stopped"  # by a person here, or the time is no longer free


class InterviewState(StrEnum):
    """invited → booked → an outcome. After the start, *booked* means nobody has said yet."""

    INVITED = "invited"
    BOOKED = "booked"
    CAME = "came"
    CAME_LATE = "came_late"
    EXCUSED = "excused"
    ABSENT = "absent"
    CANCELLED_BY_US = "cancelled_by_us"
    CANCELLED_BY_CANDIDATE = "cancelled_by_candidate"
    LAPSED = "lapsed"  # invited, and a newer invitation or a closing took its place

    @property
    def is_open(self) -> bool:
        return self in {InterviewState.INVITED, InterviewState.BOOKED}

    @property
    def is_outcome(self) -> bool:
        return self in {
            InterviewState.CAME,
            InterviewState.CAME_LATE,
            InterviewState.EXCUSED,
            InterviewState.ABSENT,
        }


class LeavingReason(StrEnum):
    """Why a candidate withdraws, if they like to say."""

    OTHER_JOB = "other_job"
    HOURS = "hours"
    DISTANCE = "distance"
    CONDITIONS = "conditions"
    NOT_AS_TOLD = "not_as_told"
    HEALTH = "health"
    FAMILY = "family"
    PLANS = "plans"
    NO_REASON = "no_reason"


class MovingReason(StrEnum):
    """Why a candidate chooses another time."""

    WORK_OR_SCHOOL = "work_or_school"
    HEALTH = "health"
    FAMILY = "family"
    WAY = "way"
    OTHER = "other"
