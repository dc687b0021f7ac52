"""Whole jobs at the desk, in a real browser, on a running trial: each person's day from beginning to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.scenario.conftest import running
from tests.scenario.world import World
from tests.services_fixture import chromium

pytestmark = [pytest.mark.processes, pytest.mark.browser]
PASSWORD = "yakusoku"
WAIT = 60_000  # milliseconds; what the background does may take a moment on a busy machine
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The sample company at ten in the morning."""
    with running("trial", tmp_path_factory.mktemp("shop")) as instance:
        yield World(instance.url)


@contextmanager
def at_the_desk(browser: Browser, shop: World, username: str, *, narrow: bool = False) -> Iterator[Page]:
    """A page that has signed in; errors in its console fail the test."""
    with chromium.open_page(browser, narrow=narrow) as page:
        sign_in(page, shop, username)
        yield page


def sign_in(page: Page, shop: World, username: str) -> None:
    page.set_default_timeout(WAIT)
    page.goto(f"{shop.base}/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".iv", has_text=name).first


def task_of(page: Page, name: str) -> Locator:
    return page.locator("#queue .task", has_text=name).first


def test_a_recruiters_morning(browser: Browser, shop: World) -> None:
    """Outcomes, an answer, a call, and somebody new reached within the time for first contact."""
    shop.walk_to(shop.at(0, "11:45"))
    with at_the_desk(browser, shop, "takahashi") as page:
        # an outcome, pressed wrongly, taken back, pressed rightly
        row = row_of(page, "グエン")
        row.get_by_role("button", name="来なかった").first.click()
        page.locator("[data-toast] button").last.click()
        page.wait_for_url("**/desk/")
        row_of(page, "グエン").get_by_role("button", name="到着").first.click()
        expect(row_of(page, "グエン")).not_to_contain_text("来ましたか", timeout=WAIT)

        # a question answered where the conversation is
        task_of(page, "加藤").get_by_role("link").first.click()
        page.fill("#body", "黒のスニーカーで大丈夫です。お待ちしています。")
        page.locator("#composer button[type=submit]").click()
        expect(page.locator("#thread")).to_contain_text("黒のスニーカーで大丈夫です", timeout=WAIT)
        page.goto(f"{shop.base}/desk/")
        expect(page.locator("#queue .task", has_text="返信まち").filter(has_text="加藤")).to_have_count(0)

        # somebody applies meanwhile, and is called within the clock
        person = shop.applicant("長谷部", 12340001)
        page.goto(f"{shop.base}/desk/calls/")
        expect(page.locator("#calls")).to_contain_text("長谷部")
        page.goto(f"{shop.base}/desk/applications/{person.pk}/")
        call(page, "reached")
        page.goto(f"{shop.base}/desk/calls/")
        expect(page.locator("#calls")).not_to_contain_text("長谷部")

        # and invited: the text is on their phone
        page.goto(f"{shop.base}/desk/applications/{person.pk}/")
        page.locator("form[action$='/invite/'] button").first.click()
        shop.wait_until(lambda: "invitation" in person.kinds(), "the invitation", seconds=90)


def call(page: Page, outcome: str) -> None:
    """From the applicant's page to the call screen, and how it went."""
    page.locator("main a[href*='/call-screen/']").first.click()
    with page.expect_navigation():
        page.locator(f"button[name=outcome][value={outcome}]").click()


def test_a_store_managers_day_on_the_phone(browser: Browser, shop: World) -> None:
    """Only their own store, everything within the width of a phone, and the main deeds by thumb."""
    with at_the_desk(browser, shop, "ono", narrow=True) as page:
        for path in ("/desk/", "/desk/applications/", "/desk/calls/", "/desk/slots/", "/desk/notices/"):
            page.goto(shop.base + path)
            assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0, path
            assert "吉祥寺店" not in page.locator("main").inner_text(), path
        page.goto(f"{shop.base}/desk/applications/")
        page.locator("#rows a[data-row-link]").first.click()
        page.wait_for_url(re.compile(r"/desk/applications/\d+/"))
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
        page.fill("#body", "お会いできるのを楽しみにしています。")
        page.locator("#composer button[type=submit]").click()
        expect(page.locator("#thread")).to_contain_text("お会いできるのを楽しみにしています", timeout=WAIT)


def test_an_interviewers_view(browser: Browser, shop: World) -> None:
    """Sees whom they meet; writes, settings, exports and other people's work are not theirs."""
    with at_the_desk(browser, shop, "tanabe") as page:
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("#queue form button").count() == 0
        page.locator(".iv .who__name").first.click()
        page.wait_for_url(re.compile(r"/desk/applications/\d+/"))
        assert page.locator("#composer button[type=submit]").count() == 0
        page.goto(f"{shop.base}/desk/calendar-feed/")
        expect(page.locator("h1")).to_be_visible()
    page = browser.new_page(locale="ja-JP")  # refusals are errors to the console
    sign_in(page, shop, "tanabe")
    for path in (
        "/desk/settings/hours/",
        "/desk/settings/staff/",
        "/desk/company/",
        "/desk/applications/new/",
    ):
        answer = page.goto(shop.base + path)
        assert answer is not None
        assert answer.status in {403, 404}, path
    page.close()


def test_somebody_is_found_answered_and_booked_with_the_keyboard_alone(browser: Browser, shop: World) -> None:
    with at_the_desk(browser, shop, "takahashi") as page:
        page.keyboard.press("/")
        page.keyboard.type("のぐち")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=**")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/desk/applications/\d+/"))
        tab_to(page, "document.activeElement.id === 'body'")
        page.keyboard.type("お気をつけてお越しください。")
        tab_to(page, "document.activeElement.matches('#composer button[type=submit]')")
        page.keyboard.press("Enter")
        expect(page.locator("#thread")).to_contain_text("お気をつけてお越しください", timeout=WAIT)


def tab_to(page: Page, found: str, most: int = 120) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(found):
            return
    raise AssertionError(f"no Tab leads to {found}")
