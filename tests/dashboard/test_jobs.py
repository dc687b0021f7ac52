"""Jobs: the list with its figures, the form, and putting one up or down."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Job
from candidates.policy import Stage
from company.models import AuditEvent, Location, Staff
from company.policy import Role
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, POSTED, a_job, a_location, a_slot, a_staff, an_application, tokyo

pytestmark = pytest.mark.django_db
LIST = "/desk/jobs/"


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店", slug="kichijoji")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, display_name="小林", locations=[place])


@pytest.fixture
def desk(recruiter: Staff) -> Client:
    return signed_in(recruiter)


def a_posting(place: Location, **values: object) -> dict[str, object]:
    known: dict[str, object] = {
        "title": "早朝仕込みスタッフ",
        "location": place.pk,
        "contract": "アルバイト",
        "interview_minutes": 30,
        "slug": "",
        "arrive_minutes": 5,
        "employment_type": "part_time",
        "pay_unit": "hour",
        "owner": "",
        "action": "publish",
    }
    return known | {name: text for name, text in POSTED.items() if name != "contract"} | values


@time_machine.travel(NOW, tick=False)
def test_a_row_says_how_many_are_on_the_way_and_how_many_times_are_open(
    desk: Client, place: Location
) -> None:
    job = a_job(location=place, title="ホール")
    an_application(job=job)
    an_application(job=job, stage=Stage.REJECTED)
    a_slot(tokyo(2026, 6, 11, 10), location=place)
    a_slot(tokyo(2026, 6, 9, 10), location=place)
    a_job()

    (row,) = desk.get(LIST).context["rows"]

    assert (row.job, row.active, row.total, row.free, row.is_short) == (job, 1, 2, 1, False)


@time_machine.travel(NOW, tick=False)
def test_an_open_job_without_times_is_marked(desk: Client, place: Location) -> None:
    a_job(location=place)

    assert "空きなし" in desk.get(LIST).content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_new_job_gets_an_address_from_its_location_and_number(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    answer = desk.post(f"{LIST}new/", a_posting(place))

    job = Job.objects.get()
    assert answer["Location"] == LIST
    assert job.slug == f"kichijoji-{job.pk}"
    assert Client().get(f"/jobs/{job.slug}/").status_code == 200
    assert AuditEvent.objects.get(action="job_created").actor == recruiter


@time_machine.travel(NOW, tick=False)
def test_a_typed_address_is_kept_and_a_taken_one_refused(desk: Client, place: Location) -> None:
    desk.post(f"{LIST}new/", a_posting(place, slug="hall"))

    again = desk.post(f"{LIST}new/", a_posting(place, slug="hall"))

    assert Job.objects.get().slug == "hall"
    assert "slug" in again.context["form"].errors


@time_machine.travel(NOW, tick=False)
def test_an_emptied_address_stays_what_it_was(desk: Client, place: Location) -> None:
    job = a_job(location=place, slug="hall")

    desk.post(f"{LIST}{job.pk}/", a_posting(place, title="ホール"))

    job.refresh_from_db()
    assert (job.title, job.slug) == ("ホール", "hall")


@time_machine.travel(NOW, tick=False)
def test_a_job_without_a_name_is_said_so_and_what_was_typed_is_kept(desk: Client, place: Location) -> None:
    answer = desk.post(f"{LIST}new/", a_posting(place, title="", pay="時給1,250円"))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"title": ["ここを入れてください。"]}
    assert "時給1,250円" in answer.content.decode()
    assert not Job.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_putting_up_a_job_says_what_an_invitation_could_not_say_yet(desk: Client, place: Location) -> None:
    lacking = a_job(location=place, bring="", dress="動きやすい服", talk="")

    desk.post(f"{LIST}{lacking.pk}/publish/", {"up": "1"})
    said = desk.get(LIST).content.decode()

    assert Job.objects.get().is_published
    assert "持ち物" in said
    assert "まだご案内は送れません" in said
    assert "服装" not in said.partition("まだご案内は送れません")[0].rpartition("「")[2]


@time_machine.travel(NOW, tick=False)
def test_a_job_is_taken_down_and_put_up_again(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    stranger = Client()

    desk.post(f"{LIST}{job.pk}/publish/", {"up": "0"})
    assert not Job.objects.get().is_published
    assert job.title not in stranger.get("/jobs/").content.decode()

    desk.post(f"{LIST}{job.pk}/publish/", {"up": "1"})
    assert Job.objects.get().is_published
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "job_taken_down",
        "job_published",
    ]


@time_machine.travel(NOW, tick=False)
def test_jobs_of_other_locations_do_not_exist(desk: Client, place: Location) -> None:
    job = a_job()

    assert desk.get(f"{LIST}{job.pk}/").status_code == 404
    assert desk.post(f"{LIST}{job.pk}/publish/", {"up": "0"}).status_code == 404
    moved = desk.post(f"{LIST}{a_job(location=place).pk}/", a_posting(job.location))
    assert "location" in moved.context["form"].errors


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_changes_no_job(place: Location, role: Role) -> None:
    client, job = signed_in(a_staff(role, locations=[place])), a_job(location=place)

    assert "求人をつくる" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{job.pk}/").status_code == 403
    assert client.post(f"{LIST}new/", a_posting(place)).status_code == 403
    assert client.post(f"{LIST}{job.pk}/publish/", {"up": "0"}).status_code == 403
    assert Job.objects.get().is_published


@time_machine.travel(NOW, tick=False)
def test_three_jobs_ask_as_many_questions_as_one(desk: Client, place: Location, recruiter: Staff) -> None:
    def one_more() -> None:
        an_application(job=a_job(location=place, owner=recruiter))

    one_more()
    before = questions(desk, LIST)
    one_more()
    one_more()

    assert questions(desk, LIST) == before


@time_machine.travel(NOW, tick=False)
def test_the_last_day_is_the_places_own(recruiter: Staff, desk: Client) -> None:
    west = a_location(name="ハワイ店", zone="Pacific/Honolulu")
    recruiter.locations.add(west)
    a_job(location=west, closes_on=(NOW - timedelta(days=1)).date())

    (row,) = desk.get(LIST).context["rows"]

    assert not row.has_closed
