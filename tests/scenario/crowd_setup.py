"""Fills a new database with people who may choose a time; run by ``python -m`` with its instance's settings.

Prints what the crowd needs to know, as JSON: numbers, secret addresses and a sign-in.
"""

import json
import sys
from datetime import datetime, timedelta

import django

django.setup()

from candidates.models import Application, Candidate, Job  # noqa: E402  after the set-up
from candidates.policy import Stage  # noqa: E402
from candidates.services.links import mint  # noqa: E402
from company import clock  # noqa: E402
from company.models import Location, Staff  # noqa: E402
from company.policy import Role  # noqa: E402
from company.services.profile import the_company  # noqa: E402
from scheduling.models import Interview, Slot  # noqa: E402

PASSWORD = "one-of-many-at-once"

TOLD_OF_THE_PLACE = {
    "phone": "0422-00-0120",
    "postal_address": "1-2 Street, Town",
    "access": "4 minutes from the station",
    "station": "Station",
    "entrance": "The front door",
}
"""Without it nobody may be invited."""


def main(people: int, links: int, plain: int, crowded: int) -> None:
    """``plain`` slots stand for themselves; ``crowded`` ones overlap their neighbours or have three seats."""
    company, now = the_company(), clock.now()
    company.reschedules_allowed = 1000
    company.save()
    place = Location.objects.create(name="Place", slug="place", **TOLD_OF_THE_PLACE)
    job = Job.objects.create(title="Work", slug="work", location=place, bring="-", dress="-", talk="-")
    recruiter = Staff.objects.create_user("recruiter", password=PASSWORD, role=Role.OWNER)
    known = [_somebody(number, job, links, now) for number in range(people)]
    tomorrow = (now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    print(
        json.dumps(
            {
                "people": known,
                "plain": [_slot(place, tomorrow + timedelta(hours=n)).pk for n in range(plain)],
                "crowded": [slot.pk for slot in _crowded(place, tomorrow, crowded)],
                "sign_in": {"username": recruiter.username, "password": PASSWORD},
            }
        )
    )


def _somebody(number: int, job: Job, links: int, now: datetime) -> dict[str, object]:
    person = Candidate.objects.create(
        family_name=f"P{number}", given_name="Q", email=f"p{number}@mail.example", created_at=now
    )
    application = Application.objects.create(
        candidate=person, job=job, applied_at=now, stage=Stage.INTERVIEWING
    )
    Interview.objects.create(application=application, invited_at=now, updated_at=now)
    return {"application": application.pk, "tokens": [mint(application, now=now) for _ in range(links)]}


def _slot(place: Location, starts_at: datetime, minutes: int = 30, **values: object) -> Slot:
    known = {"location": place, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes)}
    return Slot.objects.create(**known | values)


def _crowded(place: Location, first: datetime, count: int) -> list[Slot]:
    """By turns of two interviewers, every quarter of an hour for half an hour; each fourth one a group's."""
    meeting = [Staff.objects.create_user(f"interviewer-{n}", role=Role.INTERVIEWER) for n in range(2)]
    return [
        _slot(
            place,
            first + timedelta(minutes=15 * (n // 2)),
            interviewer=meeting[n % 2],
            capacity=3 if n % 4 == 3 else 1,
        )
        for n in range(count)
    ]


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
