"""People with a booked interview and a link, as the product's own services make them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from bench import rows, texts
from candidates.models import Application, Candidate, Job
from candidates.policy import PhoneKind, Stage
from candidates.services.links import keep, new_token
from company.models import Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import State
from reminders.services.planning import replan
from scheduling.models import Interview, Slot
from scheduling.services.booking import book
from scheduling.services.inviting import invite

FIRST_SLOT = timedelta(days=2)


@dataclass(frozen=True)
class Guest:
    """Somebody with a link; ``version`` is what their page shows."""

    token: str
    application: int
    version: int = 0


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE candidates_candidate, scheduling_slot, company_auditevent CASCADE")


def invited(count: int) -> list[Guest]:
    """So many more people, thanked and invited, with what is due by now sent and delivered."""
    now = timezone.now()
    found = _applied(count, now)
    for application in found:
        replan(application.pk, now=now)
        invite(application, now=now)
    due = Message.objects.filter(application__in=found, state=State.PLANNED, due_at__lte=now)
    due.update(state=State.DELIVERED, sent_at=F("due_at"), settled_at=F("due_at"))
    tokens = [(application, new_token()) for application in found]
    keep(tokens, now=now)
    return [_guest(application, token) for application, token in tokens]


def booked(count: int) -> list[Guest]:
    """Invited ones who have chosen a time, each one of their own."""
    guests, now = invited(count), timezone.now()
    for guest, slot in zip(guests, slots(count), strict=True):
        book(Interview.objects.get(application=guest.application), slot, now=now)
    due = Message.objects.filter(state=State.PLANNED, due_at__lte=now)
    due.update(state=State.DELIVERED, sent_at=F("due_at"), settled_at=F("due_at"))
    versions = dict(Interview.objects.values_list("application_id", "version"))
    return [Guest(guest.token, guest.application, versions[guest.application]) for guest in guests]


def slots(count: int) -> list[Slot]:
    """So many times, half an hour apart, of one interviewer, after those there are."""
    place = Job.objects.get(slug="hall").location
    last = Slot.objects.order_by("-starts_at").values_list("starts_at", flat=True).first()
    first = last + timedelta(hours=1) if last else _on_the_hour(timezone.now() + FIRST_SLOT)
    who = _interviewer()
    return Slot.objects.bulk_create(
        Slot(
            location=place,
            interviewer=who,
            starts_at=first + number * timedelta(hours=1),
            ends_at=first + number * timedelta(hours=1) + timedelta(minutes=30),
        )
        for number in range(count)
    )


def _interviewer() -> Staff:
    known, _is_new = Staff.objects.get_or_create(
        username="interviewer", defaults={"display_name": "小林", "role": Role.INTERVIEWER}
    )
    return known


def _applied(count: int, now: datetime) -> list[Application]:
    """Reachable by SMS and by mail, as most are."""
    known, job = Candidate.objects.count(), Job.objects.select_related("location").get(slug="hall")
    people = Candidate.objects.bulk_create(
        Candidate(
            family_name=texts.NAME,
            given_name="蓮",
            phone=texts.phone(number),
            phone_kind=PhoneKind.MOBILE,
            email=texts.address(number),
            created_at=now,
        )
        for number in range(known + 1, known + count + 1)
    )
    return Application.objects.bulk_create(
        Application(candidate=one, job=job, applied_at=now, stage=Stage.RECEIVED) for one in people
    )


def _guest(application: Application, token: str) -> Guest:
    version = Interview.objects.values_list("version", flat=True).get(application=application)
    return Guest(token, application.pk, version)


def _on_the_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


TABLES = (*rows.TABLES, "scheduling_interview", "scheduling_booking", "scheduling_slot", "company_auditevent")
