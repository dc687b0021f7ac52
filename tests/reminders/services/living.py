"""Living through days: everything that falls due happens, moment by moment, and is really handed over."""

from datetime import datetime
from zoneinfo import ZoneInfo

from candidates.models import Application, Job
from candidates.policy import Applicant, PhoneKind
from candidates.services.intake import receive
from messaging.models import Message
from messaging.policy import SAID, Kind
from sandbox.services.settling import next_due, settle
from scheduling.models import Interview
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests import factories as make

SMS, EMAIL, PHONE = "sms", "email", "phone"


def live(start: datetime, end: datetime) -> None:
    """From ``start`` to ``end``, stopping at every due moment as the sandbox's clock does."""
    moment: datetime | None = start
    while moment is not None:
        settle(now=moment, pause=_nobody_else_sends)
        moment = next_due(moment, end)
    settle(now=end, pause=_nobody_else_sends)


def _nobody_else_sends() -> None:
    """All of it happens in this thread."""


def someone(
    now: datetime,
    *,
    job: Job | None = None,
    family_name: str = "佐々木",
    phone: str = "+819012345678",
    email: str = "ren@example.jp",
) -> Application:
    """Applied by the form at ``now``, with a mobile and an e-mail address."""
    make.a_company(name="ひなた食堂", caller_number="0422-00-0120")
    applicant = Applicant(
        family_name=family_name,
        given_name="蓮",
        phone=phone,
        phone_kind=PhoneKind.MOBILE,
        email=email,
        preferred_channel=SMS,
        language="ja",
    )
    return receive(applicant, job=job or make.a_job(), now=now)


def booked(application: Application, start: datetime, *, now: datetime) -> Interview:
    """Invited and booked by themselves at ``now``."""
    interview = invite(application, by=make.a_staff(), now=now)
    book(interview, make.a_slot(start, location=application.job.location), now=now)
    interview.refresh_from_db()
    return interview


def moved(interview: Interview, start: datetime, *, now: datetime) -> None:
    interview.refresh_from_db()
    book(interview, make.a_slot(start, location=interview.application.job.location), now=now)
    interview.refresh_from_db()


def said(application: Application, *kinds: Kind, zone: str = "Asia/Tokyo") -> list[tuple[str, str, str]]:
    """What left us, in order: kind, channel, and the local moment."""
    rows = Message.objects.outgoing().filter(application=application, state__in=SAID)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return [
        (row.kind, row.channel, f"{row.sent_at.astimezone(ZoneInfo(zone)):%d %H:%M}")
        for row in rows.order_by("sent_at", "channel", "pk")
        if row.sent_at
    ]


def planned(application: Application) -> list[tuple[str, str]]:
    """What is still to be said, in order."""
    rows = Message.objects.planned().filter(application=application).order_by("due_at", "channel")
    return list(rows.values_list("kind", "channel"))
