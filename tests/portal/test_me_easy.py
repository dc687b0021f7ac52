"""やさしい日本語: chosen on any page, kept for the next link, and Japanese for everything else."""

import pytest
from django.test import Client

from candidates.models import Candidate
from tests.factories import a_booked_interview, a_job, an_application, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PLAIN, EASY = "今回は辞退する", "今回（こんかい）は やめます"


@pytest.fixture
def door() -> Door:
    return a_door(a_booked_interview(tokyo(2026, 6, 11, 13)).application)


def test_every_linked_page_offers_it_and_it_is_kept_with_the_person(door: Door) -> None:
    before = door.text("withdraw/")

    door.post("language/", language="ja-easy")
    chosen = door.text("withdraw/")
    person = Candidate.objects.get()
    elsewhere = a_door(person.applications.get(), client=Client()).text("withdraw/")

    assert 'value="ja-easy"' in before
    assert PLAIN in before
    assert EASY not in before
    assert EASY in chosen
    assert EASY in elsewhere
    assert (person.language, person.easy_words) == ("ja", True)


def test_browsers_are_told_that_it_is_japanese(door: Door) -> None:
    door.post("language/", language="ja-easy")

    page = door.get()

    assert '<html lang="ja">' in page.content.decode()
    assert page["Content-Language"] == "ja"
    assert "6月11日(木)" in page.content.decode()


def test_the_conditions_have_easy_names() -> None:
    job = a_job(contract="アルバイト", trial_period="2か月")
    door = a_door(an_application(job=job))
    door.post("language/", language="ja-easy")

    page = door.text()

    assert "はじめの おためしの 時期（じき）（試用期間）" in page
    assert "働（はたら）きかた（雇用形態）" in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_another_language_ends_it(door: Door, language: str) -> None:
    door.post("language/", language="ja-easy")

    door.post("language/", language=language)

    person = Candidate.objects.get()
    assert (person.language, person.easy_words) == (language, False)
    assert EASY not in door.text("withdraw/")


def test_preferences_leave_it_as_it_is(door: Door) -> None:
    door.post("language/", language="ja-easy")

    door.post("preferences/", preferred_channel="email")

    assert Candidate.objects.get().easy_words


def test_job_pages_are_read_in_it_and_an_application_keeps_it(client: Client) -> None:
    job = a_job()
    client.post("/language/", {"language": "ja-easy", "next": f"/jobs/{job.slug}/"})

    page = client.get(f"/jobs/{job.slug}/").content.decode()
    said = {"family_name": "グエン", "phone": "090-1234-5678", "preferred_channel": "sms", "language": "ja"}
    client.post(f"/jobs/{job.slug}/", said | {"consent": "on"})

    assert "名字（みょうじ）" in page
    person = Candidate.objects.get()
    assert (person.language, person.easy_words) == ("ja", True)


def test_the_desk_stays_plain_japanese(client: Client) -> None:
    client.cookies["django_language"] = "ja-easy"

    page = client.get("/sign-in/")

    assert (page.status_code, page["Content-Language"]) == (200, "ja")
