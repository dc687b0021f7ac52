"""Where a person stands right now: one reading of the facts, the same for every linked page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from candidates.models import Application, Content
from candidates.policy import Stage
from candidates.services.reading import list_of_contents
from company.models import Staff
from company.prepared import Prepared
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import Kind, State
from noshow.models import Case
from noshow.services.chances import Condition, to_be_agreed
from noshow.services.closing import RULE_REASON
from portal.services.earlier import ShownOffer, shown_offer
from portal.services.offered import Offered
from portal.services.owed import Owed
from portal.services.standing import Standing
from portal.services.thread import Thread, thread_of
from scheduling.models import AvailabilityWish, Interview, SlotHold
from scheduling.policy import (
    Arrival,
    InterviewState,
    Mode,
    MoveRefusal,
    arrival,
    is_the_day,
    may_be_late,
)
from scheduling.services.booking import move_refusal
from scheduling.services.reception import code_of

LONG_OVER = timedelta(hours=3)


@dataclass(frozen=True)
class Present(Offered, Owed):
    """The facts every linked page may need, and the answers that follow from them."""

    @property
    def held(self) -> SlotHold | None:
        """The time kept for them while they read."""
        holds = SlotHold.objects.filter(interview=self.interview, until__gt=self.now)
        return holds.select_related("slot").first() if self.interview else None

    @cached_property
    def condition(self) -> Condition | None:
        """What a second chance is given on, until they have agreed to it."""
        can_choose = {InterviewState.INVITED, InterviewState.LAPSED}
        invited = self.interview is not None and self.interview.state in can_choose
        return to_be_agreed(self.interview, get_language() or "ja") if invited else None

    @property
    def asks_why_they_move(self) -> bool:
        return (
            self.interview is not None and self.interview.is_booked and self.company.reschedules_need_a_reason
        )

    @property
    def is_long_over(self) -> bool:
        return self.starts_at is not None and self.now >= self.starts_at + LONG_OVER

    @property
    def is_the_day(self) -> bool:
        zone = self.application.job.location.zone
        return self.starts_at is not None and is_the_day(self.starts_at, self.now, zone)

    @property
    def days_ahead(self) -> int:
        """Local days from today to the interview."""
        if self.starts_at is None:
            return 0
        zone = ZoneInfo(self.application.job.location.zone)
        return (self.starts_at.astimezone(zone).date() - self.now.astimezone(zone).date()).days

    @property
    def is_near(self) -> bool:
        return 0 <= self.days_ahead <= 2

    @property
    def is_absent(self) -> bool:
        return self.standing is Standing.ABSENT

    @property
    def is_rejected(self) -> bool:
        return self.application.stage == Stage.REJECTED

    @property
    def comes_after(self) -> str:
        """How the interview before this invitation ended, if there was one."""
        before = self.application.interviews.order_by("-pk").values_list("state", flat=True)[1:2]
        return next(iter(before), "")

    @property
    def offers_other_days(self) -> bool:
        return self.standing in {Standing.INVITED, Standing.BOOKED} and self.move_refusal is None

    @property
    def late_until(self) -> datetime | None:
        """When they said they will arrive."""
        minutes = self.interview.late_minutes if self.interview else None
        return self.starts_at + timedelta(minutes=minutes) if self.starts_at and minutes else None

    @property
    def may_be_late(self) -> bool:
        booked = self.interview is not None and self.interview.is_booked
        return booked and self.starts_at is not None and may_be_late(self.starts_at, self.now)

    @cached_property
    def has_reception(self) -> bool:
        """Their place shows a number to those who arrive."""
        return self.slot is not None and self.is_onsite and bool(code_of(self.slot.location_id))

    @property
    def may_check_in(self) -> bool:
        """Now, at the reception. Only near the start is it looked up whether there is a number."""
        booked = self.interview is not None and self.interview.is_booked
        near = self.starts_at is not None and arrival(self.starts_at, self.now) is Arrival.NOW
        return booked and near and self.has_reception

    @property
    def mode(self) -> str:
        return self.slot.mode if self.slot else Mode.ONSITE

    @property
    def is_onsite(self) -> bool:
        return self.mode == Mode.ONSITE

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def is_phone(self) -> bool:
        return self.mode == Mode.PHONE

    @property
    def is_before(self) -> bool:
        """The interview still lies ahead."""
        return self.standing in {Standing.WAITING, Standing.INVITED, Standing.BOOKED}

    @property
    def arrive_at(self) -> datetime | None:
        """When to be there, if that is before the start."""
        early = self.application.job.arrive_minutes
        if self.starts_at is None or not early or not self.is_onsite:
            return None
        return self.starts_at - timedelta(minutes=early)

    @property
    def has_way_sent(self) -> bool:
        """The way went out as a message, or is about to."""
        told = Message.objects.outgoing().filter(application=self.application, kind=Kind.THE_WAY)
        return told.exclude(state=State.CANCELLED).exists()

    @property
    def minutes(self) -> int:
        if self.interview is None or self.interview.starts_at is None or self.interview.ends_at is None:
            return self.application.job.interview_minutes
        return int((self.interview.ends_at - self.interview.starts_at).total_seconds() // 60)

    @property
    def move_refusal(self) -> MoveRefusal | None:
        if self.interview is None or not self.interview.is_booked:
            return None
        return move_refusal(self.interview, now=self.now)

    @property
    def was_closed_by_rule(self) -> bool:
        return self.application.closed_reason == RULE_REASON

    @property
    def person(self) -> Staff | None:
        """Whom they meet, or who looks after them."""
        interviewer = self.slot.interviewer if self.slot else None
        return interviewer or self.in_charge

    @property
    def in_charge(self) -> Staff | None:
        return self.application.owner or self.application.job.owner

    @property
    def thread(self) -> Thread:
        is_ahead = self.interview is not None and self.interview.is_booked
        return thread_of(self.application, now=self.now, starts_at=self.starts_at if is_ahead else None)

    @cached_property
    def contents(self) -> Sequence[Content]:
        """What is worth reading or watching beforehand."""
        return list_of_contents(self.application.job)

    @property
    def earlier(self) -> ShownOffer | None:
        """An earlier time that opened for them."""
        return shown_offer(self.interview, self.now)

    @property
    def wish(self) -> AvailabilityWish | None:
        """What they wished for; why they could not come is none where they choose among times."""
        told = _OPEN_WISH.first(self.application.pk)
        if told is None or self.standing is not Standing.INVITED:
            return told
        excused = self.application.interviews.filter(state=InterviewState.EXCUSED, outcome_at=told.told_at)
        return None if excused.exists() else told


_NEWEST = Prepared(lambda application: Interview.objects.filter(application=application).order_by("-pk")[:1])
_OPEN_WISH = Prepared(
    lambda application: AvailabilityWish.objects.filter(application=application, handled_at=None).order_by(
        "-pk"
    )[:1]
)
_OPEN_CASE = Prepared(lambda interview: Case.objects.open().filter(interview=interview).order_by("pk")[:1])


def newest_interview(application: Application) -> Interview | None:
    """The one that counts."""
    interview = _NEWEST.first(application.pk)
    if interview is not None:
        interview.application = application
    return interview


def present(application: Application, now: datetime) -> Present:
    """Read where the application stands."""
    interview = newest_interview(application)
    booking = interview.booking if interview and interview.is_booked else None
    case = _OPEN_CASE.first(interview.pk) if interview else None
    return Present(application, interview, booking.slot if booking else None, case, the_company(), now)
