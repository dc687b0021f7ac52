"""In a real browser: arriving with a phone, with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.reception import renew_code
from tests.factories import a_booked_interview
from tests.portal.linked import a_door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def arriving() -> tuple[Interview, str]:
    """It begins in ten minutes; and the number at the reception."""
    interview = a_booked_interview(timezone.now() + timedelta(minutes=10))
    return interview, renew_code(interview.location, by=None, now=timezone.now()).code


def address(live_server: LiveServer, interview: Interview) -> str:
    return live_server.url + a_door(interview.application, now=timezone.now()).address()


def test_a_thumb_types_the_number_and_is_thanked(live_server: LiveServer, phone: Page) -> None:
    interview, number = arriving()
    phone.goto(address(live_server, interview))

    phone.get_by_label("受付の番号").fill(f"{number[:3]} {number[3:]}")
    phone.get_by_role("button", name="着きました").tap()
    expect(phone.get_by_role("status")).to_contain_text("ご到着は担当に伝わっています")

    interview.refresh_from_db()
    assert interview.state == InterviewState.CAME
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_poster_and_the_number_work_without_script(live_server: LiveServer, browser: Browser) -> None:
    interview, number = arriving()
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()

    page.goto(f"{live_server.url}/at/{number}/")
    expect(page.get_by_text(f"{number[:3]} {number[3:]}")).to_be_visible()
    cookies = context.cookies()
    page.goto(address(live_server, interview))
    wrong = f"{(int(number) + 1) % 1000000:06d}"
    page.get_by_label("受付の番号").fill(wrong)
    page.get_by_role("button", name="着きました").click()
    expect(page.get_by_role("alert")).to_contain_text("番号とちがうようです")
    expect(page.get_by_label("受付の番号")).to_have_value(wrong)
    page.get_by_label("受付の番号").fill(number)
    page.get_by_role("button", name="着きました").click()
    expect(page.get_by_role("status")).to_contain_text("ご到着は担当に伝わっています")
    context.close()

    assert cookies == []
    interview.refresh_from_db()
    assert interview.state == InterviewState.CAME
