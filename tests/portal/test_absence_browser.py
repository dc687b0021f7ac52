"""来られなかった on a phone: one tap, with script and without, light and dark, for every reader."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from noshow.models import Case
from scheduling.policy import InterviewState
from tests.factories import a_company, an_invited_interview
from tests.portal.linked import a_door
from tests.portal.test_me_access_browser import WIDER_THAN_THE_SCREEN, complaints, in_the_dark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(live_server: LiveServer) -> Case:
    a_company(name="ひなた食堂", caller_number="0422-00-0120")
    starts_at = timezone.now() - timedelta(hours=3)
    interview = an_invited_interview(
        state=InterviewState.ABSENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
    )
    return Case.objects.create(interview=interview, opened_at=starts_at + timedelta(minutes=10))


def the_address(live_server: LiveServer, case: Case) -> str:
    return live_server.url + a_door(case.interview.application, now=timezone.now()).address()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "お会いできなくて、気になっています"),
        ("forgot", "どうぞ気になさらないで"),
        ("other_job", "ほかに決まったのですね"),
        ("unwell", "体調がわるかったのですね"),
        ("nobody_there", "本当に申し訳ありません"),
    ],
)
def test_nothing_is_in_anybodys_way(
    live_server: LiveServer, phone: Page, case: Case, reason: str, words: str
) -> None:
    phone.goto(the_address(live_server, case))
    if reason:
        phone.locator(f"button[value={reason}]").tap()

    expect(phone.locator("main")).to_contain_text(words)
    assert phone.evaluate(WIDER_THAN_THE_SCREEN) == 0
    assert complaints(phone) == []
    assert in_the_dark(phone) == []


def test_it_works_without_script_and_is_put_right_without_it(
    live_server: LiveServer, browser: Browser, case: Case
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(the_address(live_server, case))

    page.locator("button[value=rather_not_say]").click()
    first = page.locator("#reason").inner_text()
    page.locator("button[value=family]").click()
    then = page.locator("#reason").inner_text()
    context.close()

    case.refresh_from_db()
    assert "ページを見てくださって" in first
    assert "理由を直す" in then
    assert case.reason == "family"
