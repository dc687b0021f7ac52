"""Vocabularies and rules of booking on plain values."""

from scheduling.policy.booking import (
    ANSWER_FLOOR,
    EXCUSES_THAT_INVITE,
    LATE_AT_MOST,
    LATE_FROM,
    LATE_UNTIL,
    LONGEST_SERIES,
    UNDO_WITHDRAWAL_FOR,
    MoveRefusal,
    MoveRule,
    answer_by,
    is_the_day,
    may_be_late,
    outcome_opens_at,
    series_starts,
)
from scheduling.policy.vocabulary import Holidays, InterviewState, Mode, OfferState

__all__ = [
    "ANSWER_FLOOR",
    "EXCUSES_THAT_INVITE",
    "LATE_AT_MOST",
    "LATE_FROM",
    "LATE_UNTIL",
    "LONGEST_SERIES",
    "UNDO_WITHDRAWAL_FOR",
    "Holidays",
    "InterviewState",
    "Mode",
    "MoveRefusal",
    "MoveRule",
    "OfferState",
    "answer_by",
    "is_the_day",
    "may_be_late",
    "outcome_opens_at",
    "series_starts",
]
