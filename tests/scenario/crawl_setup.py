"""Fills a new database with people in every standing and sends them messages of every kind, through the gate.

Run by ``python -m`` with its instance's settings. Prints each message's kind, channel and the addresses that
stood in it, as JSON.
"""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle

import django

django.setup()

from django.conf import settings  # noqa: E402  after the set-up

from candidates.models import Application, Content, Job  # noqa: E402
from candidates.policy import PhoneKind, Stage  # noqa: E402
from company import clock  # noqa: E402
from company.services.profile import the_company  # noqa: E402
from messaging.channels.base import Accepted, Outgoing  # noqa: E402
from messaging.channels.email import unsubscribe_url  # noqa: E402
from messaging.channels.sandbox import SandboxChannel  # noqa: E402
from messaging.policy import ChannelName, Kind  # noqa: E402
from messaging.rendering import VARIABLES  # noqa: E402
from messaging.services.dispatching import dispatch  # noqa: E402
from scheduling.models import AvailabilityWish, EarlierOffer, Interview, Slot  # noqa: E402
from scheduling.policy import InterviewState, OfferState  # noqa: E402
from tests import factories  # noqa: E402

CALLS = {Kind.CALL_MORNING, Kind.ABSENCE_CALL, Kind.FIRST_CALL}
KINDS = [kind for kind in Kind if kind not in CALLS]
CHANNELS = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,。、)）」]")
Make = Callable[[Job, datetime], Application]


def main(count: int) -> None:
    now = clock.now()
    job = _a_place(now)
    sent: list[Outgoing] = []
    SandboxChannel.send = lambda _channel, outgoing: _kept(sent, outgoing)  # type: ignore[method-assign,assignment]  # the crawler's own provider
    ways = cycle([(kind, channel) for kind in KINDS for channel in CHANNELS])
    for number in range(count):
        kind, channel = next(ways)
        application = STANDINGS.get(kind, _anybody)(job, now)
        application.candidate.line_id = f"U{number:032x}"
        application.candidate.save()
        _message(application, kind, channel, now)
    dispatch(now=now)
    told = [
        {"kind": one.kind, "links": sorted({*ADDRESS.findall(one.body), *_in_the_head(one)})} for one in sent
    ]
    print(json.dumps(told))


def _kept(sent: list[Outgoing], outgoing: Outgoing) -> Accepted:
    sent.append(outgoing)
    return Accepted(provider_id=f"crawled-{outgoing.attempt_id}", delivered=True)


def _in_the_head(one: Outgoing) -> list[str]:
    return [unsubscribe_url(one)] if "@" in one.to else []


def _a_place(now: datetime) -> Job:
    """Where it is noon, so that nothing waits for the morning; with something to read."""
    company = the_company()
    company.sms_monthly_ceiling = 1_000_000
    company.save()
    place = factories.a_location(
        zone=f"Etc/GMT{now.astimezone(UTC).hour - 12:+d}", postal_address="1-2 Street", access="4 minutes"
    )
    job = factories.a_job(location=place, bring="-", dress="-", talk="-", owner=factories.a_staff())
    Content.objects.create(job=job, title="Here", body="Read on the page.")
    Content.objects.create(job=job, title="There", url="https://elsewhere.example/", position=1)
    for hours in range(30, 60, 2):
        _slot(job, now + timedelta(hours=hours))
    return job


def _slot(job: Job, starts_at: datetime) -> Slot:
    return factories.a_slot(starts_at, location=job.location)


def _applied(job: Job, now: datetime, **values: object) -> Application:
    number = Application.objects.count()
    person = factories.a_candidate(
        phone=f"+8190{number:08d}", phone_kind=PhoneKind.MOBILE, email=f"crawled-{number}@mail.example"
    )
    known = {"stage": Stage.INTERVIEWING, "applied_at": now - timedelta(days=3)}
    return factories.an_application(candidate=person, job=job, **known | values)


def _ended(stage: Stage) -> Make:
    return lambda job, now: _applied(job, now, stage=stage, closed_at=now - timedelta(minutes=5))


def _at(stage: Stage) -> Make:
    return lambda job, now: _applied(job, now, stage=stage)


def _invited(job: Job, now: datetime) -> Application:
    application = _applied(job, now)
    factories.an_invited_interview(
        application, invited_at=now, answer_by=now + timedelta(days=3), updated_at=now
    )
    return application


def _wished(job: Job, now: datetime) -> Application:
    application = _invited(job, now)
    AvailabilityWish.objects.create(application=application, times=["evening"], text="late", told_at=now)
    return application


def _booked(ahead: timedelta, **values: object) -> Make:
    def make(job: Job, now: datetime) -> Application:
        application = _applied(job, now)
        known = {"invited_at": now, "booked_at": now, "updated_at": now}
        factories.a_booked_interview(now + ahead, application, slot=_slot(job, now + ahead), **known | values)
        return application

    return make


def _absent(job: Job, now: datetime) -> Application:
    application = _booked(timedelta(hours=-5), state=InterviewState.ABSENT, outcome_at=now)(job, now)
    interview = Interview.objects.get(application=application)
    factories.a_case(interview)
    return application


def _earlier(state: OfferState) -> Make:
    def make(job: Job, now: datetime) -> Application:
        application = _booked(timedelta(days=4))(job, now)
        interview = Interview.objects.get(application=application)
        times = {"offered_at": now, "until": now + timedelta(hours=2)}
        ended = None if state == OfferState.OPEN else now
        slot = _slot(job, now + timedelta(days=1, hours=3))
        EarlierOffer.objects.create(interview=interview, slot=slot, state=state, ended_at=ended, **times)
        return application

    return make


_cancelled = _booked(timedelta(days=1), state=InterviewState.CANCELLED_BY_US)
_everybody = cycle(
    [
        _invited,
        _booked(timedelta(hours=1)),
        _booked(timedelta(minutes=-10)),
        _booked(timedelta(days=2)),
        _booked(timedelta(days=-1), state=InterviewState.EXCUSED),
        _booked(timedelta(days=-1), state=InterviewState.CAME),
        _at(Stage.DECIDING),
        _at(Stage.OFFERED),
        _at(Stage.JOINED),
        _ended(Stage.WITHDRAWN),
        _ended(Stage.DECLINED),
    ]
)


def _anybody(job: Job, now: datetime) -> Application:
    return next(_everybody)(job, now)


_today = _booked(timedelta(hours=2))
STANDINGS: dict[Kind, Make] = {
    Kind.THANKS: _at(Stage.RECEIVED),
    Kind.PRE_CALL: _at(Stage.IN_CONTACT),
    Kind.INVITATION: _invited,
    Kind.INVITATION_CHASE: _invited,
    Kind.NEW_TIMES: _wished,
    **dict.fromkeys((Kind.BOOKED, Kind.MOVED, Kind.REMINDER_DAYS), _booked(timedelta(days=3))),
    **dict.fromkeys((Kind.REMINDER_EVE, Kind.REMINDER_AGAIN), _booked(timedelta(hours=20))),
    **dict.fromkeys((Kind.DIRECTIONS, Kind.LATE_NOTED, Kind.THE_WAY), _today),
    Kind.CANCELLED: _cancelled,
    **dict.fromkeys(
        (Kind.ABSENCE_FIRST, Kind.ABSENCE_SECOND, Kind.ABSENCE_THIRD, Kind.FINAL_NOTICE), _absent
    ),
    Kind.REJECTED: _ended(Stage.REJECTED),
    Kind.ENDED: _ended(Stage.CLOSED),
    Kind.EARLIER_TIME: _earlier(OfferState.OPEN),
    Kind.EARLIER_TAKEN: _earlier(OfferState.TAKEN),
}


def _message(application: Application, kind: Kind, channel: ChannelName, now: datetime) -> None:
    """Due now, with a value for every name a text may hold."""
    values = dict.fromkeys(VARIABLES, "words") | {"map": "", "meeting_link": ""}
    factories.a_message(
        application,
        kind=kind,
        channel=channel,
        values=values,
        due_at=now - timedelta(seconds=1),
        wanted_due_at=now - timedelta(seconds=1),
        expires_at=now + timedelta(hours=3),
        created_at=now,
        **({"body": "Hello {link}", "subject": "Hello"} if kind == Kind.MANUAL else {}),
    )


if __name__ == "__main__":
    assert settings.SANDBOX
    main(int(sys.argv[1]))
