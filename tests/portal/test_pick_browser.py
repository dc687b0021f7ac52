"""From the link in the SMS to a booked time, in a real browser at 390 × 844."""

from datetime import datetime, timedelta
from time import monotonic

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application
from scheduling.models import Booking, Interview, SlotHold
from scheduling.policy import InterviewState
from tests.factories import a_booked_interview, a_slot, an_application, an_invited_interview
from tests.portal.linked import a_door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_days(days: int, hour: int) -> datetime:
    start = timezone.localtime() + timedelta(days=days)
    return start.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def interview() -> Interview:
    interview = an_invited_interview()
    for day in range(1, 9):
        for hour in (10, 13, 16, 18):
            a_slot(in_days(day, hour), location=interview.application.job.location)
    return interview


def open_page(phone: Page, address: str) -> None:
    """Opened and touched, so that nothing else is on its way when a time is tapped."""
    phone.goto(address)
    with phone.expect_response("**/opened/"):
        phone.locator("h1").tap()


def tap_a_time(phone: Page, hour: str = "13:00") -> None:
    with phone.expect_response("**/hold/"):
        phone.locator(".times label", has_text=hour).first.tap()


def the_link(live_server: LiveServer, application: Application) -> str:
    return live_server.url + a_door(application, now=timezone.now()).address()


def test_three_taps_lead_from_the_sms_to_a_booked_time(
    live_server: LiveServer, phone: Page, interview: Interview
) -> None:
    address = the_link(live_server, interview.application)
    phone.set_content(f"<p>面接の日時を、ここから選べます。<a href='{address}'>{address}</a></p>")
    started = monotonic()

    phone.locator("a").tap()
    with phone.expect_response("**/opened/"):
        tap_a_time(phone)
    phone.locator(".cbar__yes").tap()
    phone.wait_for_selector(".ticket")

    interview.refresh_from_db()
    assert monotonic() - started < 60
    assert (interview.state, interview.starts_at) == (InterviewState.BOOKED, in_days(1, 13))


def test_a_tapped_time_is_kept_and_the_page_says_so_quietly(
    live_server: LiveServer, phone: Page, interview: Interview
) -> None:
    open_page(phone, the_link(live_server, interview.application))

    tap_a_time(phone)
    held = phone.locator("#held")

    expect(held).to_contain_text("10分間おとりしています")
    expect(held).to_contain_text("あと10分")
    assert SlotHold.objects.get().interview == interview


def test_a_time_lost_to_somebody_quicker_is_said_kindly_and_cannot_be_chosen(
    live_server: LiveServer, phone: Page, interview: Interview
) -> None:
    open_page(phone, the_link(live_server, interview.application))
    choice = phone.locator(".times label", has_text="13:00").first
    number = choice.locator("input").get_attribute("value")
    slot = interview.application.job.location.slots.get(pk=int(number or 0))
    a_booked_interview(slot.starts_at, an_application(job=interview.application.job), slot=slot)

    tap_a_time(phone)

    expect(phone.locator("#held")).to_contain_text("ごめんなさい")
    expect(choice.locator("input")).to_be_disabled()


def test_the_keyboard_alone_is_enough(live_server: LiveServer, phone: Page, interview: Interview) -> None:
    phone.goto(the_link(live_server, interview.application))

    phone.locator(".times input").first.focus()
    with phone.expect_response("**/hold/"), phone.expect_response("**/opened/"):
        phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".ticket")

    assert Booking.objects.get(active=True).starts_at == in_days(1, 13)


def test_choosing_and_wishing_work_without_script(
    live_server: LiveServer, browser: Browser, interview: Interview
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(the_link(live_server, interview.application))

    page.locator("#nofit summary").click()
    page.locator(".week tr", has_text="月").locator("label", has_text="夜").click()
    page.locator("#nofit button").click()
    answered = page.locator("#wish").inner_text()
    page.locator(".times label", has_text="18:00").first.click()
    page.locator(".cbar__yes").click()
    page.wait_for_selector(".ticket")
    context.close()

    interview.refresh_from_db()
    assert "ご希望に合う時間が空いています" in answered
    assert interview.starts_at is not None
    local = timezone.localtime(interview.starts_at)
    assert (local.weekday(), local.hour) == (0, 18)


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_and_the_first_page_is_short(
    live_server: LiveServer, phone: Page, interview: Interview, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    phone.goto(the_link(live_server, interview.application))
    phone.locator("#nofit summary").click()

    assert phone.evaluate("document.documentElement.scrollWidth") <= width
    assert phone.locator("#slots").bounding_box()["height"] < 1000  # type: ignore[index]  # it is drawn
