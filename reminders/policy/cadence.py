"""The words of a cadence: what a step is anchored to, when it holds, and where it goes."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Anchor(StrEnum):
    APPLIED = "applied"
    INVITED = "invited"
    ANSWER_BY = "answer_by"
    BOOKED = "booked"
    START = "start"
    CASE = "case"


class Condition(StrEnum):
    ALWAYS = "always"
    UNANSWERED = "unanswered"
    STALE_ANSWER = "stale_answer"  # no answer, or one older than two days
    LONG_WAIT = "long_wait"
    SECOND_CHANCE = "second_chance"  # this interview was given after one they could not come to
    WAITED = "waited"  # three days and more since the booking
    AT_RISK = "at_risk"  # noted as high, and nothing heard since
    SILENT_OR_AT_RISK = "silent_or_risk"
    UNBOOKED = "unbooked"


class Route(StrEnum):
    PREFERRED = "preferred"
    OTHER = "other"  # silent where there is only one channel
    OTHER_ELSE_BEST = "other_else"
    EVERY = "every"
    CALL = "call"


@dataclass(frozen=True)
class Step:
    """One step of the cadence.

    Due ``offset`` after the anchor, or, when ``days`` and ``local_time`` are given, that many days after
    the anchor's local day at that local time. ``useful`` is how long after its due time it still helps.
    ``variant`` names the experiment it is part of, and ``texts`` its words: channel, subject, body.
    """

    name: str
    kind: str
    anchor: Anchor
    offset: timedelta = timedelta(0)
    days: int | None = None
    local_time: time | None = None
    condition: Condition = Condition.ALWAYS
    route: Route = Route.PREFERRED
    useful: timedelta = timedelta(hours=12)
    why: str = ""
    variant: str = ""
    texts: tuple[tuple[str, str, str], ...] = ()

    def due_at(self, anchor: datetime, zone: str) -> datetime:
        """The moment this step is due, aware; ``zone`` is the location's IANA name."""
        if self.days is None or self.local_time is None:
            return anchor + self.offset
        local = anchor.astimezone(ZoneInfo(zone))
        return datetime.combine(local.date() + timedelta(days=self.days), self.local_time, ZoneInfo(zone))
