"""Jobs in the administration; people and applications are only looked up."""

import pytest
from django.test import Client

from candidates.models import Job
from company.models import AuditEvent, Staff
from tests.config.reading import read
from tests.config.typing_in import type_in
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_candidate, a_job, a_location, an_administrator, an_application

pytestmark = pytest.mark.django_db
JOBS = "/admin/candidates/job/"


@pytest.fixture
def owner() -> Staff:
    return an_administrator()


@pytest.fixture
def screen(owner: Staff) -> Client:
    return signed_in(owner)


def test_a_job_without_a_short_name_gets_one(screen: Client) -> None:
    location = a_location(slug="mitaka")

    type_in(screen, f"{JOBS}add/", title="キッチンスタッフ", location=str(location.pk), is_published=None)

    job = Job.objects.get()
    assert (job.title, job.slug) == ("キッチンスタッフ", f"mitaka-{job.pk}")
    assert AuditEvent.objects.get().action == "job_created"


def test_a_job_keeps_its_address_when_the_short_name_is_cleared(screen: Client) -> None:
    job = a_job(slug="hall")

    type_in(screen, f"{JOBS}{job.pk}/change/", slug=None, title="ホール")

    job.refresh_from_db()
    assert (job.slug, job.title) == ("hall", "ホール")


def test_an_interview_of_no_length_is_refused(screen: Client) -> None:
    job = a_job()

    type_in(screen, f"{JOBS}{job.pk}/change/", interview_minutes="0")

    job.refresh_from_db()
    assert job.interview_minutes == 30


def test_jobs_are_published_and_taken_down_with_a_line_in_the_trail(screen: Client, owner: Staff) -> None:
    shown, hidden = a_job(), a_job(is_published=False)
    both = {"_selected_action": [shown.pk, hidden.pk]}

    page = screen.post(JOBS, {"action": "take_chosen_down", **both}, follow=True)
    assert "1件の求人を変更しました" in read(page.content.decode())
    assert not Job.objects.open(NOW.date()).exists()

    screen.post(JOBS, {"action": "publish_chosen", **both})
    assert set(Job.objects.open(NOW.date())) == {shown, hidden}
    actions = AuditEvent.objects.filter(actor=owner).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["job_taken_down", "job_published", "job_published"]


def test_an_application_leads_to_the_desk_and_cannot_be_changed(screen: Client) -> None:
    application = an_application()
    where = f"/admin/candidates/application/{application.pk}"

    assert f'href="/desk/applications/{application.pk}/"' in screen.get(f"{where}/change/").content.decode()
    assert screen.post(f"{where}/change/", {"stage": "joined"}).status_code == 403
    assert screen.post(f"{where}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "typed", ["090-1234-5678", "０９０１２３４５６７８", "+819012345678", "ささき", "佐々木"]
)
def test_a_person_is_found_by_what_people_type(typed: str, screen: Client) -> None:
    a_candidate(phone="+819012345678", family_kana="ささき")
    a_candidate(phone="+819087654321", family_name="加藤", family_kana="かとう")

    words = read(screen.get("/admin/candidates/candidate/", {"q": typed}).content.decode())

    assert "090-1234-5678" in words
    assert "加藤" not in words
