"""Every page of the administration: who may open it, that it speaks Japanese, and that it stays quick."""

from pathlib import Path

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from company.models import Company, Location, Staff
from company.policy import Role
from config.administration import SECTIONS
from noshow.models import ClosingRule
from reminders.models import StalePlan
from tests.config.reading import latin_words, read
from tests.config.world import one_of_everything
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, a_staff, an_administrator, an_application

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
SINGLE = {Company, ClosingRule}
LISTED = [model for model in MODELS if model not in SINGLE]
SPOKEN_AS_IT_IS = {"API", "SMS", "CSV", "LINE", "URL", "Web", "kichijoji"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Staff:
    return an_administrator(username="こばやし", display_name="小林 美咲")


@pytest.fixture
def screen(owner: Staff) -> Client:
    one_of_everything(owner)
    return signed_in(owner)


def name_of(model: type[models.Model]) -> str:
    return model._meta.label


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def row_of(model: type[models.Model]) -> str:
    row = model._default_manager.order_by("-pk").first()
    assert row is not None
    return address(model, "change", row.pk)


def said(client: Client, where: str) -> str:
    """What stands on the page; it must have opened."""
    response = client.get(where, follow=True)
    assert response.status_code == 200
    return read(response.content.decode())


# --- language ------------------------------------------------------------------------------------


def test_the_first_page_is_japanese(screen: Client) -> None:
    assert latin_words(said(screen, "/admin/")) <= SPOKEN_AS_IT_IS


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_list_is_japanese(model: type[models.Model], screen: Client) -> None:
    assert latin_words(said(screen, address(model, "changelist"))) <= SPOKEN_AS_IT_IS


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Staff], ids=name_of)
def test_every_page_of_a_row_is_japanese(model: type[models.Model], screen: Client) -> None:
    assert latin_words(said(screen, row_of(model))) <= SPOKEN_AS_IT_IS


def test_the_page_of_a_person_is_japanese_but_for_how_the_password_is_kept(screen: Client) -> None:
    person = Staff.objects.get(display_name="小林 美咲")

    words = said(screen, address(Staff, "change", person.pk))

    assert latin_words(words) <= SPOKEN_AS_IT_IS | {"md", "JPEG", "PNG", "WebP", "MB"}
    assert latin_words(said(screen, f"/admin/company/staff/{person.pk}/password/")) <= SPOKEN_AS_IT_IS


@pytest.mark.parametrize("model", LISTED, ids=name_of)
def test_every_page_for_a_new_row_is_japanese(model: type[models.Model], screen: Client) -> None:
    response = screen.get(address(model, "add"))

    if response.status_code != 403:  # records are not made here
        words = latin_words(read(response.content.decode()))
        assert words <= SPOKEN_AS_IT_IS


# --- arrangement -----------------------------------------------------------------------------------


def test_every_page_has_its_place_and_says_what_it_is_for() -> None:
    placed = [label for section in SECTIONS for label in section.pages]

    assert sorted(placed) == [model._meta.label for model in MODELS]
    assert all(str(about) for section in SECTIONS for about in section.pages.values())


@pytest.mark.parametrize("model", [Company, ClosingRule], ids=name_of)
def test_what_there_is_one_of_opens_straight_away(model: type[models.Model], screen: Client) -> None:
    response = screen.get(address(model, "changelist"))

    assert response["Location"] == row_of(model)
    assert screen.get(address(model, "add")).status_code == 403


def test_whatever_can_be_set_can_be_set_here(screen: Client, owner: Staff) -> None:
    """A new field that nobody put on the page would be out of an administrator's reach."""
    for model in (Company, Location, ClosingRule):
        fields = {field.name for field in model._meta.fields if field.editable and not field.primary_key}
        page = screen.get(row_of(model)).content.decode()

        assert {name for name in fields if f'name="{name}"' not in page} == set(), model


@pytest.mark.parametrize("model", LISTED, ids=name_of)
def test_a_list_of_three_asks_no_more_than_a_list_of_one(
    model: type[models.Model], screen: Client, owner: Staff
) -> None:
    once = questions(screen, address(model, "changelist"))
    one_of_everything(owner)
    one_of_everything(owner)

    assert questions(screen, address(model, "changelist")) == once


@pytest.mark.parametrize("model", LISTED, ids=name_of)
def test_a_page_asks_no_more_when_there_is_more_to_choose_from(
    model: type[models.Model], screen: Client, owner: Staff
) -> None:
    once = questions(screen, row_of(model))
    one_of_everything(owner)
    one_of_everything(owner)

    assert questions(screen, row_of(model)) == once


# --- who may come in --------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.INTERVIEWER, Role.VIEWER])
def test_only_owners_open_the_settings(role: Role) -> None:
    client = signed_in(a_staff(role))

    response = client.get("/admin/company/company/", follow=True)

    assert response.status_code == 403
    assert "設定は責任者のページです" in read(response.content.decode())


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_no_list_opens_for_a_recruiter(model: type[models.Model], screen: Client) -> None:
    client = signed_in(a_staff(Role.RECRUITER))

    assert client.get(address(model, "changelist"), follow=True).status_code == 403
    assert client.get(row_of(model), follow=True).status_code == 403


def test_a_stranger_signs_in_at_the_desk_and_comes_back(client: Client) -> None:
    response = client.get("/admin/candidates/job/", follow=True)

    assert response.redirect_chain[-1][0] == "/sign-in/?next=/admin/candidates/job/"


def test_the_way_back_to_the_desk_is_on_every_page_and_so_is_the_trial(screen: Client) -> None:
    page = screen.get("/admin/candidates/job/").content.decode()

    assert f'href="{reverse("dashboard:desk")}"' in page
    assert "何もこの端末の外へ出ません" in page


def test_a_change_that_has_not_reached_everybody_says_how_many_are_left(screen: Client) -> None:
    applications = [an_application(), an_application()]
    StalePlan.objects.all().delete()
    for application in applications:
        StalePlan.objects.create(application=application, since=NOW)

    assert "2人の連絡予定を組み直しています" in said(screen, "/admin/")


def test_the_last_changes_stand_on_the_first_page_with_who_made_them(screen: Client) -> None:
    location = Location.objects.get()
    told = {field.name: field.value_from_object(location) for field in Location._meta.fields}
    kept = {name: "" if value is None else value for name, value in told.items()}

    screen.post(address(Location, "change", location.pk), kept | {"name": "三鷹店", "is_active": "on"})

    words = said(screen, "/admin/")
    assert "三鷹店" in words
    assert "小林 美咲" in words


# --- in a browser --------------------------------------------------------------------------------------


def test_no_page_needs_what_the_security_policy_forbids(
    transactional_db: None, live_server: LiveServer, desk: Page, tmp_path: Path
) -> None:
    """The browser fails the test at the first complaint."""
    owner = an_administrator(username="kobayashi", display_name="小林 美咲")
    owner.set_password("yakusoku")
    owner.save()
    one_of_everything(owner)
    desk.goto(f"{live_server.url}/sign-in/?next=/admin/")
    desk.fill("[name=username]", "kobayashi")
    desk.fill("[name=password]", "yakusoku")
    desk.click("main [type=submit]")
    desk.wait_for_url("**/admin/")

    for where in [address(model, "changelist") for model in MODELS] + [row_of(model) for model in MODELS]:
        desk.goto(live_server.url + where)

        assert desk.evaluate("document.documentElement.scrollWidth") <= 1440, where
