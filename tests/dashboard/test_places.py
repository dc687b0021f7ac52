"""What is told about places, the company and oneself; pictures of a job; what keeps an invitation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.models import Job, JobPicture
from company.models import AuditEvent, Company, Location, Picture, Staff
from company.policy import Role
from scheduling.models import Interview
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_job,
    a_job_picture,
    a_location,
    a_picture_file,
    a_slot,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店", slug="kichijoji", opens="10:00", closes="20:00")


@pytest.fixture
def desk(place: Location) -> Client:
    return signed_in(a_staff(Role.RECRUITER, display_name="小林", locations=[place]))


def an_upload(content: bytes, name: str = "店.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


# --- a posting ---------------------------------------------------------------------------------------


def test_a_posting_that_says_too_little_is_kept_as_a_draft_and_leads_to_what_is_missing(
    desk: Client, place: Location
) -> None:
    job = a_job(location=place, is_published=False, trial_period="", insurance="")

    refused = desk.post(f"/desk/jobs/{job.pk}/publish/", {"up": "1"})
    page = desk.get(f"/desk/jobs/{job.pk}/").content.decode()

    assert refused["Location"] == f"/desk/jobs/{job.pk}/#id_trial_period"
    assert not Job.objects.get().is_published
    assert '<a href="#id_trial_period">試用期間</a>' in page
    assert '<a href="#id_insurance">加入保険</a>' in page
    assert '<a href="#id_pay">' not in page


def test_an_old_posting_stays_up_and_the_list_says_what_it_lacks(desk: Client, place: Location) -> None:
    a_job(location=place, breaks="", overtime="")

    page = desk.get("/desk/jobs/").content.decode()

    assert "足りない項目 2件" in page
    assert "休憩" in page
    assert Job.objects.get().is_published


# --- pictures ------------------------------------------------------------------------------------------


def test_a_picture_is_put_on_the_page_with_its_words(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    answer = desk.post(
        f"/desk/jobs/{job.pk}/pictures/", {"file": an_upload(a_picture_file()), "caption": "昼の店内"}
    )

    shown = JobPicture.objects.get()
    assert answer["Location"] == f"/desk/jobs/{job.pk}/#pictures"
    assert (shown.caption, shown.picture.content_type) == ("昼の店内", "image/jpeg")
    assert AuditEvent.objects.get().action == "job_picture_added"


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", a_picture_file("GIF"), b""]
)
def test_a_file_that_is_called_a_picture_and_is_none_is_refused(
    desk: Client, place: Location, content: bytes
) -> None:
    job = a_job(location=place)

    page = desk.post(f"/desk/jobs/{job.pk}/pictures/", {"file": an_upload(content), "caption": "昼の店内"})

    assert page.status_code == 422
    assert 'name="caption" value="昼の店内"' in page.content.decode()
    assert f'action="/desk/jobs/{job.pk}/"' in page.content.decode()
    assert "写真ではないか、壊れているようです" in page.content.decode()
    assert not Picture.objects.exists()


def test_a_picture_without_words_is_refused(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    page = desk.post(
        f"/desk/jobs/{job.pk}/pictures/", {"file": an_upload(a_picture_file()), "caption": "  "}, follow=True
    )

    assert "ことばで入れてください" in page.content.decode()
    assert not Picture.objects.exists()


def test_pictures_change_places_and_words_and_go(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    first, second = a_job_picture(job, caption="一"), a_job_picture(job, caption="二", colour="navy")

    desk.post(f"/desk/pictures/{second.pk}/", {"do": "up"})
    desk.post(f"/desk/pictures/{first.pk}/", {"caption": "厨房"})
    assert [one.caption for one in job.pictures.all()] == ["二", "厨房"]

    desk.post(f"/desk/pictures/{second.pk}/", {"do": "off"})
    assert [one.caption for one in job.pictures.all()] == ["厨房"]
    assert Picture.objects.get() == first.picture


def test_pictures_of_another_store_are_out_of_reach(desk: Client) -> None:
    theirs = a_job_picture()

    assert desk.post(f"/desk/pictures/{theirs.pk}/", {"do": "off"}).status_code == 404
    assert desk.post(f"/desk/jobs/{theirs.job_id}/pictures/", {}).status_code == 404
    assert JobPicture.objects.exists()


# --- places, the company, oneself ------------------------------------------------------------------------


def place_words(**values: str) -> dict[str, str]:
    known = {"postal_address": "東京都武蔵野市0-1", "station": "吉祥寺駅", "access": "歩いて4分"}
    return known | {"entrance": "正面", "phone": "0422-00-0120", "opens": "10:00", "closes": "20:00"} | values


def test_a_recruiter_says_how_to_find_their_place(desk: Client, place: Location) -> None:
    answer = desk.post(f"/desk/locations/{place.pk}/", place_words(entrance="藍色ののれんから"))

    place.refresh_from_db()
    assert answer.status_code == 302
    assert place.entrance == "藍色ののれんから"
    assert AuditEvent.objects.get().action == "location_changed"


def test_a_number_nobody_can_call_is_refused(desk: Client, place: Location) -> None:
    answer = desk.post(f"/desk/locations/{place.pk}/", place_words(phone="店長まで"))

    assert answer.status_code == 422
    assert "0422-00-0120 のように入れてください" in answer.content.decode()


def test_the_list_of_places_says_what_is_missing(desk: Client, place: Location) -> None:
    Location.objects.update(entrance="", directions="")

    assert "足りないもの: 入口" in desk.get("/desk/locations/").content.decode()


def test_the_company_is_the_owners(desk: Client) -> None:
    owner = signed_in(a_staff(Role.OWNER))
    words = {
        "name": "ひなた食堂",
        "invitation_days": 3,
        "fewest_slots": 5,
        "decision_days": 7,
        "employer_name": "株式会社ひなた",
        "values": "あいさつ",
        "online_test_url": "https://meet.example/test",
        "reschedules_allowed": 2,
        "reschedule_cutoff_minutes": 90,
        "longest_wait_days": 5,
        "earlier_offer_minutes": 30,
        "reschedules_need_a_reason": "on",
    }

    assert desk.get("/desk/company/").status_code == 403
    assert desk.post("/desk/company/", words).status_code == 403
    assert owner.post("/desk/company/", words).status_code == 302

    company = Company.objects.get()
    assert (company.employer_name, company.longest_wait_days) == ("株式会社ひなた", 5)
    assert company.reschedules_need_a_reason
    assert not company.offers_earlier_times


def test_everybody_shows_their_own_face(place: Location) -> None:
    person = a_staff(Role.INTERVIEWER, display_name="田辺", locations=[place])
    mine = signed_in(person)

    mine.post(
        "/desk/me/",
        {
            "display_name": "田辺 悠",
            "greeting": "お待ちしています",
            "photo_file": an_upload(a_picture_file()),
        },
    )

    person.refresh_from_db()
    assert (person.display_name, person.greeting) == ("田辺 悠", "お待ちしています")
    assert person.photo is not None
    assert person.role == Role.INTERVIEWER

    mine.post("/desk/me/", {"display_name": "田辺 悠", "without_photo": "on"})
    assert Staff.objects.get(pk=person.pk).photo is None
    assert not Picture.objects.exists()


def test_a_face_that_is_no_picture_is_told_at_its_field(place: Location) -> None:
    mine = signed_in(a_staff(Role.INTERVIEWER, display_name="田辺", locations=[place]))

    answer = mine.post("/desk/me/", {"display_name": "田辺", "photo_file": an_upload(b"<svg/>")})

    assert answer.status_code == 422
    assert "photo_file" in answer.context["form"].errors


# --- an invitation that could not say everything -----------------------------------------------------------


def test_nobody_is_invited_before_all_can_be_told_and_the_page_leads_there(desk: Client) -> None:
    place = Location.objects.get(slug="kichijoji")
    Location.objects.update(entrance="", directions="")
    application = an_application(job=a_job(location=place, bring=""))

    page = desk.get(f"/desk/applications/{application.pk}/").content.decode()
    refused = desk.post(f"/desk/applications/{application.pk}/invite/", follow=True).content.decode()

    assert f'href="/desk/locations/{place.pk}/#id_entrance"' in page
    assert f'href="/desk/jobs/{application.job_id}/#id_bring"' in page
    assert "まだ送っていません" in refused
    assert not Interview.objects.exists()


def test_a_company_fact_is_named_to_those_who_may_not_fill_it_in(desk: Client, place: Location) -> None:
    Company.objects.update(online_test_url="")
    application = an_application(job=a_job(location=place))
    Company.objects.update(online_test_url="")
    a_slot(NOW.replace(day=12), location=place, mode="online", online_url="https://meet.example/a")

    page = desk.get(f"/desk/applications/{application.pk}/").content.decode()
    refused = desk.post(f"/desk/applications/{application.pk}/invite/", follow=True).content.decode()

    assert "接続テストのページ" in page
    assert "/desk/company/" not in page
    assert "接続テストのページ" in refused
