"""An application that another system posts: cleaned like a line of a CSV file, taken in like the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from candidates.models import Application, Job
from candidates.policy import Applicant, Source, clean_line, clean_text
from candidates.policy.people import identity_of, is_same_person
from candidates.policy.rows import Problem, Row, read_row
from candidates.services.intake import receive
from candidates.services.locking import lock_keys
from candidates.services.recognising import identity
from company.models import ApiToken
from company.services.api_tokens import reach_of

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SLOW_CLOCK = timedelta(minutes=5)
"""How far another machine's clock may run ahead of ours."""


@dataclass(frozen=True)
class Posted:
    """What the request says; ``cells`` as in ``candidates.policy.rows``."""

    job: str
    cells: Mapping[str, str]
    language: str = "ja"
    preferred_channel: str = ""
    preferred_hours: str = ""
    guardian_consent: bool = False
    consent_text: str = ""
    external_ref: str = ""
    applied_at: datetime | None = None
    starts_contact: bool = True


class NotUnderstood(Exception):
    """``problems`` say which fields, and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__([problem.field for problem in problems])
        self.problems = problems


class NumberTaken(Exception):
    """Another person's application has this ``external_ref``."""


@dataclass(frozen=True)
class Understood:
    job: Job
    row: Row


def understand(posted: Posted, token: ApiToken, *, now: datetime) -> Understood:
    """Cleaned, and nothing stored. Raises NotUnderstood."""
    job = find_job(posted.job, token)
    zone = job.location.zone if job else "Asia/Tokyo"
    row = read_row(posted.cells, now=now, zone=zone, language=posted.language)
    problems = list(row.problems)
    if job is None:
        problems.insert(0, Problem("job", "unknown"))
    if posted.applied_at is not None and not EARLIEST <= posted.applied_at <= now + SLOW_CLOCK:
        problems.append(Problem("applied_at", "future" if posted.applied_at > now else "unreadable"))
    if problems or job is None:
        raise NotUnderstood(*problems)
    applied_at = min(posted.applied_at, now) if posted.applied_at else None
    return Understood(job, replace(row, applicant=_with_wishes(row.applicant, posted), applied_at=applied_at))


def find_job(said: str, token: ApiToken) -> Job | None:
    """By slug, else by number; also one that takes no applications any more, for these people exist."""
    said = clean_line(said)
    jobs = Job.objects.select_related("location").filter(location__in=reach_of(token))
    by_number = Q(pk=int(said)) if said.isascii() and said.isdigit() and len(said) < 19 else Q(pk=None)
    return jobs.filter(slug=said).first() or jobs.filter(by_number).first()


@transaction.atomic
def take_in(posted: Posted, token: ApiToken, *, now: datetime) -> tuple[Application, bool]:
    """The application, and whether it is new. Raises NotUnderstood, NumberTaken."""
    understood = understand(posted, token, now=now)
    ref = clean_line(posted.external_ref)
    if ref:
        lock_keys([f"external:{ref}"])
        known = Application.objects.filter(external_ref=ref).select_related("candidate")
        known = known.filter(job__location__in=reach_of(token))
        if (earlier := known.first()) is not None:
            return _the_same(earlier, understood.row.applicant), False
    application = receive(
        understood.row.applicant,
        job=understood.job,
        now=now,
        source=Source.API,
        source_note=understood.row.source_note,
        applied_at=understood.row.applied_at,
        is_started=posted.starts_contact,
        external_ref=ref,
    )
    return application, application.is_new


def _the_same(earlier: Application, applicant: Applicant) -> Application:
    """The number says it is this one; that the person is another must not be covered up."""
    person = earlier.candidate
    if person.erased_at is None and not is_same_person(identity_of(applicant), identity(person)):
        raise NumberTaken
    return earlier


def _with_wishes(applicant: Applicant, posted: Posted) -> Applicant:
    chosen = posted.preferred_channel
    reachable = {
        "sms": applicant.phone_kind == "mobile",
        "phone": bool(applicant.phone),
        "email": bool(applicant.email),
    }
    return replace(
        applicant,
        preferred_channel=chosen if reachable.get(chosen) else applicant.preferred_channel,
        preferred_hours=clean_line(posted.preferred_hours)[:80],
        guardian_consent=posted.guardian_consent,
        consent_text=clean_text(posted.consent_text),
    )
