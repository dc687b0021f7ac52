"""Putting a job up, changing it, taking it down."""

import pytest

from candidates.models import Job
from candidates.services.posting import keep_job, publish, take_down
from company.models import AuditEvent, Staff
from company.policy import Role
from tests.factories import NOW, a_job, a_location, a_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER)


def test_a_job_without_a_short_name_gets_one_nobody_else_has(owner: Staff) -> None:
    place = a_location(slug="kichijoji")
    first = keep_job(Job(title="ホール", location=place), by=owner, now=NOW)
    a_job(slug=f"kichijoji-{first.pk + 2}")

    second = keep_job(Job(title="キッチン", location=place), by=owner, now=NOW)

    assert first.slug == f"kichijoji-{first.pk}"
    assert second.slug.startswith(f"kichijoji-{second.pk}-")
    assert not Job.objects.filter(slug__startswith="new-").exists()


def test_a_change_is_recorded_by_the_names_of_its_fields(owner: Staff) -> None:
    job = a_job(title="ホール")
    job.title, job.pay = "ホールスタッフ", "時給1,250円"

    keep_job(job, by=owner, now=NOW)

    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("job_changed", {"fields": ["title", "pay"]})


def test_publishing_twice_is_recorded_once(owner: Staff) -> None:
    job = a_job(is_published=False)

    publish(job, by=owner, now=NOW)
    publish(job, by=owner, now=NOW)
    take_down(job, by=owner, now=NOW)

    assert not Job.objects.get().is_published
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "job_published",
        "job_taken_down",
    ]
