"""Company, locations and staff as an administrator sets them."""

from datetime import time

import pytest
from django.test import Client

from company.models import AuditEvent, Company, Location, Staff
from company.policy import Role
from reminders.models import StalePlan
from tests.config.reading import read
from tests.config.typing_in import type_in
from tests.dashboard.signing import signed_in
from tests.factories import a_company, a_location, a_staff, an_administrator, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Staff:
    return an_administrator(username="kobayashi", display_name="小林 美咲")


@pytest.fixture
def screen(owner: Staff) -> Client:
    return signed_in(owner)


def actions() -> list[str]:
    return [event.action for event in AuditEvent.objects.order_by("pk")]


# --- company ---------------------------------------------------------------------------------------


def test_a_changed_company_is_in_the_trail_and_reaches_the_plans(screen: Client, owner: Staff) -> None:
    company = a_company(name="ひなた食堂")
    application = an_application()
    StalePlan.objects.all().delete()

    type_in(screen, f"/admin/company/company/{company.pk}/change/", caller_number="0422-00-0199")

    event = AuditEvent.objects.get(action="company_changed")
    assert (event.actor, event.details) == (owner, {"fields": ["caller_number"]})
    assert list(StalePlan.objects.values_list("application_id", flat=True)) == [application.pk]


@pytest.mark.parametrize(("opens", "closes"), [("7:00", "21:00"), ("8:00", "22:00"), ("20:00", "9:00")])
def test_the_hours_for_sms_can_only_be_narrowed(opens: str, closes: str, screen: Client) -> None:
    company = a_company()

    page = type_in(
        screen,
        f"/admin/company/company/{company.pk}/change/",
        speaking_opens=opens,
        speaking_closes=closes,
    )

    assert "8:00から21:00のあいだで" in page
    company.refresh_from_db()
    assert (company.speaking_opens, company.speaking_closes) == (time(8), time(21))


def test_narrower_hours_for_sms_are_kept(screen: Client) -> None:
    company = a_company()

    type_in(
        screen,
        f"/admin/company/company/{company.pk}/change/",
        speaking_opens="9:00",
        speaking_closes="20:00",
    )

    company.refresh_from_db()
    assert (company.speaking_opens, company.speaking_closes) == (time(9), time(20))


@pytest.mark.parametrize(
    ("name", "value"), [("first_contact_minutes", "0"), ("invitation_days", "0"), ("retention_months", "0")]
)
def test_a_promise_of_nothing_is_refused(name: str, value: str, screen: Client) -> None:
    company = a_company()
    before = getattr(company, name)

    type_in(screen, f"/admin/company/company/{company.pk}/change/", **{name: value})

    company.refresh_from_db()
    assert getattr(company, name) == before


def test_saving_without_a_change_leaves_no_trace(screen: Client) -> None:
    company = a_company()

    type_in(screen, f"/admin/company/company/{company.pk}/change/")

    assert actions() == []


# --- locations -------------------------------------------------------------------------------------


def test_a_new_location_is_in_tokyo_unless_somebody_says_otherwise(screen: Client) -> None:
    type_in(screen, "/admin/company/location/add/", name="三鷹店", slug="mitaka")

    location = Location.objects.get()
    assert (location.name, location.zone, location.is_active) == ("三鷹店", "Asia/Tokyo", True)
    assert actions() == ["location_added"]


def test_a_time_zone_nobody_knows_cannot_be_chosen(screen: Client) -> None:
    """A wrong name would break every plan of that location."""
    location = a_location()

    type_in(screen, f"/admin/company/location/{location.pk}/change/", zone="Asia/Mitaka")

    location.refresh_from_db()
    assert location.zone == "Asia/Tokyo"


def test_a_location_that_closes_before_it_opens_is_refused(screen: Client) -> None:
    location = a_location(opens=time(10), closes=time(20))

    page = type_in(screen, f"/admin/company/location/{location.pk}/change/", closes="9:00")

    assert "終わりが始まりより前です" in page
    location.refresh_from_db()
    assert location.closes == time(20)


def test_nothing_that_was_used_can_be_deleted(screen: Client, owner: Staff) -> None:
    location = a_location()

    assert screen.post(f"/admin/company/location/{location.pk}/delete/", {"post": "yes"}).status_code == 403
    assert screen.post(f"/admin/company/staff/{owner.pk}/delete/", {"post": "yes"}).status_code == 403


# --- staff -----------------------------------------------------------------------------------------


def test_a_new_recruiter_signs_in_and_sees_their_location_only(screen: Client) -> None:
    mitaka, kichijoji = a_location(name="三鷹店"), a_location(name="吉祥寺店")
    password = "dango-to-ocha-7"

    type_in(
        screen,
        "/admin/company/staff/add/",
        username="ono",
        password1=password,
        password2=password,
        role=Role.RECRUITER,
        locations=[str(mitaka.pk)],
    )

    person = Staff.objects.get(username="ono")
    assert person.check_password(password)
    assert list(person.locations.all()) == [mitaka]
    assert kichijoji not in person.locations.all()
    assert (person.is_staff, person.is_superuser, person.sees_everything) == (False, False, False)
    assert "password" not in str(AuditEvent.objects.get(action="staff_added").details)


def test_who_is_made_an_owner_sees_everything_and_opens_the_settings(screen: Client) -> None:
    person = a_staff(Role.RECRUITER, username="ono")

    type_in(screen, f"/admin/company/staff/{person.pk}/change/", role=Role.OWNER)

    person.refresh_from_db()
    assert person.sees_everything
    assert signed_in(person).get("/admin/").status_code == 200


def test_who_is_an_owner_no_more_loses_the_settings_at_once(screen: Client) -> None:
    person = an_administrator(username="ono")
    their_screen = signed_in(person)

    type_in(screen, f"/admin/company/staff/{person.pk}/change/", role=Role.RECRUITER)

    assert their_screen.get("/admin/", follow=True).status_code == 403
    person.refresh_from_db()
    assert not person.sees_everything


@pytest.mark.parametrize(("name", "value"), [("role", Role.VIEWER), ("is_active", None)])
def test_the_last_owner_stays_one(name: str, value: str | None, screen: Client, owner: Staff) -> None:
    an_administrator(username="gone", is_active=False)

    page = type_in(screen, f"/admin/company/staff/{owner.pk}/change/", **{name: value})

    assert "先にほかの方を責任者にしてください" in page
    owner.refresh_from_db()
    assert (owner.role, owner.is_active, owner.is_superuser) == (Role.OWNER, True, True)


def test_who_may_not_sign_in_any_more_is_out_with_the_next_click(screen: Client) -> None:
    person = a_staff(Role.RECRUITER, username="ono")
    their_screen = signed_in(person)
    assert their_screen.get("/desk/").status_code == 200

    type_in(screen, f"/admin/company/staff/{person.pk}/change/", is_active=None)

    assert their_screen.get("/desk/").status_code == 302


def test_a_new_password_is_in_the_trail_without_the_password(screen: Client) -> None:
    person = a_staff(Role.RECRUITER, username="ono")
    password = "dango-to-ocha-7"

    screen.post(f"/admin/company/staff/{person.pk}/password/", {"password1": password, "password2": password})

    person.refresh_from_db()
    assert person.check_password(password)
    event = AuditEvent.objects.get()
    assert (event.action, event.entity_id, event.details) == ("password_set", person.pk, {})


def test_the_first_person_made_at_the_command_line_is_an_owner() -> None:
    person = Staff.objects.create_superuser("first", password="dango-to-ocha-7")

    assert (person.role, person.is_staff, person.sees_everything) == (Role.OWNER, True, True)


# --- the trail -------------------------------------------------------------------------------------


def test_the_trail_can_only_be_read(screen: Client) -> None:
    a_company()
    type_in(screen, f"/admin/company/company/{Company.objects.get().pk}/change/", name="ひなた")
    event = AuditEvent.objects.get()

    for page in ("add/", f"{event.pk}/delete/"):
        assert screen.post(f"/admin/company/auditevent/{page}", {"post": "yes"}).status_code == 403
    assert screen.post(f"/admin/company/auditevent/{event.pk}/change/", {"action": "x"}).status_code == 403
    assert "会社の設定を変更 小林 美咲 会社" in read(
        screen.get("/admin/company/auditevent/").content.decode()
    )
