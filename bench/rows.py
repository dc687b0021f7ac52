"""Filling the product's tables. Imported only once Django is set up."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from bench import texts
from candidates.models import Application, Candidate, Job
from candidates.policy import PhoneKind, Stage
from company.models import Location
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind, State
from reminders.services.planning import replan

TABLES = (
    "messaging_message",
    "messaging_attempt",
    "candidates_link",
    "candidates_application",
    "candidates_candidate",
)


def a_company() -> None:
    """One company whose month has no ceiling, with a store where it is noon now, so that nothing waits."""
    company = the_company()
    company.name, company.sms_monthly_ceiling = texts.COMPANY, 2_000_000_000
    company.save()
    ahead = 12 - timezone.now().hour
    place = Location.objects.create(
        name="吉祥寺店", slug="store", phone="0422000000", zone=f"Etc/GMT{-ahead:+d}"
    )
    Job.objects.create(title="ホール", slug="hall", location=place)


def applied(count: int, channel: ChannelName) -> None:
    """So many people have just applied, each reachable on one channel, and are to be thanked: real plans.

    Where workers are killed, planning goes on beside sending, and must find each message still wanted.
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE candidates_candidate CASCADE")
    for application in people(count, only=channel, stage=Stage.RECEIVED):
        replan(application, now=timezone.now())
    Message.objects.exclude(channel=channel).delete()  # a person's first call is none of ours


def forget_messages() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE messaging_message, candidates_link CASCADE")


def people(count: int, *, only: ChannelName | None = None, stage: Stage = Stage.INTERVIEWING) -> list[int]:
    """The numbers of applications 1 to ``count``, one a person; the n-th person has the n-th number."""
    known, now, job = Candidate.objects.count(), timezone.now(), Job.objects.get(slug="hall")
    new = [
        Candidate(
            family_name=texts.NAME,
            given_name="蓮",
            phone="" if only == ChannelName.EMAIL else texts.phone(number),
            phone_kind=PhoneKind.NONE if only == ChannelName.EMAIL else PhoneKind.MOBILE,
            email="" if only == ChannelName.SMS else texts.address(number),
            preferred_channel=only or ChannelName.SMS,
            created_at=now,
        )
        for number in range(known + 1, count + 1)
    ]
    Candidate.objects.bulk_create(new, batch_size=1000)
    Application.objects.bulk_create(
        (Application(candidate=one, job=job, applied_at=now, stage=stage) for one in new),
        batch_size=1000,
    )
    return list(Application.objects.order_by("candidate_id").values_list("pk", flat=True)[:count])


def planned(channel: ChannelName, due: list[datetime]) -> None:
    """One reminder a person, the n-th due at the n-th moment, as a plan would have stored it."""
    forget_messages()
    now = timezone.now()
    Message.objects.bulk_create(
        (
            Message(
                application_id=application,
                key=f"{application}|reminder",
                kind=Kind.REMINDER_EVE,
                channel=channel,
                about=f"interview:{application}",
                step="eve",
                values={"when": texts.WHEN, "sender": "佐藤"},
                due_at=moment,
                wanted_due_at=moment,
                expires_at=moment + timedelta(hours=9),
                created_at=now,
            )
            for application, moment in zip(people(len(due)), due, strict=True)
        ),
        batch_size=1000,
    )


def all_is_written_down() -> bool:
    """Nothing is due any more and nothing is on its way."""
    open_ones = Message.objects.filter(state__in=[*OPEN, State.SENDING, State.UNKNOWN])
    return not open_ones.filter(due_at__lte=timezone.now()).exists()
