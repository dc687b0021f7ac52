"""A place's whole day as the owner decides about it."""

from datetime import datetime, timedelta
from typing import Any  # form data

from django.test import Client

from candidates.policy import Stage
from company.models import BulkAct, Location
from company.policy import Role
from dashboard.services import bulk
from messaging.models import Message
from messaging.policy import OPEN, Kind
from scheduling.models import Interview
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_slot,
    a_staff,
    an_application,
    tokyo,
)

URL = "/desk/day/"
TOMORROW = tokyo(2026, 6, 11, 13)
PLAN = [Kind.CANCELLED, Kind.INVITATION, Kind.MOVED, Kind.MANUAL]


def booked(place: Location, at: datetime = TOMORROW, **person: Any) -> Interview:
    job = place.jobs.first() or a_job(location=place)
    who = an_application(job=job, candidate=a_candidate(**person), stage=Stage.INTERVIEWING)
    slot = a_slot(at, location=place, interviewer=a_staff(Role.INTERVIEWER, locations=[place]))
    return a_booked_interview(at, who, slot=slot, booked_at=NOW - timedelta(days=1))


def answers(place: Location, **more: str) -> dict[str, str]:
    known = {"place": str(place.pk), "on": "2026-06-11", "deed": "call_off", "reason": "day_weather"}
    return {**known, "else_call_off": "on", **more}


def looked(screen: Client, place: Location, **more: str) -> Any:
    return screen.get(URL, answers(place, **more))


def decided(screen: Client, place: Location, *, count: str = "", **more: str) -> Any:
    shown = looked(screen, place, **more).context["shown"]
    return screen.post(URL, {**answers(place, **more), "mark": shown.mark, "count": count})


def worked(now: datetime = NOW) -> BulkAct:
    bulk.work(now=now)
    return BulkAct.objects.order_by("-pk")[0]


def words(interview: Interview) -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(application=interview.application_id, kind__in=PLAN, state__in=OPEN)
    return sorted(rows.values_list("kind", "channel", "state"))
