"""The company's fixed vocabularies: roles, how long things may take, when we may speak."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Role(StrEnum):
    OWNER = "owner"
    RECRUITER = "recruiter"
    INTERVIEWER = "interviewer"
    VIEWER = "viewer"


class Actor(StrEnum):
    STAFF = "staff"
    CANDIDATE = "candidate"
    SYSTEM = "system"


class NoticeKind(StrEnum):
    """What staff are told about."""

    APPLICATION = "application"
    CONTACT_OWED = "contact_owed"
    WORD = "word"
    UNREACHABLE = "unreachable"
    LATE = "late"
    MOVED = "moved"
    OUTCOME_OWED = "outcome_owed"
    CASE = "case"
    NOBODY_THERE = "nobody_there"
    MENTION = "mention"
    HANDED_OVER = "handed_over"
    OFFER = "offer"
    INTAKE = "intake"
    WEEKLY = "weekly"
    SYSTEM = "system"


class HookFormat(StrEnum):
    SIGNED = "signed"
    SLACK = "slack"


class ApiScope(StrEnum):
    """What an API key may do."""

    WRITE = "applications:write"
    READ = "applications:read"
    JOBS = "jobs:read"


class HookEvent(StrEnum):
    """What other systems can be told of."""

    RECEIVED = "application.received"
    STAGE_CHANGED = "application.stage_changed"
    ERASED = "application.erased"
    INVITED = "interview.invited"
    BOOKED = "interview.booked"
    MOVED = "interview.moved"
    CONFIRMED = "interview.confirmed"
    CANCELLED = "interview.cancelled"
    OUTCOME = "interview.outcome"
    TEST = "test"


@dataclass(frozen=True)
class SpeakingHours:
    """When we may start a conversation by SMS, in the location's own zone.

    ``opens`` and ``closes`` are local times of day; 8:00-21:00 follows Twilio's guidance for Japan
    ("daytime only unless urgent"). A company may only narrow it.
    """

    opens: time = time(8)
    closes: time = time(21)
    zone: str = "Asia/Tokyo"

    def allows(self, moment: datetime) -> bool:
        """``moment`` is aware, in any zone."""
        return self.opens <= moment.astimezone(ZoneInfo(self.zone)).time() < self.closes

    def next_allowed(self, moment: datetime) -> datetime:
        """``moment`` itself if it is allowed, else the next opening; aware, in the location's zone."""
        if self.allows(moment):
            return moment
        local = moment.astimezone(ZoneInfo(self.zone))
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, tzinfo=ZoneInfo(self.zone))

    def closing_after(self, moment: datetime) -> datetime:
        """The end of the speaking hours that ``moment`` lies in."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return datetime.combine(local.date(), self.closes, tzinfo=ZoneInfo(self.zone))
