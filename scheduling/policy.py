"""Vocabularies and rules of booking on plain values."""

from enum import StrEnum


class Mode(StrEnum):
    ONSITE = "onsite"
    ONLINE = "online"


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
