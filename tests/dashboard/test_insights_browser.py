"""ふりかえり in a real browser: choosing, by keyboard alone, on a phone, and for everybody."""

from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from company import clock
from noshow.services.figures import bring_up_to_date
from scheduling.policy import InterviewState
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import a_booked_interview, a_job, a_location, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def some_figures(now: datetime) -> None:
    a_member()
    for name, title, states in (
        ("吉祥寺店", "ホール", (InterviewState.CAME, InterviewState.ABSENT, InterviewState.CAME)),
        ("三鷹店", "キッチン", (InterviewState.CAME, InterviewState.EXCUSED)),
    ):
        job = a_job(location=a_location(name=name), title=title)
        for number, state in enumerate(states):
            applied_at = now - timedelta(days=6)
            row = an_application(
                job=job, applied_at=applied_at, contacted_at=applied_at + timedelta(minutes=9 + 40 * number)
            )
            a_booked_interview(now - timedelta(days=2, hours=number), row, state=state)
    bring_up_to_date(now=now, machine_now=now)


def axe_finds(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def test_figures_are_narrowed_by_choosing_and_kept_in_the_address(
    live_server: LiveServer, desk: Page
) -> None:
    some_figures(clock.now())
    sign_in(live_server, desk)
    desk.get_by_role("link", name="ふりかえり").click()
    funnel = desk.locator("#fn-d")
    expect(funnel).to_contain_text("応募 5件")

    desk.locator("#f-job").select_option("キッチン")
    expect(funnel).to_contain_text("応募 2件")
    assert "job=" in desk.url

    desk.get_by_role("link", name="30日").click()
    expect(desk.get_by_role("link", name="30日")).to_have_attribute("aria-current", "true")
    expect(funnel).to_contain_text("応募 2件")

    desk.reload()
    expect(funnel).to_contain_text("応募 2件")
    expect(desk.locator("#f-job")).to_have_value("キッチン")


def test_days_of_ones_own_and_tables_are_reached_by_keyboard_alone(
    live_server: LiveServer, desk: Page
) -> None:
    some_figures(clock.now())
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/insights/")

    desk.get_by_role("button", name="期間を選ぶ").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#own-from")).to_be_visible()
    desk.locator("#own-from").fill(f"{clock.now() - timedelta(days=3):%Y-%m-%d}")
    desk.locator("#own-from").press("Enter")
    desk.wait_for_url("**from=**")
    expect(desk.locator("#fn-d")).to_contain_text("応募 0件")

    summary = desk.locator("#rates summary")
    summary.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#t-confirmed")).to_be_visible()
    with desk.expect_download() as saved:
        link = desk.locator("#rates a[href*='confirmed.csv']")
        link.focus()
        desk.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everybody(live_server: LiveServer, desk: Page, scheme: str) -> None:
    some_figures(clock.now())
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/insights/")
    for summary in desk.locator("main summary").all():
        summary.click()

    assert axe_finds(desk) == []


def test_it_fits_a_phone(live_server: LiveServer, phone: Page) -> None:
    some_figures(clock.now())
    sign_in(live_server, phone)
    phone.goto(f"{live_server.url}/desk/insights/")
    for summary in phone.locator("main summary").all():
        summary.click()

    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.evaluate("innerWidth")
    assert axe_finds(phone) == []
