"""A store's shared tablet: faces, PINs, short sessions, and what a PIN does not open."""

import time

import pytest
import time_machine
from django.test import Client

from company.models import AuditEvent, Location, SharedTablet, Staff
from company.policy import Role
from company.policy.pins import is_pin, is_too_easy, wait_after
from company.services.pins import choose_pin
from company.services.tablets import register
from dashboard.tablets import COOKIE
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_company, a_location, a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "/desk/jobs/"


@pytest.fixture
def store() -> Location:
    return a_location(name="吉祥寺店")


def somebody(store: Location, name: str = "小野", role: Role = Role.RECRUITER, pin: str = "2846") -> Staff:
    staff = a_staff(role, display_name=name, locations=[store])
    if pin:
        choose_pin(staff, pin, now=NOW)
    return staff


def a_tablet(store: Location) -> Client:
    _row, token = register("カウンター", store, by=a_staff(Role.OWNER, username="owner"), now=NOW)
    client = Client()
    client.cookies[COOKIE] = token
    return client


def test_a_recruiter_makes_the_browser_a_tablet_and_is_signed_out_there(store: Location) -> None:
    client = signed_in(somebody(store))

    answer = client.post("/desk/tablets/", {"name": "カウンター", "location": store.pk})

    cookie = answer.cookies[COOKIE]
    row = SharedTablet.objects.get()
    assert answer["Location"] == "/tablet/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value not in row.token_hash
    assert client.get(PAGE).status_code == 302
    assert "小野" in text_of(client.get("/tablet/"))


def test_nobody_makes_a_tablet_of_another_store(store: Location) -> None:
    client = signed_in(somebody(store))

    answer = client.post("/desk/tablets/", {"name": "x", "location": a_location().pk})

    assert answer.status_code == 422
    assert not SharedTablet.objects.exists()


def test_the_faces_are_those_of_the_store_who_have_a_pin(store: Location) -> None:
    tablet = a_tablet(store)
    somebody(store, "小野")
    somebody(store, "無番", pin="")
    somebody(a_location(), "三鷹")
    gone = somebody(store, "退職")
    Staff.objects.filter(pk=gone.pk).update(is_active=False)

    page = text_of(tablet.get("/tablet/"))

    assert "小野" in page
    assert not any(name in page for name in ("無番", "三鷹", "退職", "owner"))


def test_a_pin_opens_the_desk_and_the_bar_says_who_is_in(store: Location) -> None:
    tablet, person = a_tablet(store), somebody(store)

    answer = tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    page = tablet.get(PAGE)

    assert answer["Location"] == "/desk/"
    assert 'class="whoami__name">小野<' in page.content.decode()
    assert "人を替える" in text_of(page)


def test_without_the_tablets_cookie_a_pin_opens_nothing(store: Location) -> None:
    person = somebody(store)
    a_tablet(store)

    answer = Client().post(f"/tablet/{person.pk}/", {"pin": "2846"})

    assert answer["Location"] == "/sign-in/"


def test_a_pin_of_another_store_opens_nothing_here(store: Location) -> None:
    tablet, stranger = a_tablet(store), somebody(a_location())

    assert tablet.post(f"/tablet/{stranger.pk}/", {"pin": "2846"}).status_code == 404


def test_five_wrong_pins_shut_the_door_for_longer_and_longer(
    store: Location, at_now: time_machine.Traveller
) -> None:
    tablet, person = a_tablet(store), somebody(store)
    for _try in range(5):
        assert tablet.post(f"/tablet/{person.pk}/", {"pin": "0000"}).status_code == 422

    shut = tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    at_now.shift(61)
    wrong_again = tablet.post(f"/tablet/{person.pk}/", {"pin": "0000"})
    at_now.shift(61)
    still_shut = tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    at_now.shift(61)
    right = tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})

    assert shut.status_code == wrong_again.status_code == still_shut.status_code == 422
    assert "まちがいが続きました" in text_of(shut)
    assert right["Location"] == "/desk/"
    assert Staff.objects.get(pk=person.pk).pin_failures == 0


def test_waits_grow_up_to_half_a_day() -> None:
    minutes = [wait_after(n).total_seconds() / 60 for n in (5, 6, 7, 12, 50) if wait_after(n)]  # type: ignore[union-attr]  # none is None

    assert wait_after(4) is None
    assert minutes == [1, 2, 4, 128, 720]


@pytest.mark.parametrize("pin", ["0000", "1234", "9876", "1212", "121212", "123456"])
def test_pins_that_anybody_would_try_are_refused(pin: str, store: Location) -> None:
    person = somebody(store, pin="")
    person.set_password("right-password-1")
    person.save()
    client = signed_in(person)

    answer = client.post("/desk/me/pin/", {"pin": pin, "password": "right-password-1"})

    assert answer.status_code == 422
    assert not Staff.objects.get(pk=person.pk).pin_hash


def test_a_pin_is_chosen_with_the_password_and_kept_as_a_hash(store: Location) -> None:
    person = somebody(store, pin="")
    person.set_password("right-password-1")
    person.save()
    client = signed_in(person)

    refused = client.post("/desk/me/pin/", {"pin": "2846", "password": "wrong"})
    client.post("/desk/me/pin/", {"pin": "2846", "password": "right-password-1"})

    person.refresh_from_db()
    assert refused.status_code == 422
    assert person.pin_hash
    assert "2846" not in person.pin_hash
    client.post("/desk/me/pin/", {"do": "forget"})
    assert not Staff.objects.get(pk=person.pk).pin_hash


def test_owners_have_no_pin_and_no_face(store: Location) -> None:
    owner = a_staff(Role.OWNER, display_name="小林", locations=[store])
    choose_pin(owner, "2846", now=NOW)  # from before they became one
    tablet = a_tablet(store)

    assert "小林" not in text_of(tablet.get("/tablet/"))
    assert tablet.post(f"/tablet/{owner.pk}/", {"pin": "2846"}).status_code == 404
    signed_in(owner).post("/desk/me/pin/", {"pin": "5937", "password": ""})
    assert Staff.objects.get(pk=owner.pk).pin_hash == owner.pin_hash


@pytest.mark.parametrize(
    "path",
    [
        "/desk/settings/",
        "/desk/me/",
        "/desk/me/sign-in/",
        "/desk/two-steps/",
        "/desk/notices/choices/",
        "/desk/tablets/",
        "/desk/calendar-feed/",
        "/desk/locations/",
        "/desk/settings/api/",
        "/desk/applications/export/",
        "/desk/imports/1/wrong.csv",
        "/admin/",
    ],
)
def test_a_pin_opens_no_settings_no_files_and_no_keys(store: Location, path: str) -> None:
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})

    answer = tablet.get(path)

    assert answer.status_code == 403
    assert "パスワードが必要です" in text_of(answer)


@pytest.mark.parametrize("path", ["/desk/jobs/export-clerk/", "/desk/jobs/?q=export"])
def test_a_word_in_an_address_closes_nothing(store: Location, path: str) -> None:
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})

    assert tablet.get(path).status_code != 403


def test_after_minutes_of_nobody_touching_it_the_faces_come_back(
    store: Location, at_now: time_machine.Traveller
) -> None:
    a_company(tablet_minutes=5)
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    at_now.shift(4 * 60)
    assert tablet.get(PAGE).status_code == 200
    at_now.shift(4 * 60)
    assert tablet.get(PAGE).status_code == 200
    at_now.shift(5 * 60)

    answer = tablet.get(f"{PAGE}?q=1")

    assert answer["Location"] == "/tablet/?next=%2Fdesk%2Fjobs%2F%3Fq%3D1"
    assert "_auth_user_id" not in tablet.session
    again = tablet.post(f"/tablet/{person.pk}/", {"pin": "2846", "next": f"{PAGE}?q=1"})
    assert again["Location"] == f"{PAGE}?q=1"


def test_a_page_that_refreshes_itself_keeps_nobody_in(
    store: Location, at_now: time_machine.Traveller
) -> None:
    a_company(tablet_minutes=5)
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    for _poll in range(5):
        at_now.shift(60)
        answer = tablet.get(
            PAGE, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
        )

    assert answer["HX-Redirect"] == "/tablet/?next=%2Fdesk%2Fjobs%2F"


def test_typing_keeps_one_in(store: Location, at_now: time_machine.Traveller) -> None:
    a_company(tablet_minutes=5)
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    at_now.shift(4 * 60)
    tablet.post("/desk/awake/")
    at_now.shift(4 * 60)

    assert tablet.get(PAGE).status_code == 200


def test_the_change_button_leads_to_the_faces_at_once(store: Location) -> None:
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})

    answer = tablet.post("/tablet/change/")

    assert answer["Location"] == "/tablet/"
    assert tablet.get(PAGE).status_code == 302


def test_a_tablet_taken_back_ends_whoever_is_in(store: Location) -> None:
    tablet, person = a_tablet(store), somebody(store)
    tablet.post(f"/tablet/{person.pk}/", {"pin": "2846"})
    owner = signed_in(Staff.objects.get(username="owner"))

    owner.post(f"/desk/tablets/{SharedTablet.objects.get().pk}/revoke/")

    assert tablet.get(PAGE).status_code == 302
    assert tablet.get("/tablet/")["Location"] == "/sign-in/"
    assert AuditEvent.objects.filter(action="sharedtablet_revoked").count() == 1


def test_on_a_tablet_the_sign_in_page_shows_the_faces_first(store: Location) -> None:
    tablet = a_tablet(store)
    somebody(store)

    assert tablet.get("/sign-in/?next=/desk/jobs/")["Location"] == "/tablet/?next=%2Fdesk%2Fjobs%2F"
    assert tablet.get("/sign-in/?password").status_code == 200


def test_the_password_on_a_tablet_opens_everything_for_a_short_time(
    store: Location, at_now: time_machine.Traveller
) -> None:
    tablet = a_tablet(store)
    owner = Staff.objects.get(username="owner")
    owner.set_password("right-password-1")
    owner.save()

    tablet.post("/sign-in/?password", {"username": "owner", "password": "right-password-1"})
    assert tablet.get("/desk/settings/").status_code == 200
    at_now.shift(11 * 60)

    assert tablet.get("/desk/settings/").status_code == 302


def test_what_a_pin_is() -> None:
    assert [is_pin(text) for text in ("2846", "284613", "284", "2846137", "28a6", "２８４６")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert not is_too_easy("2846")
    assert time.time() == NOW.timestamp()
