"""One interview of the day, with what is known of it now and its one next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from candidates.models import Application, Candidate
from candidates.policy import Stage
from company.models import Location
from dashboard.queries.contact_acts import NUMBER_REASONS, call_page
from dashboard.queries.day_reasons import reasons_of
from dashboard.queries.risk_words import Sum, sum_of
from dashboard.words import Tick, tick
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.attention import LOST
from noshow.models import Case
from noshow.policy import UNDO_FOR, Level, Model, Risk, assess, values_of
from noshow.services.knowing import Known
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState, outcome_opens_at

ASK_AFTER = timedelta(minutes=10)
NEAR = timedelta(hours=4)
CALLED_OFF = [
    InterviewState.CANCELLED_BY_CANDIDATE,
    InterviewState.CANCELLED_BY_US,
    InterviewState.EXCUSED,
]
"""Nobody is to come: they are listed, and neither counted nor shown as coming."""
CHANNELS = [ChannelName.LINE, ChannelName.SMS, ChannelName.EMAIL, ChannelName.PHONE]
"""In the order in which their ticks stand."""


@dataclass(frozen=True)
class Row:
    """One interview of the day."""

    interview: Interview
    slot: Slot | None
    case: Case | None
    known: Known
    now: datetime
    model: Model

    @property
    def application(self) -> Application:
        return self.interview.application

    @property
    def candidate(self) -> Candidate:
        return self.application.candidate

    @property
    def place(self) -> Location:
        """Where they are met; a job may have moved since."""
        return self.slot.location if self.slot else self.application.job.location

    @property
    def call_url(self) -> str:
        return call_page(self.application)

    @property
    def starts_at(self) -> datetime:
        assert self.interview.starts_at is not None  # noqa: S101  chosen by its start
        return self.interview.starts_at

    @property
    def has_started(self) -> bool:
        return self.starts_at <= self.now

    @property
    def left(self) -> timedelta:
        return self.starts_at - self.now

    @property
    def is_near(self) -> bool:
        return not self.has_started and self.left <= NEAR

    @property
    def is_open(self) -> bool:
        """Nobody has said yet how it went."""
        return self.interview.is_booked

    @property
    def asks_whether_they_came(self) -> bool:
        return self.is_open and self.starts_at + ASK_AFTER <= self.now

    @property
    def is_waiting(self) -> bool:
        """No answer yet, and there is still time for one."""
        return self.interview.is_unconfirmed and not self.has_started

    @property
    def has_outcome(self) -> bool:
        return InterviewState(self.interview.state).is_outcome

    @property
    def is_called_off(self) -> bool:
        return self.interview.state in CALLED_OFF

    @property
    def has_come(self) -> bool:
        return self.interview.state in {InterviewState.CAME, InterviewState.CAME_LATE}

    @property
    def is_absent(self) -> bool:
        return self.interview.state == InterviewState.ABSENT

    @property
    def is_online(self) -> bool:
        return self.slot is not None and self.slot.is_online

    @property
    def is_talking(self) -> bool:
        ends = self.interview.ends_at
        return self.has_come and ends is not None and self.now < ends

    @property
    def awaits_decision(self) -> bool:
        return self.has_come and self.application.stage == Stage.DECIDING

    @property
    def may_undo(self) -> bool:
        """「来なかった」 can be taken back for a minute."""
        return self.is_absent and self.case is not None and self.now < self.case.opened_at + UNDO_FOR

    @property
    def expected_at(self) -> datetime | None:
        """When someone who said they would be late expects to be there."""
        minutes = self.interview.late_minutes
        return self.starts_at + timedelta(minutes=minutes) if minutes else None

    @property
    def reasons(self) -> list[str]:
        """What speaks for a word with them before the start: facts, each in a few words."""
        return reasons_of(self) if self.is_open and not self.has_started else []

    @property
    def question(self) -> Message | None:
        return self.known.question

    @property
    def opened_at(self) -> datetime | None:
        return self.known.facts.opened_at

    @property
    def calls_missed(self) -> int:
        return self.known.facts.calls_missed

    @property
    def reminded_at(self) -> datetime | None:
        return self.known.facts.asked_at

    @property
    def is_unreached(self) -> bool:
        """The last word on every channel tried did not arrive."""
        return self.known.facts.is_unreached

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The last word on each channel."""
        last = {one.channel: one for one in self.known.sent}
        return tuple(tick(one.channel, one.state, one.reason) for one in map(last.get, CHANNELS) if one)

    @property
    def is_number_lost(self) -> bool:
        """The last SMS did not arrive because of the number."""
        last = next((one for one in reversed(self.known.sent) if one.channel == ChannelName.SMS), None)
        return last is not None and last.state in LOST and last.reason in NUMBER_REASONS

    @cached_property
    def risk(self) -> Risk | None:
        """While they are still to come."""
        if not self.is_open or self.has_started:
            return None
        return assess(values_of(self.known.facts), self.model)

    @property
    def has_bad_number(self) -> bool:
        """SMS do not arrive, and there is an address to ask for the right number."""
        return self.is_number_lost and not self.has_started and bool(self.candidate.email)

    @cached_property
    def sum(self) -> Sum | None:
        """What the risk is made of."""
        return sum_of(self.risk, self.known.facts, self.model) if self.risk is not None else None

    @property
    def may_arrive(self) -> bool:
        """Early enough to be here already, or later."""
        opens_at = outcome_opens_at(InterviewState.CAME, self.starts_at)
        return self.is_open and (opens_at is None or self.now >= opens_at)

    @property
    def step(self) -> str:
        """The one next step: undo, case, decide, ask, answer, check the number, arrive, call, or just see."""
        if not self.is_open:
            return self._step_after()
        if self.asks_whether_they_came:
            return "ask"
        if self.question:
            return "answer"
        if self.has_bad_number:
            return "check"
        if self.is_waiting and self.is_near:
            return "call"
        return "arrive" if self.may_arrive else "see"

    def _step_after(self) -> str:
        if self.may_undo:
            return "undo"
        if self.is_absent and self.case:
            return "case"
        return "decide" if self.awaits_decision and not self.is_talking else "see"

    @property
    def seat(self) -> str:
        """The seat's class and mark: in, late, at risk, or still to come."""
        if self.has_come:
            return "in"
        if self.risk is not None and self.risk.level != Level.LOW and not self.interview.late_minutes:
            return str(self.risk.level)
        if self.asks_whether_they_came or (self.is_open and self.interview.late_minutes):
            return "late"
        return "wait" if self.is_waiting else "sure"
