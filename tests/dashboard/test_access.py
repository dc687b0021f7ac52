"""Signing in and out, where the bare address leads, which store is shown."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from company.models import Heartbeat, Staff
from company.policy import Role
from tests.dashboard.signed_in import text_of
from tests.factories import a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


@pytest.fixture
def member() -> Staff:
    staff = a_staff(Role.RECRUITER, username="ono")
    staff.set_password("right-password")
    staff.save()
    return staff


def test_signing_in_leads_to_the_desk(client: Client, member: Staff) -> None:
    answer = client.post(SIGN_IN, {"username": "ono", "password": "right-password"})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("dashboard:desk")


def test_a_trial_shows_its_own_sign_in(client: Client) -> None:
    assert "kobayashi / yakusoku" in text_of(client.get(SIGN_IN))


def test_the_sign_in_of_a_trial_is_not_shown_in_real_use(client: Client, settings: Settings) -> None:
    settings.SANDBOX = False

    assert "kobayashi" not in text_of(client.get(SIGN_IN))


def test_a_wrong_password_is_said_without_telling_which_part_was_wrong(client: Client, member: Staff) -> None:
    wrong_password = client.post(SIGN_IN, {"username": "ono", "password": "wrong"})
    wrong_name = client.post(SIGN_IN, {"username": "nobody", "password": "wrong"})

    words = "組み合わせがちがうようです"
    assert words in text_of(wrong_password)
    assert words in text_of(wrong_name)


def test_too_many_tries_close_the_door_even_for_the_right_password(client: Client, member: Staff) -> None:
    for _try in range(8):
        client.post(SIGN_IN, {"username": "ono", "password": "wrong"})

    answer = client.post(SIGN_IN, {"username": "ono", "password": "right-password"})

    assert answer.status_code == 429
    assert "少しお待ちください" in text_of(answer)


def test_wrong_tries_from_elsewhere_lock_nobody_out_behind_the_proxy(
    client: Client, member: Staff, settings: Settings
) -> None:
    settings.BEHIND_PROXY = True
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        said = {"username": member.username, "password": "guess"}
        client.post(SIGN_IN, said, headers={"X-Forwarded-For": "198.51.100.7"})

    said = {"username": member.username, "password": "right-password"}
    answer = client.post(SIGN_IN, said, headers={"X-Forwarded-For": "203.0.113.5"})

    assert answer.status_code == 302


def test_signing_out_takes_a_pressed_button(client: Client, member: Staff) -> None:
    client.force_login(member)

    by_link = client.get("/sign-out/")
    still_in = client.get("/desk/").status_code
    client.post("/sign-out/")

    assert by_link.status_code == 405
    assert still_in == 200
    assert client.get("/desk/").status_code == 302


def test_the_bare_address_leads_applicants_to_the_jobs_and_staff_to_the_desk(
    client: Client, member: Staff
) -> None:
    stranger = client.get("/")
    client.force_login(member)

    assert stranger["Location"] == "/jobs/"
    assert client.get("/")["Location"] == "/desk/"


def test_a_chosen_store_narrows_the_desk_and_all_widens_it_again(client: Client) -> None:
    here, there = a_location(name="吉祥寺店"), a_location(name="三鷹店")
    mine = an_application(job=a_job(location=here))
    other = an_application(job=a_job(location=there))
    mine.candidate.family_name, other.candidate.family_name = "清水", "森田"
    mine.candidate.save()
    other.candidate.save()
    client.force_login(a_staff(Role.OWNER))

    client.post("/desk/store/", {"store": here.pk})
    narrow = text_of(client.get("/desk/"))
    client.post("/desk/store/", {"store": ""})
    wide = text_of(client.get("/desk/"))

    assert "清水" in narrow
    assert "森田" not in narrow
    assert "森田" in wide


def test_a_store_of_others_cannot_be_chosen(client: Client) -> None:
    mine, other = a_location(), a_location()
    client.force_login(a_staff(Role.RECRUITER, locations=[mine]))

    client.post("/desk/store/", {"store": other.pk})

    assert client.session["desk_store"] is None


def test_a_form_never_sends_the_browser_to_another_site(client: Client, member: Staff) -> None:
    client.force_login(member)

    answer = client.post("/desk/store/", {"store": "", "next": "https://evil.example/"})

    assert answer["Location"] == reverse("dashboard:desk")


def test_the_desk_says_when_nothing_is_sweeping(client: Client, member: Staff) -> None:
    client.force_login(member)
    silent = text_of(client.get("/desk/"))
    Heartbeat.objects.create(name="background", beat_at=timezone.now())

    assert "いま、何も送られていません" in silent
    assert "いま、何も送られていません" not in text_of(client.get("/desk/"))


def test_in_the_trial_every_page_says_that_nothing_leaves(client: Client, member: Staff) -> None:
    door = text_of(client.get(SIGN_IN))
    client.force_login(member)

    assert "何もこの端末の外へ出ません" in door
    assert "何もこの端末の外へ出ません" in text_of(client.get("/desk/"))


def test_an_unknown_address_is_answered_in_the_readers_language(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "ページが見つかりません" in text_of(answer)
