"""応募者 in a real browser: x chooses the row the keys stand on, shift a whole range."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.policy import Stage
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import NOW, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICKED = "Array.from(document.querySelectorAll('input[name=pick]')).map((box) => box.checked)"


def test_x_chooses_the_row_of_the_keys_and_shift_a_whole_range(live_server: LiveServer, desk: Page) -> None:
    a_member()
    for number in range(5):
        an_application(stage=Stage.IN_CONTACT, applied_at=NOW - timedelta(days=number))
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/")
    count = desk.locator("[data-picks-count]")

    desk.keyboard.press("x")
    assert desk.evaluate(PICKED) == [False] * 5  # nobody is meant yet
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(count).to_contain_text("1")
    assert desk.evaluate(PICKED) == [False, True, False, False, False]
    expect(desk.locator("#rows a[data-row-link]").nth(1)).to_be_focused()

    desk.locator("input[name=pick]").nth(3).click(modifiers=["Shift"])
    expect(count).to_contain_text("3")
    assert desk.evaluate(PICKED) == [False, True, True, True, False]
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    assert desk.evaluate(PICKED) == [False, True, True, True, True]
    desk.keyboard.press("k")
    desk.keyboard.press("x")
    expect(count).to_contain_text("3")
    assert desk.evaluate(PICKED) == [False, True, True, False, True]
