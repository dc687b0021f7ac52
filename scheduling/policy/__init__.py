"""Vocabularies and rules of booking on plain values."""

from scheduling.policy.booking import (
    ANSWER_FLOOR,
    EXCUSES_THAT_INVITE,
    HOLD_FOR,
    LATE_AT_MOST,
    LATE_FROM,
    LATE_UNTIL,
    LONGEST_SERIES,
    ONE_ASKING,
    UNDO_WITHDRAWAL_FOR,
    MoveRefusal,
    MoveRule,
    answer_by,
    is_the_day,
    may_be_late,
    outcome_opens_at,
    series_starts,
)
from scheduling.policy.holidays import is_national_holiday
from scheduling.policy.spans import Blocked, Span
from scheduling.policy.supply import SupplyRule, spans_of_day, wanted_spans
from scheduling.policy.vocabulary import (
    Holidays,
    InterviewState,
    LeavingReason,
    Mode,
    MovingReason,
    OfferState,
)

__all__ = [
    "ANSWER_FLOOR",
    "EXCUSES_THAT_INVITE",
    "HOLD_FOR",
    "LATE_AT_MOST",
    "LATE_FROM",
    "LATE_UNTIL",
    "LONGEST_SERIES",
    "ONE_ASKING",
    "UNDO_WITHDRAWAL_FOR",
    "Blocked",
    "Holidays",
    "InterviewState",
    "LeavingReason",
    "Mode",
    "MoveRefusal",
    "MoveRule",
    "MovingReason",
    "OfferState",
    "Span",
    "SupplyRule",
    "answer_by",
    "is_national_holiday",
    "is_the_day",
    "may_be_late",
    "outcome_opens_at",
    "series_starts",
    "spans_of_day",
    "wanted_spans",
]
