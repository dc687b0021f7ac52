"""People whose messages are due in a moment: rows in bulk, the plan by the real planner.

Runs as a process of its own with the product's settings; prints what it made as JSON. Every person's name
is their canary: no other person's text may hold it.
"""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta

CANARY = "試験"
PHONES = {0: "", 1: "21610", 2: "21614", 3: "30006"}
"""Of each hundred people three have a number that the stand-in refuses or loses, by its last digits."""
START_AFTER = timedelta(minutes=120)


def noon_zone(now: datetime) -> str:
    """A zone in which it is about noon now, so that no quiet hours come in between."""
    return f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/UTC"


def main() -> None:
    import django

    django.setup()
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--spread", type=float, required=True, help="seconds from the first due to the last")
    parser.add_argument("--delay", type=float, required=True, help="seconds until the first is due")
    parser.add_argument("--password", required=True)
    given = parser.parse_args()
    json.dump(fill(given.people, given.spread, given.delay, given.password), sys.stdout)


def fill(people: int, spread: float, delay: float, password: str) -> dict[str, object]:
    from django.utils import timezone

    from company import clock
    from reminders.services.planning import replan

    now = clock.now()
    job = _the_company(password, noon_zone(timezone.now().astimezone(UTC)))
    _the_cadence()
    numbers = range(people)
    # Planning takes a while; what is due first must still be in the future afterwards.
    first = now + timedelta(seconds=delay)
    starts = [first + START_AFTER + timedelta(seconds=spread * n / max(people - 1, 1)) for n in numbers]
    applications = _applications(job, starts, now)
    for application_id in applications:
        replan(application_id, now=now)
    return {"applications": len(applications), "first_due": first.isoformat(), "spread": spread}


def _the_company(password: str, zone: str):  # type: ignore[no-untyped-def]  # models load after set-up
    from candidates.models import Job
    from company.models import Location, Staff
    from company.services.profile import the_company

    company = the_company()
    company.name, company.sms_monthly_ceiling = "カフェ・ヒマワリ", 1_000_000
    company.save()
    place = Location.objects.create(
        name="試験店",
        slug="chaos",
        zone=zone,
        phone="0312345678",
        access="駅から4分",
        postal_address="東京都1-1",
    )
    Staff.objects.create_superuser("chaos", password=password, display_name="小林")
    return Job.objects.create(title="ホール", slug="chaos", location=place)


def _the_cadence() -> None:
    """Everything two hours before the start; on all channels, one, the other, and one of short use."""
    from reminders.models import CadenceStep

    CadenceStep.objects.filter(anchor="start").delete()
    minutes = -int(START_AFTER.total_seconds() // 60)
    for step, kind, route, useful in (
        ("all", "reminder_days", "every", 20),
        ("one", "reminder_eve", "preferred", 20),
        ("other", "reminder_again", "other", 20),
        ("short", "directions", "preferred", 2),
    ):
        CadenceStep.objects.create(
            step=step,
            kind=kind,
            anchor="start",
            route=route,
            offset_minutes=minutes,
            useful_minutes=useful,
            why=step,
        )


def _applications(job, starts: list[datetime], now: datetime) -> list[int]:  # type: ignore[no-untyped-def]
    from candidates.models import Application, Candidate
    from scheduling.models import Booking, Interview, Slot

    candidates = Candidate.objects.bulk_create(
        Candidate(
            family_name=f"{CANARY}{number:05d}",
            given_name="恵",
            phone=_phone(number),
            phone_kind="mobile",
            email=f"person{number:05d}@mail.example",
            line_id=f"U{number:032x}" if number % 5 == 4 else "",
            preferred_channel=_preferred(number),
            created_at=now,
        )
        for number in range(len(starts))
    )
    applications = Application.objects.bulk_create(
        Application(
            candidate=candidate,
            job=job,
            stage="interviewing",
            source="desk",
            applied_at=now - timedelta(days=2),
            started_at=now - timedelta(days=2),
            is_started=True,
        )
        for candidate in candidates
    )
    slots = Slot.objects.bulk_create(
        Slot(location=job.location, starts_at=start, ends_at=start + timedelta(minutes=30))
        for start in starts
    )
    later = START_AFTER * 2
    Slot.objects.bulk_create(  # times to move to
        Slot(location=job.location, starts_at=s + later, ends_at=s + later + timedelta(minutes=30))
        for s in starts
    )
    # Booked long ago: the receipts of that are past, and only the reminders are to come.
    booked = now - timedelta(days=2)
    interviews = Interview.objects.bulk_create(
        Interview(
            application=application,
            state="booked",
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            invited_at=booked,
            booked_at=booked,
            updated_at=booked,
        )
        for application, slot in zip(applications, slots, strict=True)
    )
    Booking.objects.bulk_create(
        Booking(
            interview=interview,
            slot=slot,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            booked_at=booked,
        )
        for interview, slot in zip(interviews, slots, strict=True)
    )
    return [application.pk for application in applications]


def _preferred(number: int) -> str:
    if number % 5 == 4:
        return "line"
    return "email" if number % 3 == 2 else "sms"


def _phone(number: int) -> str:
    ending = PHONES.get(number % 100, "")
    return f"+8170{number // 100:03d}{ending}" if ending else f"+8190{40_000_000 + number:08d}"


if __name__ == "__main__":
    main()
