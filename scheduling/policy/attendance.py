"""Who said how an interview went, by which way, and why somebody was excused; and when people are here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from scheduling.policy.vocabulary import InterviewState, Mode

LATE_AFTER = timedelta(minutes=5)
"""Whoever is here within it is on time: a watch, a lift, a queue at the desk."""
HERE_FROM = timedelta(minutes=60)
"""So long before the start "I am here" is taken."""
HERE_UNTIL = timedelta(minutes=60)
"""And so long after it; then the desk says how it was."""
ASKED_AFTER = timedelta(minutes=15)
"""So long after the start an interviewer is asked, if nobody has said yet."""
ASKED_UNTIL = timedelta(hours=3)
"""Later than that a mail helps nobody: the desk asks."""
ANSWERED_FOR = timedelta(days=1)
"""So long after the start the link in that mail takes an answer."""


class By(StrEnum):
    """Which way a recording came."""

    DESK = "desk"
    TABLET = "tablet"  # somebody on a store's shared tablet, by PIN
    MAIL = "mail"  # the interviewer, by the link in their mail
    CHECK_IN = "check_in"  # the candidate, with the place's number
    CANDIDATE = "candidate"  # the candidate's word on their own page
    SYSTEM = "system"  # it followed from something else, such as the application's end
    EARLIER = "earlier"  # from before recordings were kept one by one


class ExcuseReason(StrEnum):
    """Why it counts as excused."""

    UNWELL = "unwell"
    FAMILY = "family"
    WORK_OR_SCHOOL = "work_or_school"
    TRAFFIC = "traffic"
    WEATHER = "weather"
    TOLD_BEFORE = "told_before"  # they had told us in time, and we had not noted it
    OUR_FAULT = "our_fault"
    TOLD_US = "told_us"  # what they said themselves, on their page or in the case
    OTHER = "other"


@dataclass(frozen=True)
class Excuse:
    """Why it is excused: a reason of the list, and words of one's own."""

    reason: ExcuseReason = ExcuseReason.TOLD_US
    words: str = ""

    @property
    def says_why(self) -> bool:
        """``OTHER`` alone says nothing."""
        return self.reason != ExcuseReason.OTHER or bool(self.words.strip())


class Arrival(StrEnum):
    """Whether "I am here" fits the moment."""

    TOO_EARLY = "too_early"
    NOW = "now"
    TOO_LATE = "too_late"


def arrival(starts_at: datetime, now: datetime) -> Arrival:
    if now < starts_at - HERE_FROM:
        return Arrival.TOO_EARLY
    return Arrival.NOW if now <= starts_at + HERE_UNTIL else Arrival.TOO_LATE


def arrived_as(starts_at: datetime, now: datetime) -> tuple[InterviewState, int | None]:
    """What somebody who is here at ``now`` is recorded as, with the minutes after the start when late."""
    if now <= starts_at + LATE_AFTER:
        return InterviewState.CAME, None
    return InterviewState.CAME_LATE, ceil((now - starts_at) / timedelta(minutes=1))


def may_check_in(mode: str, *, has_code: bool) -> bool:
    """Where people come to a place that shows a number."""
    return mode == Mode.ONSITE and has_code
