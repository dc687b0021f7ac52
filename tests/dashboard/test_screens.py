"""In a real browser: times made by keyboard, a text that shows how it arrives, nothing wider than a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Job
from candidates.policy import Stage
from company.models import Location
from company.policy import Role
from scheduling.models import Slot
from scheduling.policy import InterviewState
from tests.factories import a_booked_interview, a_case, a_job, a_location, a_slot, a_staff, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_the_desk(live_server: LiveServer, page: Page, location: Location) -> None:
    staff = a_staff(Role.OWNER, username="kobayashi", display_name="小林 美咲", locations=[location])
    staff.set_password("a-good-password")
    staff.save()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", "kobayashi")
    page.fill("[name=password]", "a-good-password")
    page.click("button[type=submit].btn--primary")
    page.wait_for_url("**/desk/")


def a_story(location: Location) -> Job:
    """One of everything, so that no screen is empty."""
    now, job = timezone.now(), a_job(location=location, title="ホールスタッフ・早朝仕込み兼務")
    a_slot(now + timedelta(hours=20), location=location)
    a_booked_interview(now + timedelta(hours=30), an_application(job=job, stage=Stage.INTERVIEWING))
    missed = an_application(job=job, stage=Stage.INTERVIEWING)
    a_case(a_booked_interview(now - timedelta(hours=20), missed, state=InterviewState.ABSENT))
    return job


def test_times_are_counted_live_and_made_with_the_keyboard_alone(live_server: LiveServer, desk: Page) -> None:
    location = a_location()
    at_the_desk(live_server, desk, location)
    desk.goto(f"{live_server.url}/desk/slots/")
    total = desk.locator("#maker-sum")
    count = total.locator("b")
    expect(count).to_contain_text("枠")
    before = count.inner_text()

    for _ in range(200):
        if desk.evaluate(
            "document.activeElement.name === 'weekdays' && document.activeElement.value === '2'"
        ):
            break
        desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(count).not_to_have_text(before)
    promised = re.match(r"\d+", count.inner_text())
    for _ in range(40):
        if desk.evaluate("document.activeElement.matches('#new-slot [type=submit]')"):
            break
        desk.keyboard.press("Tab")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    assert promised is not None
    assert Slot.objects.count() == int(promised[0])
    expect(desk.locator("[data-toast]")).to_contain_text("枠をつくりました")


def test_fields_of_a_series_and_of_an_online_interview_show_only_when_chosen(
    live_server: LiveServer, desk: Page
) -> None:
    at_the_desk(live_server, desk, a_location())
    desk.goto(f"{live_server.url}/desk/slots/")

    expect(desk.locator("[name=until]")).to_be_visible()
    expect(desk.locator("[name=online_url]")).to_be_hidden()
    desk.locator("[name=repeat][value=once]").check(force=True)
    desk.locator("[name=mode][value=online]").check(force=True)

    expect(desk.locator("[name=until]")).to_be_hidden()
    expect(desk.locator("[name=online_url]")).to_be_visible()
    expect(desk.locator("#maker-sum")).to_contain_text("「Web面接のリンク」を入れると")


def test_a_text_shows_how_it_arrives_while_it_is_typed(live_server: LiveServer, desk: Page) -> None:
    location = a_location()
    a_job(location=location)
    at_the_desk(live_server, desk, location)
    desk.goto(f"{live_server.url}/desk/templates/?kind=reminder_eve")

    desk.fill("#tbody", "{会社}です。{日時}に。")
    expect(desk.locator("#lint")).to_contain_text("{リンク}がありません")
    desk.locator("[data-inserts='{名前}']").first.click()

    expect(desk.locator("#tbody")).to_have_value("{会社}です。{日時}に。{名前}")
    expect(desk.locator("#preview .sms-in")).to_contain_text("佐々木")
    expect(desk.locator(".varbox__back mark")).to_have_count(3)


@pytest.mark.parametrize("width", [390, 320])
def test_no_screen_is_wider_than_a_phone(live_server: LiveServer, phone: Page, width: int) -> None:
    location = a_location()
    job = a_story(location)
    at_the_desk(live_server, phone, location)
    phone.set_viewport_size({"width": width, "height": 844})

    for path in (
        "slots/",
        "slots/?view=list",
        "applications/",
        "applications/new/",
        "cases/",
        "jobs/",
        f"jobs/{job.pk}/",
        "imports/",
        "templates/",
        "templates/?kind=booked&channel=email",
    ):
        phone.goto(f"{live_server.url}/desk/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= width, path
    phone.goto(f"{live_server.url}/desk/slots/")
    expect(phone.locator(".week")).to_be_hidden()
    expect(phone.locator(".daylist .slot").first).to_be_visible()
