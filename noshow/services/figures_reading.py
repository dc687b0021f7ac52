"""Applications and interviews as facts to count: a handful of questions for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind, State
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.policy.figures import ApplicationFacts, Became, InterviewFacts, Written
from scheduling.models import Attendance, Booking, Interview
from scheduling.policy import ExcuseReason, InterviewState, LeavingReason

ARRIVED = (State.ACCEPTED, State.DELIVERED)
STOPPED = (State.UNDELIVERED, State.FAILED, State.SUPPRESSED, State.NEEDS_PERSON)
WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN)
CAME = (InterviewState.CAME, InterviewState.CAME_LATE)
BATCH = 2000
Row = tuple[Any, ...]  # of the columns asked for

BECAME = {
    InterviewState.CAME: Became.CAME,
    InterviewState.CAME_LATE: Became.CAME_LATE,
    InterviewState.ABSENT: Became.ABSENT,
    InterviewState.EXCUSED: Became.EXCUSED,
    InterviewState.CANCELLED_BY_US: Became.BY_US,
    InterviewState.CANCELLED_BY_CANDIDATE: Became.BY_THEM,
}


@dataclass(frozen=True)
class Group:
    """Whose figures they are: of one day, place, job's title and source."""

    day: date
    place: int
    title: str
    source: str


@dataclass
class _Met:
    """What the interviews of one application tell of it."""

    booked_at: datetime | None = None
    confirmed_at: datetime | None = None
    attended_at: datetime | None = None
    not_as_told: bool = False


@dataclass
class _Said:
    written: list[Written] = field(default_factory=list)
    automatic_at: datetime | None = None


def source_of(source: str, note: str) -> str:
    """The job board where one is noted, else the way they came by."""
    return f"{source}:{note}" if note else source


def bounds(day: date, zone: str, days: int = 1) -> tuple[datetime, datetime]:
    place = ZoneInfo(zone)
    first = datetime.combine(day, time.min, tzinfo=place)
    return first, datetime.combine(day + timedelta(days=days), time.min, tzinfo=place)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, BATCH)):
        yield part


def applications_of(day: date, zone: str, places: Iterable[int]) -> Iterator[tuple[Group, ApplicationFacts]]:
    """Who applied at ``places`` (all in ``zone``) on that day of theirs."""
    start, end = bounds(day, zone)
    rows = Application.objects.filter(
        applied_at__gte=start, applied_at__lt=end, location__in=list(places), is_started=True
    ).order_by()
    wanted = (
        *("pk", "location_id", "job__title", "source", "source_note", "applied_at", "started_at"),
        *("contacted_at", "first_contact_due_at", "offered_at", "stage", "starts_on", "closed_at"),
        "closed_reason",
    )
    local = ZoneInfo(zone)
    for part in _batches(rows.values_list(*wanted)):
        numbers = [row[0] for row in part]
        met, said = _met(numbers), _said(numbers)
        for row in part:
            yield (
                Group(day, row[1], row[2], source_of(row[3], row[4])),
                _application(row, met[row[0]], said[row[0]], local),
            )


def _application(row: Row, met: _Met, said: _Said, local: ZoneInfo) -> ApplicationFacts:
    (applied_at, started_at, human_at, due_at, offered_at, stage, starts_on, closed_at, closed_reason) = row[
        5:
    ]
    joined = stage == Stage.JOINED
    first_day = datetime.combine(starts_on, time.min, tzinfo=local) if starts_on else closed_at
    return ApplicationFacts(
        begins_at=max(started_at or applied_at, applied_at),
        local_hour=applied_at.astimezone(local).hour,
        automatic_at=said.automatic_at,
        human_at=human_at,
        due_at=due_at,
        booked_at=met.booked_at,
        confirmed_at=met.confirmed_at,
        attended_at=met.attended_at,
        offered_at=offered_at,
        joined_at=first_day if joined else None,
        was_offered=offered_at is not None or stage == Stage.OFFERED,
        has_joined=joined,
        not_as_told=met.not_as_told or closed_reason == LeavingReason.NOT_AS_TOLD,
        written=tuple(said.written),
    )


def _met(numbers: list[int]) -> Mapping[int, _Met]:
    met: dict[int, _Met] = defaultdict(_Met)
    rows = Interview.objects.filter(application__in=numbers, booked_at__isnull=False)
    wanted = ("application_id", "booked_at", "confirmed_at", "starts_at", "state")
    for application, booked_at, confirmed_at, starts_at, state in rows.order_by("pk").values_list(*wanted):
        one = met[application]
        one.booked_at = one.booked_at or booked_at
        one.confirmed_at = one.confirmed_at or confirmed_at
        if state in CAME:
            one.attended_at = one.attended_at or starts_at
    told = Case.objects.exclude(state=CaseState.UNDONE).filter(reason=Reason.NOT_AS_TOLD)
    for application in told.filter(interview__application__in=numbers).values_list(
        "interview__application_id", flat=True
    ):
        met[application].not_as_told = True
    return met


def _said(numbers: list[int]) -> Mapping[int, _Said]:
    """What we wrote to them; the first thing that left by itself is the automatic first contact."""
    said: dict[int, _Said] = defaultdict(_Said)
    rows = Message.objects.filter(
        application__in=numbers,
        direction=Direction.OUT,
        channel__in=WRITTEN_BY,
        state__in=(*ARRIVED, *STOPPED),
    ).order_by()
    wanted = ("application_id", "channel", "state", "kind", "sent_at", "cost", "author_id")
    for application, channel, state, kind, sent_at, cost, author in rows.values_list(*wanted):
        arrived = state in ARRIVED
        one = said[application]
        one.written.append(Written(channel, arrived, int(cost * 100), sent_at, kind in REMINDERS))
        if arrived and author is None and sent_at is not None:
            one.automatic_at = min(one.automatic_at or sent_at, sent_at)
    return said


def interviews_of(
    day: date, zone: str, places: Iterable[int], now: datetime
) -> Iterator[tuple[Group, InterviewFacts]]:
    """What was to be at ``places`` (all in ``zone``) on that day of theirs, whatever became of it."""
    start, end = bounds(day, zone)
    rows = Interview.objects.filter(
        starts_at__gte=start,
        starts_at__lt=end,
        location__in=list(places),
        booked_at__isnull=False,
        state__in=[*BECAME, InterviewState.BOOKED],
    ).order_by()
    wanted = (
        *("pk", "application_id", "location_id", "application__job__title", "application__source"),
        *("application__source_note", "state", "starts_at", "ends_at", "booked_at", "confirmed_at"),
        *("application__applied_at", "application__started_at", "application__contacted_at"),
        "application__stage",
    )
    for part in _batches(rows.values_list(*wanted)):
        yield from _interviews(part, day, ZoneInfo(zone), now)


def _interviews(
    rows: list[Row], day: date, local: ZoneInfo, now: datetime
) -> Iterator[tuple[Group, InterviewFacts]]:
    said = _said([row[1] for row in rows])
    reasons, ours = _reasons([row[0] for row in rows]), _our_fault([row[0] for row in rows])
    interviewers, later = _interviewers([row[0] for row in rows]), _met_later([row[0] for row in rows])
    for row in rows:
        number, application, place, title, source, note, state, starts_at, ends_at = row[:9]
        booked_at, confirmed_at, applied_at, started_at, human_at, stage = row[9:]
        became = _became(state, ends_at or starts_at, now)
        met_nobody = reasons.get(number) == Reason.NOBODY_THERE and became in {Became.ABSENT, Became.EXCUSED}
        if number in ours or met_nobody:
            became = Became.OURS
        yield (
            Group(day, place, title, source_of(source, note)),
            InterviewFacts(
                became=became,
                day=day,
                hour=starts_at.astimezone(local).hour,
                starts_at=starts_at,
                booked_on=booked_at.astimezone(local).date(),
                confirmed=confirmed_at is not None,
                begins_at=max(started_at or applied_at, applied_at),
                human_at=human_at,
                interviewer=interviewers.get(number),
                reason=reasons.get(number, ""),
                met_later=number in later,
                joined=stage == Stage.JOINED,
                written=tuple(said[application].written),
            ),
        )


def _became(state: str, ends_at: datetime, now: datetime) -> Became:
    if state == InterviewState.BOOKED:
        return Became.UNKNOWN if ends_at <= now else Became.COMING
    return BECAME[InterviewState(state)]


def _reasons(numbers: list[int]) -> Mapping[int, str]:
    rows = Case.objects.exclude(state=CaseState.UNDONE).exclude(reason="").filter(interview__in=numbers)
    return dict(rows.order_by("pk").values_list("interview_id", "reason"))


def _our_fault(numbers: list[int]) -> set[int]:
    """Excused because of us, as was recorded last."""
    last = {
        interview: (state, reason)
        for interview, state, reason in Attendance.objects.filter(interview__in=numbers)
        .order_by("pk")
        .values_list("interview_id", "state", "reason")
    }
    return {
        interview
        for interview, said in last.items()
        if said == (InterviewState.EXCUSED, ExcuseReason.OUR_FAULT)
    }


def _interviewers(numbers: list[int]) -> Mapping[int, int | None]:
    """Of the seat they hold, or held last."""
    rows = Booking.objects.filter(interview__in=numbers).order_by("active", "pk")
    return dict(rows.values_list("interview_id", "interviewer_id"))


def _met_later(numbers: list[int]) -> set[int]:
    later = Interview.objects.filter(
        Q(pk__gt=OuterRef("pk")), application=OuterRef("application"), state__in=CAME
    )
    rows = Interview.objects.filter(pk__in=numbers, state=InterviewState.ABSENT)
    return set(rows.filter(Exists(later)).order_by().values_list("pk", flat=True))
