"""The calendar by keyboard alone, and on a phone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from company.models import Location, Staff
from company.policy import Role
from scheduling.models import Slot
from tests.factories import a_job, a_location, a_slot, a_staff, an_application, an_invited_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def kobayashi(place: Location) -> Staff:
    staff = a_staff(Role.RECRUITER, username="kobayashi", display_name="小林 美咲", locations=[place])
    staff.set_password("a-good-password")
    staff.save()
    return staff


def next_week(day: int, hour: int) -> datetime:
    """That weekday (Monday is 0) of next week, so that the test's own day never matters."""
    today = timezone.now().astimezone(TOKYO)
    monday = today.date() + timedelta(days=7 - today.weekday())
    return datetime.combine(monday + timedelta(days=day), datetime.min.time(), TOKYO) + timedelta(hours=hour)


def open_calendar(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", "kobayashi")
    page.fill("[name=password]", "a-good-password")
    page.click("button[type=submit].btn--primary")
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/desk/slots/?week={next_week(0, 0):%Y-%m-%d}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_time_is_made_by_keyboard_alone(
    live_server: LiveServer, desk: Page, kobayashi: Staff, place: Location
) -> None:
    slot = a_slot(next_week(1, 13), location=place, interviewer=kobayashi)
    open_calendar(live_server, desk)
    desk.evaluate("window.stays = true")

    desk.locator(f"#s-{slot.pk}").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == f"n-{next_week(2, 14):%Y-%m-%dT%H:%M}"
    desk.keyboard.press("n")
    expect(desk.locator("#id_start")).to_be_focused()
    expect(desk.locator("#id_first")).to_have_value(f"{next_week(2, 14):%Y-%m-%d}")
    expect(desk.locator("#id_start")).to_have_value("14:00")
    expect(desk.locator("#maker-sum")).to_contain_text("1枠")
    assert desk.evaluate("window.stays")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")

    made = Slot.objects.exclude(pk=slot.pk).get()
    assert (made.starts_at, made.interviewer) == (next_week(2, 14), kobayashi)
    expect(desk.locator(f"#s-{made.pk}")).to_be_focused()


def test_enter_opens_a_time_and_escape_leads_back(
    live_server: LiveServer, desk: Page, kobayashi: Staff, place: Location
) -> None:
    first = a_slot(next_week(1, 13), location=place, interviewer=kobayashi)
    second = a_slot(next_week(1, 13) + timedelta(minutes=30), location=place, interviewer=kobayashi)
    open_calendar(live_server, desk)

    desk.locator(f"#s-{first.pk}").focus()
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == f"s-{second.pk}"
    desk.keyboard.press("Enter")
    expect(desk.locator("#slot")).to_be_focused()
    expect(desk.locator("#slot")).to_contain_text("13:30")
    desk.keyboard.press("Escape")
    assert focused(desk) == f"s-{second.pk}"


def test_the_focus_stays_when_the_week_turns_and_only_one_time_is_a_tab_stop(
    live_server: LiveServer, desk: Page, kobayashi: Staff, place: Location
) -> None:
    for hour in (10, 11, 12):
        a_slot(next_week(1, hour), location=place, interviewer=kobayashi)
    open_calendar(live_server, desk)
    shown = desk.locator("#cal-title").inner_text()

    stops = desk.locator("[data-grid] tbody a:not([tabindex='-1'])").count()
    desk.locator("#cal-after").focus()
    desk.keyboard.press("Enter")

    expect(desk.locator("#cal-title")).not_to_have_text(shown)
    expect(desk.locator("#cal-after")).to_be_focused()
    assert stops == 1


def test_a_change_of_link_is_made_in_the_panel(
    live_server: LiveServer, desk: Page, kobayashi: Staff, place: Location
) -> None:
    slot = a_slot(
        next_week(1, 13),
        location=place,
        interviewer=kobayashi,
        mode="online",
        online_url="https://m.example/1",
    )
    open_calendar(live_server, desk)

    desk.locator(f"#s-{slot.pk}").click()
    desk.locator("#slot summary").click()
    desk.fill("#sc_online_url", "https://m.example/2")
    with desk.expect_navigation():
        desk.locator("#slot button[type=submit]").first.click()

    expect(desk.locator("#slot")).to_contain_text("https://m.example/2")
    slot.refresh_from_db()
    assert slot.online_url == "https://m.example/2"


def test_on_a_phone_the_days_stand_below_each_other_and_a_time_is_made(
    live_server: LiveServer, phone: Page, kobayashi: Staff, place: Location
) -> None:
    an_invited_interview(an_application(job=a_job(location=place)))
    slot = a_slot(next_week(1, 13), location=place, interviewer=kobayashi)
    open_calendar(live_server, phone)

    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.viewport_size["width"]  # type: ignore[index]  # it has one
    expect(phone.locator(f"#l-{slot.pk}")).to_be_visible()
    expect(phone.locator("[data-grid]")).to_be_hidden()
    phone.locator(".cal__make").click()
    phone.locator("#new-slot label", has_text="1日だけ").click()
    phone.fill("#id_first", f"{next_week(3, 0):%Y-%m-%d}")
    phone.fill("#id_start", "18:00")
    phone.fill("#id_end", "")
    phone.locator("#new-slot label", has_text="電話").click()
    with phone.expect_navigation():
        phone.locator("#new-slot button[type=submit]").click()

    made = Slot.objects.exclude(pk=slot.pk).get()
    assert (made.starts_at, made.mode) == (next_week(3, 18), "phone")
    expect(phone.locator(f"#l-{made.pk}")).to_be_visible()
