"""Every candidate page in a browser: nothing in the way of a screen reader, a narrow phone, or a keyboard."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from scheduling.models import Interview
from tests.portal.everywhere import Everybody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = ViewportSize(width=320, height=640)
GRAVE = {"serious", "critical"}
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def everybody(live_server: LiveServer) -> Everybody:
    return Everybody()


def complaints(page: Page) -> list[str]:
    """What axe-core finds serious or critical, with where it stands."""
    return grave(Axe().run(page, options={"resultTypes": ["violations"]}).response)


def in_the_dark(page: Page) -> list[str]:
    """The same page's colours at night; loaded anew, for colours on their way are none of either."""
    page.emulate_media(color_scheme="dark")
    page.reload()
    return grave(Axe().run(page, options=COLOURS).response)


def grave(response: dict[str, Any]) -> list[str]:
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]}"
        for one in response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def test_nothing_serious_is_found_on_any_page_light_or_dark_and_none_scrolls_sideways(
    live_server: LiveServer, phone: Page, everybody: Everybody
) -> None:
    found: dict[tuple[str, str], object] = {}
    phone.set_viewport_size(NARROW)
    phone.emulate_media(color_scheme="light")
    for name, address in everybody.pages():
        if name.startswith("unknown"):
            continue  # what is not found is an error to the console
        phone.goto(live_server.url + address)
        found[name, "narrow"] = phone.evaluate(WIDER_THAN_THE_SCREEN)
        found[name, "light"] = complaints(phone)
        found[name, "dark"] = in_the_dark(phone)
        phone.emulate_media(color_scheme="light")

    assert {where: what for where, what in found.items() if what} == {}
    assert len(found) > 80


def test_a_form_with_errors_and_the_thanks_can_be_used_by_everybody(
    live_server: LiveServer, browser: Browser, everybody: Everybody
) -> None:
    page = browser.new_page(locale="ja-JP", viewport=NARROW)  # a refused form is an error to the console
    page.goto(f"{live_server.url}/jobs/{everybody.job.slug}/")
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    page.locator("[name=family_name]").fill("佐々木")
    page.locator("[name=phone]").fill("090-1234-567")
    page.locator(".cbar__yes").click()
    page.wait_for_selector("[aria-invalid=true]")
    with_errors = complaints(page), page.evaluate(WIDER_THAN_THE_SCREEN)

    page.locator("[name=phone]").fill("090-1234-5678")
    page.locator("[name=consent]").check(force=True)
    page.locator(".cbar__yes").click()
    page.wait_for_url("**/thanks/**")
    thanked = complaints(page), page.evaluate(WIDER_THAN_THE_SCREEN)
    page.close()

    assert with_errors == ([], 0)
    assert thanked == ([], 0)


def test_an_interview_is_confirmed_and_moved_with_the_keyboard_alone(
    live_server: LiveServer, desk: Page, everybody: Everybody
) -> None:
    interview = everybody.meeting(50)
    desk.goto(live_server.url + everybody.home(interview.application))

    press(desk, "行きます")
    desk.wait_for_selector(".ticket__stamp")
    press(desk, "日程を変える")
    desk.wait_for_selector("input[name=slot]")
    tab_to(desk, "document.activeElement.name === 'slot'")
    desk.keyboard.press("Space")
    desk.wait_for_load_state("networkidle")
    press(desk, "に変える")
    desk.wait_for_selector(".ticket")

    before = interview.starts_at
    moved = Interview.objects.get(pk=interview.pk)
    assert moved.moves == 1
    assert moved.starts_at != before


def press(page: Page, words: str) -> None:
    page.wait_for_load_state("networkidle")
    tab_to(page, f"document.activeElement.innerText.includes({words!r})")
    page.keyboard.press("Enter")


def tab_to(page: Page, is_there: str) -> None:
    """With the tabulator from wherever the focus is; everything on the way shows where it is."""
    for _ in range(120):
        page.keyboard.press("Tab")
        here = "document.activeElement && document.activeElement !== document.body"
        if page.evaluate(f"Boolean({here} && ({is_there}))"):
            return
    raise AssertionError(f"the keyboard never came to {is_there}")
