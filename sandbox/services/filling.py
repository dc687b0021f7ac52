"""Filling an empty sandbox: the sample's story is lived through at speed, act by act, message by message."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from candidates.models import Application, Candidate, ColumnChoice, Content, FormUse, Import, Job
from candidates.policy import Applicant, PhoneKind, Source
from candidates.services.intake import receive
from company.models import AuditEvent, BulkAct, ClockShift, Company, Location, Staff, TrailCheck, TrailSeal
from messaging.models import Suppression, Template
from noshow.models import Case, FigureCell, FigureState, RiskModel, RiskSettings
from noshow.services.figures import bring_up_to_date
from sandbox.sample.acts import moment, perform
from sandbox.sample.calls import let_people_be_called
from sandbox.sample.earlier import let_a_time_open
from sandbox.sample.history import let_months_have_passed
from sandbox.sample.machines import let_machines_speak
from sandbox.sample.paperwork import let_papers_lie
from sandbox.sample.people import PEOPLE, Act, Person
from sandbox.sample.place import TOKYO, Place, build_place
from sandbox.sample.reception import put_up_numbers
from sandbox.sample.risk import let_mornings_be_noted
from sandbox.sample.supply import let_times_come
from sandbox.sample.views import keep_views
from sandbox.services.settling import next_due, settle
from sandbox.services.walking import set_clock
from scheduling.models import Booking, Closure, Interview, Slot

OPENS_AT = time(10)
CONSENT = "採用のご連絡のために個人情報を使うことに同意します。"


@dataclass(frozen=True)
class Event:
    at: datetime
    person: int
    act: Act | None  # None is the application itself


def is_filled() -> bool:
    """Whether the sandbox holds anything already."""
    return Location.objects.exists()


def opening_moment(machine_now: datetime) -> datetime:
    """The sample begins at ten in the morning, Tokyo time: the next one, for the clock only goes forward."""
    local = machine_now.astimezone(TOKYO)
    day = local.date() if local.time() <= OPENS_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS_AT, TOKYO)


def fill() -> datetime:
    """Make the sample company and live its last two weeks; returns the moment the clock shows then."""
    opens_at = opening_moment(timezone.now())
    with transaction.atomic():
        place = build_place(opens_at)
        let_months_have_passed(place, opens_at)
        _live(place, opens_at)
        let_times_come(place, opens_at)
        let_a_time_open(place, opens_at)
        let_people_be_called(place, opens_at)
        let_papers_lie(place, opens_at)
        let_machines_speak(place, opens_at)
        keep_views(place.staff["kobayashi"])
        put_up_numbers(place, opens_at)
        let_mornings_be_noted(opens_at)
        bring_up_to_date(now=opens_at, machine_now=timezone.now())
    set_clock(opens_at)
    return opens_at


def start_over() -> datetime:
    """Forget everything the sandbox holds and fill it anew. Everybody is signed out."""
    with transaction.atomic():
        for model in (Case, Booking, Interview, Slot, Import, Application, Candidate, Suppression, FormUse):
            model.objects.all().delete()
        _forget_trail()
        for other in (ColumnChoice, Template, Content, Job, Location, Session, Staff, Company, ClockShift):
            other.objects.all().delete()
        BulkAct.objects.all().delete()
        FigureCell.objects.all().delete()
        FigureState.objects.all().delete()
        RiskSettings.objects.all().delete()
        RiskModel.objects.all().delete()
        Closure.objects.all().delete()  # one of the whole company stands at no location
    return fill()


def _forget_trail() -> None:
    """PostgreSQL lets nobody delete rows of the trail; its owner may empty the tables."""
    for model in (AuditEvent, TrailSeal, TrailCheck):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what was written here is in the way
                cursor.execute(f"TRUNCATE {connection.ops.quote_name(model._meta.db_table)}")
        else:
            model.objects.all()._raw_delete(model.objects.db)


def _live(place: Place, today: datetime) -> None:
    here = moment(today, (-14, 0, 0))
    stored: dict[int, Application] = {}
    for event in sorted(_events(today), key=lambda one: (one.at, one.person)):
        _wait_until(event.at, here)
        here = event.at
        person = PEOPLE[event.person]
        by = place.jobs[person.job].owner or place.staff["kobayashi"]
        if event.act is None:
            stored[event.person] = receive(
                _applicant(person, event.person),
                job=place.jobs[person.job],
                now=event.at,
                source=Source.FORM,
                source_note=person.source_note,
            )
        else:
            perform(event.act, stored[event.person], by=by, today=today, now=event.at)
        settle(now=event.at, pause=_nobody_else_sends)
    _wait_until(today, here)


def _events(today: datetime) -> list[Event]:
    return [
        Event(moment(today, at), number, act)
        for number, person in enumerate(PEOPLE)
        for at, act in [(person.applied, None), *((act.at, act) for act in person.acts)]
    ]


def _wait_until(until: datetime, here: datetime) -> None:
    """Let everything that falls due on the way happen at its own moment."""
    while (stop := next_due(here, until)) is not None:
        settle(now=stop, pause=_nobody_else_sends)
        here = stop


def _nobody_else_sends() -> None:
    """The filling is one transaction: no other worker sees its messages, so there is nobody to wait for."""


def _applicant(person: Person, number: int) -> Applicant:
    family, given, family_kana, given_kana = person.names
    phone = f"+8190000010{number:02d}" if person.has_mobile else "+81422000199" if person.landline else ""
    kind = (
        PhoneKind.MOBILE if person.has_mobile else PhoneKind.LANDLINE if person.landline else PhoneKind.NONE
    )
    return Applicant(
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        phone=phone,
        phone_kind=kind,
        email=f"sample{number}@mail.example" if person.has_email else "",
        language=person.language,
        preferred_channel=person.channel,
        preferred_hours=person.hours,
        motivation=person.motivation,
        consent_text=CONSENT,
    )
