"""A made-up company with everything that can become of an application, and its figures asked of the tables.

The questions are SQL of their own, written beside the product's way of counting and never calling it. They
count by Japanese days, as all of its places stand there.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection

from candidates.models import Application, Job
from candidates.policy import Source, Stage
from candidates.services.erasing import erase
from candidates.services.merging import merge
from company.models import Location, Staff
from messaging.policy import ChannelName, Kind, State
from noshow.models import Case
from noshow.policy import CaseState, Reason
from scheduling.models import Attendance, Booking, Interview
from scheduling.policy import By, ExcuseReason, InterviewState, LeavingReason
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_location,
    a_message,
    a_slot,
    a_staff,
    an_application,
    brought_to,
)

TODAY = date(2026, 6, 10)
OUTCOMES = (
    *(InterviewState.CAME, InterviewState.CAME, InterviewState.CAME_LATE, InterviewState.ABSENT),
    *(InterviewState.EXCUSED, InterviewState.CANCELLED_BY_US, InterviewState.CANCELLED_BY_CANDIDATE),
    *(InterviewState.BOOKED, InterviewState.ABSENT),
)


@dataclass
class Made:
    places: list[Location]
    jobs: list[Job]
    interviewers: list[Staff]
    applications: list[Application]


def a_whole_company(applications: int = 90, seed: int = 3) -> Made:
    """Some months of three stores, until NOW; merged, erased and repeated people among them."""
    draws = Random(seed)
    places = [a_location(name=name) for name in ("吉祥寺店", "三鷹店", "国分寺店")]
    jobs = [a_job(location=place, title=title) for place in places for title in ("ホール", "キッチン")]
    made = Made(places, jobs, [a_staff(display_name=name) for name in ("小林", "大野")], [])
    for number in range(applications):
        made.applications.append(_application(made, number, draws))
    kept, gone, leaves = list({row.candidate_id: row.candidate for row in made.applications}.values())[:3]
    merge(kept, gone, take=[], by=a_staff(), now=NOW)
    erase(leaves, now=NOW)
    return made


def _application(made: Made, number: int, draws: Random) -> Application:
    applied_at = NOW - timedelta(minutes=draws.randint(1, 75 * 1440))
    again = draws.random() < 0.2 and made.applications
    contacted = applied_at + timedelta(minutes=draws.choice((2, 12, 29, 30, 31, 200, 4000)))
    row = an_application(
        candidate=draws.choice(made.applications).candidate if again else a_candidate(),
        job=draws.choice(made.jobs),
        source=draws.choice((Source.FORM, Source.MAIL, Source.CSV)),
        source_note=draws.choice(("", "バイトさがし")),
        applied_at=applied_at,
        is_started=draws.random() < 0.95,
        contacted_at=None if draws.random() < 0.2 or contacted > NOW else contacted,
        first_contact_due_at=applied_at + timedelta(minutes=30),
        stage=Stage.CLOSED,
        closed_at=NOW,
    )
    _written(row, draws)
    if draws.random() < 0.75:
        _interview(made, row, number, draws)
    if draws.random() < 0.1:
        row.closed_reason = LeavingReason.NOT_AS_TOLD
        row.save(update_fields=["closed_reason"])
    return row


def _written(row: Application, draws: Random) -> None:
    for kind in (Kind.THANKS, Kind.REMINDER_EVE):
        at = row.applied_at + timedelta(minutes=draws.randint(0, 4000))
        message = a_message(
            row, kind=kind, due_at=at, channel=draws.choice((ChannelName.SMS, ChannelName.EMAIL))
        )
        state = draws.choice((State.DELIVERED, State.ACCEPTED, State.UNDELIVERED, State.CANCELLED))
        sent_at = None if state == State.CANCELLED else at
        brought_to(message, state, sent_at=sent_at, cost=draws.choice((0, 12)))


def _interview(made: Made, row: Application, number: int, draws: Random) -> None:
    booked_at = row.applied_at + timedelta(minutes=draws.randint(10, 3000))
    day = (booked_at + timedelta(days=draws.randint(0, 11))).date()
    starts_at = datetime.combine(day, NOW.timetz()) + timedelta(hours=draws.randint(-1, 8), minutes=number)
    state = draws.choice(OUTCOMES)
    if starts_at >= NOW:
        state = InterviewState.BOOKED
    drawn = draws.choice([*made.interviewers, None])
    slot = a_slot(starts_at, location=row.job.location, interviewer=_if_free(drawn, starts_at))
    interview = a_booked_interview(
        starts_at,
        row,
        slot=slot,
        state=state,
        booked_at=booked_at,
        confirmed_at=draws.choice((None, booked_at + timedelta(hours=3))),
    )
    if draws.random() < 0.2:
        _move(interview, draws)
    _outcome(interview, draws)
    if state in {InterviewState.CAME, InterviewState.CAME_LATE} and draws.random() < 0.5:
        row.stage = draws.choice((Stage.JOINED, Stage.OFFERED, Stage.DECLINED))
        row.offered_at = interview.starts_at
        row.save(update_fields=["stage", "offered_at"])


def _if_free(person: Staff | None, starts_at: datetime) -> Staff | None:
    """Nobody is in two places; who meets somebody else then leaves it to whoever is there."""
    near = timedelta(minutes=31)
    taken = Booking.objects.filter(
        interviewer=person, active=True, starts_at__gt=starts_at - near, starts_at__lt=starts_at + near
    )
    return None if person is None or taken.exists() else person


def _move(interview: Interview, draws: Random) -> None:
    """A day later, by another interviewer or the same."""
    old = Booking.objects.get(interview=interview)
    Booking.objects.filter(pk=old.pk).update(active=False, released_at=NOW)
    later = old.starts_at + timedelta(days=1)
    slot = a_slot(later, location=old.slot.location, interviewer=_if_free(old.interviewer, later))
    Booking.objects.create(
        interview=interview,
        slot=slot,
        interviewer=slot.interviewer,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        booked_at=NOW,
    )
    interview.starts_at, interview.ends_at, interview.moves = slot.starts_at, slot.ends_at, 1
    interview.save(update_fields=["starts_at", "ends_at", "moves"])


def _outcome(interview: Interview, draws: Random) -> None:
    if interview.state == InterviewState.ABSENT:
        reason = draws.choice((Reason.FORGOT, Reason.NOBODY_THERE, Reason.NOT_AS_TOLD, ""))
        Case.objects.create(interview=interview, state=CaseState.UNDONE, opened_at=NOW, reason=Reason.LOST)
        Case.objects.create(interview=interview, state=CaseState.CLOSED, opened_at=NOW, reason=reason)
    if interview.state == InterviewState.EXCUSED:
        for why in draws.choice(((ExcuseReason.UNWELL,), (ExcuseReason.UNWELL, ExcuseReason.OUR_FAULT))):
            Attendance.objects.create(
                interview=interview, state=InterviewState.EXCUSED, reason=why, at=NOW, way=By.DESK
            )


# --- asked of the tables -------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Whose figures, and of which days (both belong to it)."""

    first: date
    last: date
    place: int | None = None
    title: str = ""
    source: str = ""

    def where(self, moment: str) -> tuple[str, list[str | int]]:
        said = [f"{moment} >= %s AND {moment} < %s"]
        values: list[str | int] = [_midnight(self.first), _midnight(self.last + timedelta(days=1))]
        for column, value in (("l.id", self.place), ("j.title", self.title)):
            if value:
                said.append(f"{column} = %s")
                values.append(value)
        if self.source:
            said.append(
                "CASE WHEN a.source_note = '' THEN a.source ELSE a.source || ':' || a.source_note END = %s"
            )
            values.append(self.source)
        return " AND ".join(said), values


def _midnight(day: date) -> str:
    at = datetime.combine(day, NOW.timetz().replace(hour=0, minute=0))
    return str(connection.ops.adapt_datetimefield_value(at))


def number(question: str, asked: Asked, moment: str) -> int:
    where, values = asked.where(moment)
    with connection.cursor() as cursor:
        cursor.execute(f"{question} {'AND' if 'WHERE' in question else 'WHERE'} {where}", values)
        return int(cursor.fetchone()[0] or 0)


APPLIED = """SELECT COUNT(DISTINCT a.id) FROM candidates_application a
    JOIN candidates_job j ON j.id = a.job_id JOIN company_location l ON l.id = j.location_id"""
MET = """SELECT COUNT(DISTINCT i.id) FROM scheduling_interview i
    JOIN candidates_application a ON a.id = i.application_id
    JOIN candidates_job j ON j.id = a.job_id JOIN company_location l ON l.id = j.location_id"""
STARTED = "WHERE a.is_started"
CAME = """EXISTS (SELECT 1 FROM scheduling_interview x
    WHERE x.application_id = a.id AND x.state IN ('came', 'came_late'))"""
BOOKED = (
    "EXISTS (SELECT 1 FROM scheduling_interview x WHERE x.application_id = a.id AND x.booked_at IS NOT NULL)"
)
GONE_ON = "(a.offered_at IS NOT NULL OR a.stage IN ('offered', 'joined'))"
REASON = "(SELECT c.reason FROM noshow_case c WHERE c.interview_id = i.id AND c.state <> 'undone')"
LAST_WORD = (
    "(SELECT t.reason FROM scheduling_attendance t WHERE t.interview_id = i.id ORDER BY t.id DESC LIMIT 1)"
)
OURS = (
    f"(i.state = 'absent' AND COALESCE({REASON}, '') = 'nobody_there'"
    f" OR i.state = 'excused' AND COALESCE({LAST_WORD}, '') = 'our_fault')"
)
TOLD = """(a.closed_reason = 'not_as_told' OR EXISTS (SELECT 1 FROM noshow_case c
    JOIN scheduling_interview x ON x.id = c.interview_id
    WHERE x.application_id = a.id AND c.state <> 'undone' AND c.reason = 'not_as_told'))"""


def seconds_until_contact() -> str:
    if connection.vendor == "postgresql":
        return "EXTRACT(EPOCH FROM a.contacted_at - a.applied_at)"
    return "ROUND((JULIANDAY(a.contacted_at) - JULIANDAY(a.applied_at)) * 86400)"


def counted(asked: Asked) -> dict[str, int]:
    """Every figure by a question of its own."""

    def applications(more: str) -> int:
        return number(f"{APPLIED} {STARTED} AND {more}", asked, "a.applied_at")

    def interviews(more: str) -> int:
        return number(f"{MET} WHERE i.booked_at IS NOT NULL AND {more}", asked, "i.starts_at")

    over = connection.ops.adapt_datetimefield_value(NOW)
    messages = APPLIED.replace("COUNT(DISTINCT a.id)", "COUNT(*)").replace(
        "candidates_application a",
        "messaging_message m JOIN candidates_application a ON a.id = m.application_id",
    )
    left = f"{STARTED} AND m.direction = 'out' AND m.channel IN ('sms', 'email', 'line') AND m.state"
    return {
        "applied": applications("1 = 1"),
        "contacted": applications(f"(a.contacted_at IS NOT NULL OR {BOOKED} OR {GONE_ON})"),
        "booked": applications(f"({BOOKED} OR {CAME} OR {GONE_ON})"),
        "attended": applications(f"({CAME} OR {GONE_ON})"),
        "offered": applications(GONE_ON),
        "joined": applications("a.stage = 'joined'"),
        "reached": applications("a.contacted_at IS NOT NULL"),
        "in_time": applications(f"a.contacted_at IS NOT NULL AND {seconds_until_contact()} < 1800"),
        "told": applications(TOLD),
        "sent": number(
            f"{messages} {left} IN ('delivered', 'accepted', 'undelivered')", asked, "a.applied_at"
        ),
        "missed": number(f"{messages} {left} = 'undelivered'", asked, "a.applied_at"),
        "known": interviews(f"i.state IN ('came', 'came_late', 'absent') AND NOT {OURS}"),
        "absent": interviews(f"i.state = 'absent' AND NOT {OURS}"),
        "ours": interviews(OURS),
        "o.came": interviews("i.state = 'came'"),
        "o.came_late": interviews("i.state = 'came_late'"),
        "o.excused": interviews(f"i.state = 'excused' AND NOT {OURS}"),
        "o.by_us": interviews("i.state = 'cancelled_by_us'"),
        "o.by_them": interviews("i.state = 'cancelled_by_candidate'"),
        "o.unknown": interviews(f"i.state = 'booked' AND i.ends_at <= '{over}'"),
        "r.confirmed.yes.n": interviews(
            f"i.state IN ('came', 'came_late', 'absent') AND NOT {OURS} AND i.confirmed_at IS NOT NULL"
        ),
        "r.confirmed.yes.a": interviews(f"i.state = 'absent' AND NOT {OURS} AND i.confirmed_at IS NOT NULL"),
        "w.forgot": interviews(f"i.state = 'absent' AND {REASON} = 'forgot'"),
        "w.silent": interviews(f"i.state = 'absent' AND COALESCE({REASON}, '') = ''"),
    }
