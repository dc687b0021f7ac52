"""Putting a job up, changing it, taking it down."""

import pytest

from candidates.models import Job
from candidates.services.posting import (
    PostingIncomplete,
    conditions_of,
    keep_job,
    missing_in,
    publish,
    take_down,
)
from company.models import AuditEvent, Staff
from company.policy import Role
from company.services.profile import the_company
from tests.factories import NOW, a_company, a_job, a_location, a_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER)


def test_a_job_without_a_short_name_gets_one_nobody_else_has(owner: Staff) -> None:
    place = a_location(slug="kichijoji")
    first = keep_job(Job(title="ホール", location=place, is_published=False), by=owner, now=NOW)
    a_job(slug=f"kichijoji-{first.pk + 2}")

    second = keep_job(Job(title="キッチン", location=place, is_published=False), by=owner, now=NOW)

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


def test_what_is_missing_keeps_a_posting_from_being_shown(owner: Staff) -> None:
    job = a_job(is_published=False, trial_period="", insurance=" ")

    with pytest.raises(PostingIncomplete) as refusal:
        publish(job, by=owner, now=NOW)

    assert refusal.value.missing == ["trial_period", "insurance"]
    assert not Job.objects.get().is_published
    assert not AuditEvent.objects.exists()


def test_a_draft_may_say_little(owner: Staff) -> None:
    job = keep_job(Job(title="ホール", location=a_location(), is_published=False), by=owner, now=NOW)

    assert "pay" in missing_in(job)


def test_saving_cannot_show_what_says_too_little(owner: Staff) -> None:
    job = a_job(is_published=False, pay="")
    job.is_published = True

    with pytest.raises(PostingIncomplete):
        keep_job(job, by=owner, now=NOW)

    assert not Job.objects.get().is_published


def test_a_posting_of_earlier_days_stays_up_and_can_be_changed(owner: Staff) -> None:
    job = a_job(breaks="", title="ホール")
    job.title = "ホールスタッフ"

    keep_job(job, by=owner, now=NOW)

    assert Job.objects.get().title == "ホールスタッフ"
    assert Job.objects.get().is_published


def test_a_posting_that_is_shown_never_comes_to_say_less(owner: Staff) -> None:
    job = a_job(breaks="", pay="時給1,250円")
    job.pay = ""

    with pytest.raises(PostingIncomplete) as refusal:
        keep_job(job, by=owner, now=NOW)

    assert refusal.value.missing == ["pay"]


def test_the_place_speaks_for_the_job_where_it_is_silent(owner: Staff) -> None:
    place = a_location(postal_address="武蔵野市0-1", smoking="屋内禁煙")
    job = a_job(location=place, workplace="", smoking="")

    said = conditions_of(job, the_company())

    assert (said["workplace"], said["smoking"]) == ("武蔵野市0-1", "屋内禁煙")
    assert missing_in(job) == []


def test_the_employer_is_named_as_in_the_contract(owner: Staff) -> None:
    company = a_company(name="ひなた食堂", employer_name="株式会社ひなた")

    assert conditions_of(a_job(), company)["employer_name"] == "株式会社ひなた"


def test_publishing_says_when(owner: Staff) -> None:
    job = a_job(is_published=False)

    publish(job, by=owner, now=NOW)

    assert Job.objects.get().published_at == NOW
