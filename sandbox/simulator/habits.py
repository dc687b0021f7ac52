"""Who somebody is: drawn once, the same under every policy."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from candidates.policy import Applicant, PhoneKind
from messaging.policy import ChannelName
from sandbox.simulator.assumptions import Assumptions
from sandbox.simulator.draws import Draws

OPENING, CLOSING = 7, 23  # local hours in which people look at their phone for more than a glance
CONSENT = "採用のご連絡のために個人情報を使うことに同意します。"


@dataclass(frozen=True)
class Person:
    number: int
    applied_at: datetime
    store: int
    habits: Assumptions
    draws: Draws

    @cached_property
    def has_mobile(self) -> bool:
        return self.draws.happens(self.habits.has_mobile, "mobile")

    @cached_property
    def has_email(self) -> bool:
        return not self.has_mobile or self.draws.happens(self.habits.has_email, "email")

    @cached_property
    def line_id(self) -> str:
        return f"U{self.number:032x}" if self.draws.happens(self.habits.links_line, "line") else ""

    @cached_property
    def pace(self) -> float:
        """Some people are quick at everything, others slow."""
        return self.draws.minutes(1, "pace", spread=0.5)

    def applicant(self) -> Applicant:
        return Applicant(
            family_name=f"仮名{self.number:06d}",
            given_name="花",
            phone=f"+8190{self.number:08d}" if self.has_mobile else "",
            phone_kind=PhoneKind.MOBILE if self.has_mobile else PhoneKind.NONE,
            email=f"person{self.number}@mail.example" if self.has_email else "",
            preferred_channel="sms" if self.has_mobile else "email",
            consent_text=CONSENT,
        )

    def reads_after(self, channel: ChannelName, which: str) -> float | None:
        """Minutes until a message is read; None if never. ``which`` names the message in their story."""
        share, median = {
            ChannelName.SMS: (self.habits.reads_sms, self.habits.sms_minutes),
            ChannelName.LINE: (self.habits.reads_line, self.habits.line_minutes),
        }.get(channel, (self.habits.reads_email, self.habits.email_minutes))
        if not self.draws.happens(share, "reads", f"{channel}/{which}"):
            return None
        return self.pace * self.draws.minutes(median, "reads after", f"{channel}/{which}")

    def acts_after(self, which: str) -> timedelta:
        return timedelta(minutes=self.pace * self.draws.minutes(self.habits.answer_minutes, "acts", which))


@dataclass
class Knowledge:
    """What has reached them about one interview by its start."""

    reminders: int = 0  # reminders they have read
    has_directions: bool = False
    was_called: bool = False


@dataclass(frozen=True)
class Time:
    """One booked time: what comes between, whatever is said. ``turn`` counts their times."""

    person: Person
    turn: int
    booked_at: datetime
    starts_at: datetime

    @property
    def wait(self) -> float:
        return max((self.starts_at - self.booked_at).total_seconds() / 86_400, 0)

    def _happens(self, chance: float, what: str) -> bool:
        return self.person.draws.happens(chance, what, self.turn)

    @cached_property
    def takes_other_job_at(self) -> datetime | None:
        """One life of offers: it goes on from one booked time to the next."""
        days = self.person.draws.until(self.person.habits.other_offer_per_day, "other job")
        found = self.person.applied_at + timedelta(days=min(days, 3650))
        return found if found < self.starts_at else None

    @cached_property
    def conflict_at(self) -> datetime | None:
        days = self.person.draws.until(self.person.habits.conflict_per_day, "conflict", self.turn)
        found = self.booked_at + timedelta(days=min(days, 3650))
        return found if found < self.starts_at else None

    @property
    def heart_draw(self) -> float:
        return self.person.draws.share("heart", self.turn)

    def has_no_heart(self, known: Knowledge) -> bool:
        left = self.person.habits.call_leaves_no_heart if known.was_called else 1.0
        return self.heart_draw < self.person.habits.loses_heart * left

    def has_forgotten(self, known: Knowledge) -> bool:
        """Every reminder that was read leaves only a part of the forgetting."""
        habits = self.person.habits
        chance = habits.forgets + habits.forgets_per_day * max(self.wait - 1, 0)
        left = math.pow(habits.reminder_leaves, known.reminders) * (0.5 if known.was_called else 1.0)
        return self._happens(min(chance, 1.0) * left, "forgets")

    @cached_property
    def is_ill(self) -> bool:
        return self._happens(self.person.habits.is_ill, "ill")

    def is_too_late(self, known: Knowledge) -> bool:
        left = self.person.habits.directions_leave if known.has_directions else 1.0
        return self._happens(self.person.habits.misjudges_way * left, "way")

    @cached_property
    def gives_up(self) -> bool:
        return self._happens(self.person.habits.gives_up_late, "gives up")
