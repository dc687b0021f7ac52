"""Where a person stands right now: one reading of the facts, the same for every linked page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from candidates.models import Application, Content
from candidates.policy import Stage
from candidates.services.documents import documents_of
from candidates.services.offers import OFFER_DECLINED, may_undo_answer
from candidates.services.reading import list_of_contents
from company.models import AuditEvent, Company, Staff
from company.prepared import Prepared
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from noshow.models import Case
from noshow.services.closing import RULE_REASON
from portal.services.earlier import ShownOffer, shown_offer
from portal.services.thread import ANSWERED_WITHIN, Thread, thread_of
from reminders.services.offer_facts import first_day_words
from scheduling.models import AvailabilityWish, Interview, Slot, SlotHold
from scheduling.policy import (
    UNDO_WITHDRAWAL_FOR,
    InterviewState,
    Mode,
    MoveRefusal,
    is_the_day,
    may_be_late,
)
from scheduling.services.booking import move_refusal
from scheduling.services.inviting import may_be_taken_up


class Standing(StrEnum):
    """Each has a page of its own name in ``templates/portal/me/``."""

    WAITING = "waiting"
    INVITED = "invited"
    BOOKED = "booked"
    STARTED = "started"
    ABSENT = "absent"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    DECIDING = "deciding"
    OFFERED = "offered"
    JOINED = "joined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


BY_STAGE = {
    Stage.OFFERED: Standing.OFFERED,
    Stage.JOINED: Standing.JOINED,
    Stage.WITHDRAWN: Standing.WITHDRAWN,
    Stage.REJECTED: Standing.CLOSED,
    Stage.DECLINED: Standing.CLOSED,
    Stage.CLOSED: Standing.CLOSED,
}
BY_OUTCOME = {
    InterviewState.CAME: Standing.DECIDING,
    InterviewState.CAME_LATE: Standing.DECIDING,
    InterviewState.EXCUSED: Standing.EXCUSED,
    InterviewState.ABSENT: Standing.ABSENT,
    InterviewState.CANCELLED_BY_US: Standing.CANCELLED,
}
LONG_OVER = timedelta(hours=3)
WORDS_BEFORE = [Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS]


@dataclass(frozen=True)
class Present:
    """The facts every linked page may need, and the answers that follow from them."""

    application: Application
    interview: Interview | None
    slot: Slot | None
    case: Case | None
    company: Company
    now: datetime

    @property
    def standing(self) -> Standing:
        stage = Stage(self.application.stage)
        if stage in BY_STAGE:
            return BY_STAGE[stage]
        if self.interview is not None and self.interview.state == InterviewState.INVITED:
            return Standing.INVITED
        if self.has_lapsed:
            return Standing.INVITED
        if self.interview is not None and self.interview.is_booked:
            return Standing.STARTED if self.has_started else Standing.BOOKED
        if stage is Stage.DECIDING:
            return Standing.DECIDING
        state = InterviewState(self.interview.state) if self.interview else None
        return BY_OUTCOME.get(state, Standing.WAITING) if state else Standing.WAITING

    @property
    def has_lapsed(self) -> bool:
        """The invitation's deadline has passed; they may choose all the same."""
        return self.interview is not None and may_be_taken_up(self.interview, self.application)

    @property
    def held(self) -> SlotHold | None:
        """The time kept for them while they read."""
        holds = SlotHold.objects.filter(interview=self.interview, until__gt=self.now)
        return holds.select_related("slot").first() if self.interview else None

    @property
    def asks_why_they_move(self) -> bool:
        return (
            self.interview is not None and self.interview.is_booked and self.company.reschedules_need_a_reason
        )

    @property
    def version(self) -> int | None:
        return self.interview.version if self.interview else None

    @property
    def starts_at(self) -> datetime | None:
        return self.interview.starts_at if self.interview else None

    @property
    def has_started(self) -> bool:
        return self.starts_at is not None and self.now >= self.starts_at

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
    def first_contact_by(self) -> datetime | None:
        """The promised moment, while it still lies ahead and nobody has spoken with them."""
        due = self.application.first_contact_due_at
        return due if due and due > self.now and self.application.contacted_at is None else None

    @property
    def first_contact_is_today(self) -> bool:
        due, zone = self.first_contact_by, ZoneInfo(self.application.job.location.zone)
        return due is not None and due.astimezone(zone).date() == self.now.astimezone(zone).date()

    @property
    def answer_by(self) -> datetime | None:
        due = self.interview.answer_by if self.interview else None
        return due if due and due > self.now else None

    @property
    def decision_by(self) -> datetime | None:
        """Until when they may expect the answer; nothing once that has passed."""
        since = self.interview.outcome_at if self.interview else None
        promised = since + timedelta(days=self.company.decision_days) if since else None
        due = self.application.decide_by or promised
        return due if due and due > self.now else None

    @property
    def has_offer(self) -> bool:
        """An offer in writing that they may answer here."""
        return self.standing is Standing.OFFERED and self.application.offered_at is not None

    @property
    def has_accepted(self) -> bool:
        return self.has_offer and self.application.offer_accepted_at is not None

    @property
    def offer_version(self) -> str:
        """What the page showed of the offer: a yes to other facts is none."""
        told = self.application
        if not self.has_offer or told.offered_at is None:
            return ""
        place = f"{told.starts_on or ''}/{told.starts_time or ''}/{told.starts_place}"
        return f"{told.offered_at.timestamp():.0f}/{place}"

    @property
    def offer_answer_by(self) -> datetime | None:
        """The deadline of an offer without an answer, also once it has passed."""
        return self.application.offer_answer_by if self.has_offer and not self.has_accepted else None

    @property
    def offer_is_late(self) -> bool:
        due = self.offer_answer_by
        return due is not None and self.now > due

    @property
    def first_day(self) -> str:
        """In words; empty while it is to be agreed."""
        return first_day_words(self.application)

    @property
    def has_declined_offer(self) -> bool:
        told = self.application
        return told.stage == Stage.DECLINED and told.closed_reason == OFFER_DECLINED

    @property
    def may_undo_offer(self) -> bool:
        return may_undo_answer(self.application, self.now)

    @property
    def papers_shown(self) -> int:
        """How many papers of ours they may open."""
        return documents_of(self.application).filter(shared_at__isnull=False).count()

    @property
    def word_by(self) -> datetime | None:
        """Until when a person owes them the next word, after an excuse, our cancelling, or an offer."""
        since = self._turned_at
        due = since + ANSWERED_WITHIN if since else None
        return due if due and due > self.now else None

    @property
    def _turned_at(self) -> datetime | None:
        if self.standing is Standing.OFFERED:
            moved = AuditEvent.objects.filter(application_id=self.application.pk, action="stage_moved")
            return moved.filter(details__to=Stage.OFFERED).values_list("at", flat=True).first()
        return (self.interview.outcome_at or self.interview.cancelled_at) if self.interview else None

    @property
    def undo_until(self) -> datetime | None:
        closed_at = self.application.closed_at
        if self.application.stage != Stage.WITHDRAWN or closed_at is None:
            return None
        until = closed_at + UNDO_WITHDRAWAL_FOR
        return until if until > self.now else None

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
    def directions_at(self) -> datetime | None:
        """When the directions go out once more, if that is planned."""
        planned = Message.objects.planned().filter(application=self.application, kind=Kind.DIRECTIONS)
        return planned.order_by("due_at").values_list("due_at", flat=True).first()

    @property
    def next_word_at(self) -> datetime | None:
        """When they hear from us next about the interview, if that is planned."""
        planned = Message.objects.planned().filter(application=self.application, kind__in=WORDS_BEFORE)
        ahead = planned.exclude(channel=ChannelName.PHONE).filter(due_at__gt=self.now)
        return ahead.order_by("due_at").values_list("due_at", flat=True).first()

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

    @property
    def deadline(self) -> datetime | None:
        """Of the last notice about the case, if one has gone out and its time is not over."""
        if self.case is None:
            return None
        notices = Message.objects.outgoing().filter(about=f"case:{self.case.pk}", kind=Kind.FINAL_NOTICE)
        sent = notices.exclude(sent_at=None).order_by("-sent_at").first()
        text = sent.values.get("deadline_at") if sent else None
        due = datetime.fromisoformat(text) if text else None
        return due if due and due > self.now else None


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
