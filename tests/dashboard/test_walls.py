"""Every address of the desk, walked as a stranger, as staff of another store, and by who may only look."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern

from candidates.models import Application, Candidate, Content, Import, Job, Merge, Note, NotTheSame
from candidates.policy import Stage
from company.models import AuditEvent, BulkAct, SavedView
from company.policy import Role
from dashboard.urls import urlpatterns
from messaging.models import Hold, Message
from noshow.models import Case
from scheduling.models import AvailabilityRule, AvailabilityWish, BusyFeed, Closure, Interview, Slot
from scheduling.policy import InterviewState
from tests.factories import (
    NOW,
    a_booked_interview,
    a_busy_feed,
    a_candidate,
    a_case,
    a_closure,
    a_job,
    a_job_picture,
    a_location,
    a_message,
    a_rule,
    a_staff,
    an_application,
)

pytestmark = pytest.mark.django_db
SECRET = "秘密野"
OPEN_TO_ALL = {"front_door", "sign_in", "sign_out"}
ONES_OWN = {"make_calendar_feed"}
NOT_THEIRS = {"revoke_calendar_feed", "bulk_act", "change_view"}  # a row of a colleague is not there for them
"""Everybody changes something of their own there, and nothing else; a stranger still has to sign in."""


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def numbers() -> dict[str, int]:
    """One row of everything at a store, by the word its address begins with."""
    location = a_location()
    job = a_job(location=location, title=f"{SECRET}の仕事")
    person = a_candidate(family_name=SECRET)
    application = an_application(candidate=person, job=job, stage=Stage.INTERVIEWING)
    interview = a_booked_interview(NOW, application)
    missed = an_application(candidate=person, job=job, stage=Stage.INTERVIEWING)
    absent = a_booked_interview(NOW.replace(hour=8), missed, state=InterviewState.ABSENT)
    wish = AvailabilityWish.objects.create(application=application, text=SECRET, told_at=NOW)
    file = Import.objects.create(job=job, file_name=f"{SECRET}.csv", encoding="utf-8", uploaded_at=NOW)
    slot = Slot.objects.filter(bookings__interview=interview).get()
    return {
        "applications": application.pk,
        "messages": a_message(application).pk,
        "wishes": wish.pk,
        "interviews": interview.pk,
        "bulk": BulkAct.objects.create(kind="people_close", asked_at=NOW, ended_at=NOW).pk,
        "views": SavedView.objects.create(staff=a_staff(), name=SECRET, query="").pk,
        "slots": slot.pk,
        "slots/rules": a_rule(location=location).pk,
        "slots/closures": a_closure(location=location, label=SECRET).pk,
        "slots/busy": a_busy_feed(a_staff(Role.RECRUITER, locations=[location]), name=SECRET).pk,
        "cases": a_case(absent).pk,
        "jobs": job.pk,
        "contents": Content.objects.create(job=job, title=SECRET, body=SECRET).pk,
        "imports": file.pk,
        "locations": location.pk,
        "pictures": a_job_picture(job, caption=SECRET).pk,
        **_records(person, job),
    }


def _records(person: Candidate, job: Job) -> dict[str, int]:
    """Two records of people at the store, and one that was merged into another."""
    twin, gone = a_candidate(family_name=SECRET), a_candidate(family_name=SECRET)
    an_application(candidate=twin, job=job)
    merged = Merge.objects.create(kept=person, gone=gone, at=NOW)
    Candidate.objects.filter(pk=gone.pk).update(merged_into=person)
    return {"merging": merged.pk, "<int:one>": person.pk, "<int:other>": twin.pk}


def addresses(numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Every address of the desk, with the numbers of the secret rows filled in."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        route, name = str(pattern.pattern), pattern.name or ""
        if name in OPEN_TO_ALL:
            continue
        area = route.removeprefix("desk/").partition("/<int:pk>")[0]
        number = numbers.get(area, numbers.get(area.partition("/")[0], 1))
        filled = route.replace("<int:pk>", str(number))
        for place in ("<int:one>", "<int:other>"):
            filled = filled.replace(place, str(numbers[place]))
        assert "<" not in filled, f"say in this test how to fill {route}"
        yield name, f"/{filled}"


def everything() -> list[int]:
    """What a forbidden request could have changed."""
    rows = (
        AuditEvent,
        Application,
        AvailabilityRule,
        BusyFeed,
        Case,
        Closure,
        Content,
        Hold,
        Import,
        Interview,
        Merge,
        Message,
        NotTheSame,
        Note,
        Slot,
    )
    return [model.objects.count() for model in rows]


def test_a_stranger_sees_nothing_and_is_asked_to_sign_in(client: Client, numbers: dict[str, int]) -> None:
    before = everything()

    for name, address in addresses(numbers):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sign-in/"), name

    assert everything() == before


def test_staff_of_another_store_see_no_name_and_change_nothing(
    client: Client, numbers: dict[str, int]
) -> None:
    client.force_login(a_staff(Role.RECRUITER, locations=[a_location()]))
    before = everything()

    for name, address in addresses(numbers):
        if name in ONES_OWN:
            continue
        looked, pressed = client.get(address), client.post(address)
        assert looked.status_code in {200, 302, 403, 404, 405}, name
        assert pressed.status_code in {200, 302, 403, 404, 405, 422}, name
        for answer in (looked, pressed):
            assert SECRET not in answer.content.decode(), name
        if any(character.isdigit() for character in address):
            assert looked.status_code in {404, 405}, name
            assert pressed.status_code in {302, 404, 405}, name

    assert everything() == before


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
def test_who_may_only_look_changes_nothing(client: Client, numbers: dict[str, int], role: Role) -> None:
    location = Application.objects.get(pk=numbers["applications"]).job.location
    client.force_login(a_staff(role, locations=[location]))
    before = everything()

    for name, address in addresses(numbers):
        if name in ONES_OWN:
            continue
        answer = client.post(address)
        allowed = {404} if name in NOT_THEIRS else {200, 302, 403, 405, 422}
        assert answer.status_code in allowed, name

    assert everything() == before


def test_who_may_only_look_reads_why_a_button_does_nothing(client: Client, numbers: dict[str, int]) -> None:
    location = Application.objects.get(pk=numbers["applications"]).job.location
    client.force_login(a_staff(Role.VIEWER, locations=[location]))

    page = client.get(f"/desk/applications/{numbers['applications']}/").content.decode()
    answer = client.post(f"/desk/applications/{numbers['applications']}/write/")

    assert SECRET in page
    assert 'id="composer"' not in page
    assert answer.status_code == 403
    assert "閲覧のみの権限です" in answer.content.decode()
