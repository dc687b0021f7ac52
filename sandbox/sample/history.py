"""The weeks before the sample's story: applications that are over, so that ふりかえり has something to show.

Drawn, not lived through, with the habits a small chain would find in its own figures: who waits long stays
away more often, mails arrive less often than LINE, one shop calls back late, one job is not as it was told.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from candidates.models import Application, Candidate
from candidates.policy import PhoneKind, Source, Stage
from candidates.services.indexing import index_new
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from noshow.models import Case
from noshow.policy import CaseState, Reason
from sandbox.mass.people import person
from sandbox.sample.place import TOKYO, Place
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState, LeavingReason

OLDEST, NEWEST = 185, 31
A_DAY = 3
FIRST_NUMBER = 500_000
SOURCES = (
    (0.30, Source.FORM, ""),
    (0.45, Source.DESK, ""),
    (0.80, Source.MAIL, "バイトさがし"),
    (1.01, Source.CSV, "しごとの窓"),
)
CHANNELS = ((0.3, "line"), (0.8, "sms"), (1.01, "email"))
BOARD_ABSENCE = 0.05
LEAD_ABSENCE = ((2, -0.01), (4, 0.0), (7, 0.03), (99, 0.15))
REASONS = (
    *((Reason.UNWELL,) * 6 + (Reason.FORGOT,) * 5 + (Reason.OTHER_JOB,) * 4 + (Reason.WORK_OR_SCHOOL,) * 4),
    *(Reason.FAMILY, Reason.LOST, Reason.RATHER_NOT_SAY, "", "", ""),
)
HOURS = (time(9, 30), time(11), time(13), time(14), time(15, 30), time(17))


@dataclass
class _Rows:
    people: list[Candidate] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    taken: set[tuple[int, datetime]] = field(default_factory=set)


def let_months_have_passed(place: Place, today: datetime) -> None:
    """About five hundred applications, from half a year to a month before ``today``."""
    draws, rows = Random(7), _Rows()  # noqa: S311  no secret, and the same each time
    number = FIRST_NUMBER
    for back in range(OLDEST, NEWEST, -1):
        day = (today - timedelta(days=back)).date()
        for _ in range(A_DAY if draws.random() < 0.9 else A_DAY + 2):
            number += 1
            _apply(place, day, number, draws, rows)
    _keep(rows)


def _keep(rows: _Rows) -> None:
    Candidate.objects.bulk_create(rows.people)
    Application.objects.bulk_create(rows.applications)
    index_new(rows.applications)
    Slot.objects.bulk_create(rows.slots)
    Interview.objects.bulk_create(rows.interviews)
    for model, made in ((Booking, rows.bookings), (Case, rows.cases), (Message, rows.messages)):
        model._base_manager.bulk_create(made)  # type: ignore[arg-type]  # each its own


def _apply(place: Place, day: date, number: int, draws: Random, rows: _Rows) -> None:
    who = person(number, draws)
    evening = draws.random() < 0.3
    hour = draws.choice((20, 21, 22)) if evening else draws.randint(9, 18)
    applied_at = datetime.combine(day, time(hour, draws.randint(0, 59)), TOKYO)
    job = place.jobs[draws.choice(("hall", "hall", "hall", "kitchen", "kitchen", "early", "late", "manager"))]
    source, note = _drawn_source(draws)
    channel = next(name for limit, name in CHANNELS if draws.random() < limit)
    candidate = Candidate(
        family_name=who.family,
        given_name=who.given,
        family_kana=who.family_kana,
        given_kana=who.given_kana,
        phone=who.phone,
        phone_kind=PhoneKind.MOBILE,
        email=who.email,
        preferred_channel=channel,
        created_at=applied_at,
    )
    is_slow = job.location == place.locations["mitaka"]
    wait = draws.expovariate(1 / (52 if is_slow else 9)) + (
        draws.randint(60, 700) if evening and draws.random() < 0.6 else 0
    )
    contacted = None if draws.random() < 0.12 else applied_at + timedelta(minutes=wait + 1)
    application = Application(
        candidate=candidate,
        job=job,
        stage=Stage.CLOSED,
        source=source,
        source_note=note,
        applied_at=applied_at,
        started_at=applied_at,
        owner=job.owner,
        first_contact_due_at=applied_at + timedelta(minutes=750 if evening else 30),
        contacted_at=contacted,
        closed_at=applied_at + timedelta(days=13),
    )
    rows.people.append(candidate)
    rows.applications.append(application)
    _write(
        application, Kind.THANKS, channel, applied_at + timedelta(seconds=draws.randint(4, 50)), draws, rows
    )
    if contacted and draws.random() < 0.8:
        _meet(place, application, channel, contacted, draws, rows)
    elif draws.random() < 0.5:
        application.stage = Stage.WITHDRAWN
        application.closed_reason = LeavingReason.OTHER_JOB


def _drawn_source(draws: Random) -> tuple[Source, str]:
    draw = draws.random()
    return next((source, note) for limit, source, note in SOURCES if draw < limit)


def _meet(
    place: Place, application: Application, channel: str, contacted: datetime, draws: Random, rows: _Rows
) -> None:
    """A time is booked; what becomes of it follows from the wait, the answer and where they came from."""
    booked_at = contacted + timedelta(hours=draws.randint(1, 20))
    lead = draws.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 9, 10))
    starts_at = _free_time(place, application, booked_at.date() + timedelta(days=lead), draws, rows)
    if starts_at is None:
        return
    confirmed = draws.random() < 0.78
    chance = 0.03 + next(more for last, more in LEAD_ABSENCE if lead <= last) + (0 if confirmed else 0.18)
    chance += BOARD_ABSENCE if application.source == Source.MAIL else 0
    state = _outcome(draws, chance)
    interview = Interview(
        application=application,
        state=state,
        invited_at=contacted,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        booked_at=booked_at,
        confirmed_at=starts_at - timedelta(hours=draws.randint(10, 20)) if confirmed else None,
        outcome_at=None if state == InterviewState.BOOKED else starts_at + timedelta(minutes=20),
        cancelled_at=starts_at - timedelta(hours=5) if "cancelled" in state else None,
        updated_at=starts_at,
    )
    rows.interviews.append(interview)
    _seat(place, interview, starts_at, booked_at, draws, rows)
    for kind, at in ((Kind.BOOKED, booked_at), (Kind.REMINDER_EVE, starts_at - timedelta(hours=20))):
        _write(application, kind, channel, max(at, booked_at), draws, rows)
    _follow(application, interview, starts_at, draws, rows)


def _outcome(draws: Random, chance: float) -> InterviewState:
    draw = draws.random()
    others = (
        (0.04, InterviewState.CANCELLED_BY_CANDIDATE),
        (0.05, InterviewState.CANCELLED_BY_US),
        (0.08, InterviewState.EXCUSED),
    )
    for limit, state in others:
        if draw < limit:
            return state
    if draws.random() < chance:
        return InterviewState.ABSENT
    return InterviewState.CAME_LATE if draws.random() < 0.04 else InterviewState.CAME


def _free_time(
    place: Place, application: Application, day: date, draws: Random, rows: _Rows
) -> datetime | None:
    shop = application.job.location_id
    times = [datetime.combine(day, at, TOKYO) for at in draws.sample(HOURS, len(HOURS))]
    free = next((at for at in times if (shop, at) not in rows.taken), None)
    if free is not None:
        rows.taken.add((shop, free))
    return free


def _seat(
    place: Place, interview: Interview, starts_at: datetime, booked_at: datetime, draws: Random, rows: _Rows
) -> None:
    at_mitaka = interview.application.job.location == place.locations["mitaka"]
    interviewer = place.staff["ono" if at_mitaka else draws.choice(("kobayashi", "kobayashi", "tanabe"))]
    slot = Slot(
        location=interview.application.job.location,
        interviewer=interviewer,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
    )
    rows.slots.append(slot)
    held = "cancelled" not in interview.state
    booking = Booking(
        interview=interview,
        slot=slot,
        interviewer=interviewer,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        active=held,
        booked_at=booked_at,
        released_at=None if held else interview.cancelled_at,
    )
    rows.bookings.append(booking)


def _follow(
    application: Application, interview: Interview, starts_at: datetime, draws: Random, rows: _Rows
) -> None:
    """What became of the application; an absence left a case."""
    application.closed_at = starts_at + timedelta(days=4)
    if interview.state == InterviewState.ABSENT:
        told = application.job.slug.endswith("late") and draws.random() < 0.7
        reason = Reason.NOT_AS_TOLD if told else draws.choice(REASONS)
        if draws.random() < 0.03:
            reason = Reason.NOBODY_THERE
        rows.cases.append(
            Case(
                interview=interview,
                state=CaseState.CLOSED,
                opened_at=starts_at + timedelta(minutes=15),
                reason=reason,
                answered_at=starts_at + timedelta(hours=3) if reason else None,
                closed_at=application.closed_at,
            )
        )
    elif interview.state in {InterviewState.CAME, InterviewState.CAME_LATE}:
        application.stage = Stage.REJECTED
        if draws.random() < 0.48:
            application.stage = Stage.JOINED if draws.random() < 0.86 else Stage.DECLINED
            application.offered_at = starts_at + timedelta(days=draws.randint(1, 4))
            application.closed_at = application.offered_at + timedelta(days=draws.randint(2, 9))
            if application.stage == Stage.JOINED:
                application.starts_on = application.closed_at.date()
    elif interview.state == InterviewState.CANCELLED_BY_CANDIDATE:
        application.stage = Stage.WITHDRAWN
        told = application.job.slug.endswith("late")
        application.closed_reason = LeavingReason.NOT_AS_TOLD if told else LeavingReason.OTHER_JOB


def _write(
    application: Application, kind: Kind, channel: str, at: datetime, draws: Random, rows: _Rows
) -> None:
    missed = draws.random() < {"line": 0.01, "sms": 0.02, "email": 0.09}[channel]
    rows.messages.append(
        Message(
            application=application,
            kind=kind,
            channel=ChannelName(channel),
            state=State.UNDELIVERED if missed else State.DELIVERED,
            reason="unreachable" if missed else "",
            parts=1 if channel == "sms" else 0,
            cost=12 if channel == "sms" else 0,
            due_at=at,
            wanted_due_at=at,
            expires_at=at + timedelta(days=1),
            created_at=at,
            sent_at=at,
            settled_at=at + timedelta(seconds=9),
            seen_to_at=at + timedelta(hours=2) if missed else None,
            attempts=1,
        )
    )
