"""The chain of stores that is filled: its places, people and jobs."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from candidates.models import Job
from company.models import Company, Location, Staff
from company.policy import Role
from company.services.profile import the_company
from sandbox.mass.names import FAMILY, GIVEN, SIDES, TOWNS

OWNER, RECRUITER, PASSWORD = "owner", "store1", "yakusoku"
BIG = 6  # interviewers at the first store; two elsewhere
JOBS = (("hall", "ホールスタッフ"), ("kitchen", "キッチンスタッフ"), ("morning", "早朝の仕込み"))


@dataclass(frozen=True)
class Store:
    """One store, by its rows' numbers."""

    location: int
    name: str
    jobs: tuple[int, ...]
    recruiter: int
    interviewers: tuple[int, ...]


def build_chain(stores: int, now: datetime) -> list[Store]:
    """The company, an owner, and each store with three jobs, a recruiter and its interviewers."""
    company = the_company()
    company.name = "ひなたチェーン"
    company.caller_number = "0422-00-0120"
    company.sms_monthly_ceiling = 10_000_000
    Company.save(company)
    password = make_password(PASSWORD)
    _staff(OWNER, "小林 美咲", Role.OWNER, password, is_superuser=True, is_staff=True).save()
    locations = Location.objects.bulk_create(_location(number) for number in range(stores))
    people = [_people_of(number, password) for number in range(stores)]
    Staff.objects.bulk_create([one for staff in people for one in staff])
    works_at = Staff.locations.through
    works_at.objects.bulk_create(
        works_at(staff_id=one.pk, location_id=place.pk)
        for place, staff in zip(locations, people, strict=True)
        for one in staff
    )
    jobs = Job.objects.bulk_create(
        _job(place, slug, title, staff[0], now)
        for place, staff in zip(locations, people, strict=True)
        for slug, title in JOBS
    )
    return [
        Store(
            place.pk,
            place.name,
            tuple(job.pk for job in jobs[number * len(JOBS) : (number + 1) * len(JOBS)]),
            people[number][0].pk,
            tuple(one.pk for one in people[number][1:]),
        )
        for number, place in enumerate(locations)
    ]


def _location(number: int) -> Location:
    town = TOWNS[number % len(TOWNS)]
    side = SIDES[number // len(TOWNS) % len(SIDES)]
    return Location(
        name=f"{town}{side}" + (f" {number + 1}" if number >= len(TOWNS) * len(SIDES) else ""),
        slug=f"store-{number + 1}",
        phone="0422-00-0120",
        postal_address=f"{town}0-{number + 1}",
        access=f"{town}駅から歩いて4分",
        directions="駅を出て、まっすぐ\n2つ目の角を左",
    )


def _people_of(number: int, password: str) -> list[Staff]:
    count = 1 + (BIG if number == 0 else 2)
    return [
        _staff(
            f"store{number + 1}" if n == 0 else f"store{number + 1}-{n}",
            f"{FAMILY[(7 * number + n) % len(FAMILY)][0]} {GIVEN[(5 * number + 3 * n) % len(GIVEN)][0]}",
            Role.RECRUITER if n == 0 else Role.INTERVIEWER,
            password,
        )
        for n in range(count)
    ]


def _staff(username: str, name: str, role: Role, password: str, **more: bool) -> Staff:
    return Staff(
        username=username,
        display_name=name,
        role=role,
        password=password,
        email=f"{username}@chain.example",
        **more,
    )


def _job(place: Location, slug: str, title: str, owner: Staff, now: datetime) -> Job:
    return Job(
        title=title,
        slug=f"{place.slug}-{slug}",
        location=place,
        owner=owner,
        contract="アルバイト・パート",
        summary="「いらっしゃい」が似合う人、待っています",
        pay="時給1,250円〜",
        hours="10:00〜22:00のうち、週2日・3時間から",
        published_at=now,
    )
