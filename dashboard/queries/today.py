"""今日: the day's interviews, each with what is known of it now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from candidates.models import Application, Candidate, PageOpening
from candidates.policy import Stage
from dashboard.scope import Scope
from dashboard.words import Tick, tick
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, State
from noshow.models import Case
from noshow.policy import UNDO_FOR, CaseState
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState, outcome_opens_at

ASK_AFTER = timedelta(minutes=10)
NEAR = timedelta(hours=4)
SHOWN = [InterviewState.BOOKED, *(state for state in InterviewState if state.is_outcome)]
CALLED_OFF = [
    InterviewState.CANCELLED_BY_CANDIDATE,
    InterviewState.CANCELLED_BY_US,
    InterviewState.EXCUSED,
]
"""Nobody is to come: they are listed, and neither counted nor shown as coming."""


class Show(StrEnum):
    """The three views of the day's list."""

    ALL = "all"
    WAITING = "waiting"  # no answer yet
    COMING = "coming"  # still ahead


@dataclass(frozen=True)
class Row:
    """One interview of the day."""

    interview: Interview
    slot: Slot | None
    case: Case | None
    ticks: tuple[Tick, ...]
    opened_at: datetime | None
    question: Message | None
    now: datetime

    @property
    def application(self) -> Application:
        return self.interview.application

    @property
    def candidate(self) -> Candidate:
        return self.application.candidate

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
    def is_unreached(self) -> bool:
        """The last word on every channel tried did not arrive."""
        tried = [one for one in self.ticks if one.tone or one.icon in {"check", "checks"}]
        return bool(tried) and all(one.tone == "fail" for one in tried)

    @property
    def may_arrive(self) -> bool:
        """Early enough to be here already, or later."""
        opens_at = outcome_opens_at(InterviewState.CAME, self.starts_at)
        return self.is_open and (opens_at is None or self.now >= opens_at)

    @property
    def step(self) -> str:
        """The one next step: undo, case, decide, ask, answer, arrive, call, or just see."""
        if not self.is_open:
            return self._step_after()
        if self.asks_whether_they_came:
            return "ask"
        if self.question:
            return "answer"
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
        """The seat's class and mark: in, late, or still to come."""
        if self.has_come:
            return "in"
        if self.asks_whether_they_came or (self.is_open and self.interview.late_minutes):
            return "late"
        return "wait" if self.is_waiting else "sure"


@dataclass(frozen=True)
class Day:
    rows: tuple[Row, ...]
    now: datetime
    show: Show
    next_one: Interview | None

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if not row.is_called_off]

    @property
    def arrived(self) -> int:
        return sum(row.has_come for row in self.rows)

    @property
    def answered(self) -> int:
        """Who said 「行きます」, or came anyway."""
        return sum(row.interview.confirmed_at is not None or row.has_come for row in self.counted)

    @property
    def unanswered(self) -> int:
        return len(self.counted) - self.answered

    @property
    def asking(self) -> list[Row]:
        return [row for row in self.rows if row.asks_whether_they_came]

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def coming(self) -> list[Row]:
        return [row for row in self.rows if row.is_open and not row.asks_whether_they_came]

    @property
    def listed(self) -> list[Row]:
        return {Show.ALL: list(self.rows), Show.WAITING: self.waiting, Show.COMING: self.coming}[self.show]

    @property
    def past(self) -> list[Row]:
        """Above the now line."""
        return [row for row in self.listed if row.starts_at <= self.now and not row.is_open]

    @property
    def ahead(self) -> list[Row]:
        return [row for row in self.listed if row.starts_at > self.now or row.is_open]


def start_of_day(now: datetime) -> datetime:
    """The last midnight in the current time zone."""
    return timezone.make_aware(datetime.combine(timezone.localtime(now).date(), time()))


def day_of(scope: Scope, now: datetime, show: Show = Show.ALL) -> Day:
    """Today in the current time zone; the number of questions does not grow with the rows."""
    start = start_of_day(now)
    end = start + timedelta(days=1)
    listed = scope.interviews().filter(state__in=[*SHOWN, *CALLED_OFF]).between(start, end)
    rows = rows_for(listed, now)
    later = scope.interviews().booked().filter(starts_at__gte=end).order_by("starts_at")
    next_one = later.select_related("application__candidate").first() if not rows else None
    return Day(tuple(rows), now, show, next_one)


def rows_for(interviews: QuerySet[Interview], now: datetime) -> list[Row]:
    """What is known of these interviews."""
    found = list(_with_people(interviews))
    applications = [interview.application_id for interview in found]
    said = _ticks([interview.pk for interview in found], applications)
    openings = _openings(applications)
    questions = _questions(applications)
    return [
        Row(
            interview=interview,
            slot=_slot(interview),
            case=next((case for case in interview.cases.all() if case.state != CaseState.UNDONE), None),
            ticks=said[interview.pk],
            opened_at=_since(openings.get(interview.application_id), interview.booked_at),
            question=questions.get(interview.application_id),
            now=now,
        )
        for interview in found
    ]


def _with_people(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    seats = Booking.objects.select_related("slot__interviewer", "slot__location")
    people = interviews.select_related("application__candidate", "application__job__location")
    return people.prefetch_related(Prefetch("bookings", seats.order_by("-active", "-pk")), "cases")


def _slot(interview: Interview) -> Slot | None:
    """The slot it holds, or held last."""
    last = next(iter(interview.bookings.all()), None)
    return last.slot if last else None


def _ticks(interviews: list[int], applications: list[int]) -> dict[int, tuple[Tick, ...]]:
    """Per interview, what became of the last message about it on each channel."""
    unsaid = [*OPEN, State.CANCELLED, State.SUPPRESSED, State.EXPIRED]
    rows = (
        Message.objects.outgoing()
        .filter(application__in=applications, about__startswith="interview:")
        .exclude(state__in=unsaid)
        .order_by("due_at", "pk")
        .values_list("about", "channel", "state", "reason")
    )
    last: dict[int, dict[str, Tick]] = defaultdict(dict)
    for about, channel, state, reason in rows:
        number = about.removeprefix("interview:").partition("@")[0]
        if number.isdecimal():
            last[int(number)][channel] = tick(channel, state, reason)
    order = [ChannelName.SMS, ChannelName.EMAIL, ChannelName.PHONE]
    return {pk: tuple(last[pk][channel] for channel in order if channel in last[pk]) for pk in interviews}


def _openings(applications: list[int]) -> dict[int, datetime]:
    rows = PageOpening.objects.filter(link__application__in=applications)
    return dict(rows.values_list("link__application").annotate(last=Max("opened_at")).order_by())


def _since(moment: datetime | None, since: datetime | None) -> datetime | None:
    return moment if moment and since and moment >= since else None


def _questions(applications: list[int]) -> dict[int, Message]:
    """The oldest message of each that nobody has answered."""
    rows = Message.objects.unanswered().filter(application__in=applications).order_by("-due_at", "-pk")
    return {row.application_id: row for row in rows}
