"""Somebody could not come: both ends of it, at the desk and on the person's phone, in real browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.scenario.client import Page as HtmlPage
from tests.scenario.conftest import running
from tests.scenario.test_desk_days import WAIT, WIDER_THAN_THE_SCREEN, at_the_desk
from tests.scenario.test_stories import invited
from tests.scenario.world import TOKYO, Person, World, slots_of
from tests.services_fixture import chromium

pytestmark = [pytest.mark.processes, pytest.mark.browser]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running("trial", tmp_path_factory.mktemp("missed")) as instance:
        yield World(instance.url)


@contextmanager
def on_the_phone(browser: Browser, person: Person, kind: str) -> Iterator[Page]:
    """The link of that text, opened with a thumb."""
    address = person.tap(kind).url
    with chromium.open_page(browser, narrow=True) as phone:
        phone.set_default_timeout(WAIT)
        phone.goto(address)
        yield phone


def booked_soon(shop: World, person: Person) -> datetime:
    """A time around noon, two or three days ahead: enough for the question on the evening before."""
    page, earliest = invited(shop, person), shop.clock() + timedelta(days=1, hours=12)
    while not (found := _around_noon(page, earliest)):
        page = person.browser.get(page.link("からも見る"))
    start, value = min(found)
    answered = person.browser.submit(page, page.form(action="/times/"), slot=value)
    assert answered.status == 200, answered.words
    shop.wait_until(lambda: "booked" in person.kinds(), "the receipt", seconds=90)
    return start


def _around_noon(page: HtmlPage, earliest: datetime) -> list[tuple[datetime, str]]:
    times = [(start.astimezone(TOKYO), value) for value, start in slots_of(page)]
    return [(start, value) for start, value in times if start > earliest and 11 <= start.hour <= 14]


def missed(desk: Page, shop: World, person: Person) -> str:
    """Pressed on the applicant's page; the address of the case it opened."""
    desk.goto(f"{shop.base}/desk/applications/{person.pk}/")
    desk.locator("button[name=outcome][value=absent]").first.click()
    expect(desk.locator("[data-toast]").first).to_be_visible()
    desk.goto(f"{shop.base}/desk/cases/")
    desk.locator(".caseitem", has_text=person.name).first.click()
    desk.wait_for_url(re.compile(r"/desk/cases/\d+/"))
    return desk.url.partition("?")[0]


def steps(desk: Page) -> str:
    return desk.locator("#attempts").inner_text()


def test_a_slip_is_taken_back_and_nothing_ever_went_out(browser: Browser, shop: World) -> None:
    person = shop.applicant("誤", 22220001)
    start = booked_soon(shop, person)
    shop.walk_to(start + timedelta(minutes=5))
    with at_the_desk(browser, shop, "kobayashi") as desk:
        case = missed(desk, shop, person)
        desk.get_by_role("button", name="取り消す").first.click()
        expect(desk.locator("[data-toast]").first).to_be_visible()
        before = person.everything()

        shop.walk_to(start + timedelta(hours=2))

        assert person.everything() == before
        desk.goto(case)
        assert "自動で送信" not in steps(desk)


def test_an_excuse_leads_to_a_new_time_and_they_come(browser: Browser, shop: World) -> None:
    person = shop.applicant("訳", 22220002)
    start = booked_soon(shop, person)
    shop.walk_to(start + timedelta(minutes=12))
    with at_the_desk(browser, shop, "kobayashi") as desk:
        case = missed(desk, shop, person)
        assert "次の予定" in steps(desk)
        shop.walk_to(start + timedelta(minutes=30))
        desk.goto(case)
        expect(desk.locator(".ways-tried")).to_contain_text("SMS 1回")

        with on_the_phone(browser, person, "absence_first") as phone:
            phone.get_by_role("button", name="体調がわるかった").tap()
            expect(phone.locator("#reason")).to_contain_text("体調がわるかったのですね")
            assert phone.evaluate(WIDER_THAN_THE_SCREEN) == 0
            said = person.kinds()
            phone.locator("#condition button[type=submit]").tap()
            phone.wait_for_url("**/times/")
            phone.locator(".times label").first.tap()
            phone.locator(".cbar__yes").tap()
            expect(phone.locator(".ticket").first).to_be_visible(timeout=WAIT)

        desk.goto(case)
        assert "体調がわるかった" in steps(desk)
        assert "にお会いします" in steps(desk)
        assert not [kind for kind in person.kinds() if kind.startswith("absence") and kind not in said]
        desk.goto(f"{shop.base}/desk/cases/?show=ended")
        expect(desk.locator(".caseitem", has_text=person.name).first).to_contain_text("にお会いします")


def test_silence_ends_kindly_by_the_rule_and_can_be_taken_back_before_it_is_told(
    browser: Browser, shop: World
) -> None:
    person = shop.applicant("黙", 22220003)
    start = booked_soon(shop, person)
    shop.walk_to(start + timedelta(minutes=10))
    with at_the_desk(browser, shop, "kobayashi") as desk:
        case = missed(desk, shop, person)
        shop.walk_to(start + timedelta(minutes=90))
        desk.goto(case)
        desk.locator("button[name=outcome][value=no_answer]").click()
        expect(desk.locator(".ways-tried")).to_contain_text("電話 1回", timeout=WAIT)
        assert desk.get_by_role("button", name="終了を確定").get_attribute("aria-disabled") == "true"

        proposed = start.replace(hour=19, minute=0) + timedelta(days=2)
        shop.walk_to(proposed)
        desk.goto(f"{shop.base}/desk/cases/?show=decide")
        desk.locator(".caseitem", has_text=person.name).first.click()
        desk.get_by_role("button", name="終了を確定").click()
        desk.locator("[data-toast] button").last.click()
        desk.wait_for_url(case + "**")
        shop.walk_to(proposed + timedelta(minutes=30))
        assert "rejected" not in person.kinds() + person.kinds("email"), "taken back before it was told"

        desk.goto(case)
        desk.get_by_role("button", name="自動処理を再開").click()
        shop.walk_to(proposed + timedelta(minutes=50))
        desk.goto(case)
        desk.get_by_role("button", name="終了を確定").click()
        expect(desk.locator("[data-toast]").first).to_be_visible()
        shop.walk_to(proposed + timedelta(hours=17))

    told = [text for text in [*person.texts(), *person.texts("email")] if text.kind == "rejected"]
    assert len(told) == 1
    assert "いつでもまたご応募いただけます" in told[0].words
    with on_the_phone(browser, person, "final_notice") as phone:
        assert "いつでも" in phone.locator("main").inner_text()
