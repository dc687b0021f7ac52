"""In a real browser: what a thumb does, what a scanner with scripts does, and forms without script."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from candidates.models import PageOpening
from messaging.models import Message
from noshow.models import Case
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.factories import a_booked_interview, a_slot, an_invited_interview
from tests.portal.linked import a_door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tomorrow_at(hour: int) -> datetime:
    return (timezone.localtime() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def an_address(live_server: LiveServer, interview: Interview) -> str:
    return live_server.url + a_door(interview.application, now=timezone.now()).address()


def test_a_thumb_books_confirms_and_is_counted_once(live_server: LiveServer, phone: Page) -> None:
    interview = an_invited_interview()
    slot = a_slot(tomorrow_at(13), location=interview.application.job.location)
    phone.goto(an_address(live_server, interview))
    opened_by_loading = PageOpening.objects.count()

    with phone.expect_response("**/opened/"):
        phone.locator(f"input[name=slot][value='{slot.pk}']").tap()
    label = phone.locator("[data-choice-label]").inner_text()
    phone.locator(".cbar__yes").tap()
    phone.wait_for_selector(".ticket")
    phone.locator(".cbar__yes").tap()
    phone.wait_for_selector(".ticket__stamp")

    interview.refresh_from_db()
    assert opened_by_loading == 0
    assert PageOpening.objects.count() >= 1
    assert "13:00 に行く" in label
    assert interview.confirmed_at is not None


def test_a_scanner_that_runs_scripts_leaves_no_trace(live_server: LiveServer, phone: Page) -> None:
    interview = a_booked_interview(tomorrow_at(13))
    address = an_address(live_server, interview)

    for page in ("", "times/", "withdraw/", "late/"):
        phone.goto(address + page)
        phone.evaluate("window.scrollTo(0, 300); document.body.click()")

    interview.refresh_from_db()
    assert not PageOpening.objects.exists()
    assert (interview.confirmed_at, interview.state) == (None, InterviewState.BOOKED)


def test_everything_works_without_script(live_server: LiveServer, browser: Browser) -> None:
    interview = a_booked_interview(tomorrow_at(13))
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()

    page.goto(an_address(live_server, interview))
    page.locator("#message-text").fill("自転車で行けますか")
    page.locator("#message button").click()
    said = page.locator("#message").inner_text()
    page.locator(".cbar a", has_text="辞退する").click()
    page.locator(".cbar__yes").click()
    thanked = page.locator("h1").inner_text()
    page.locator("button", has_text="やっぱり、辞退をとりけす").click()
    back = page.locator(".ticket").is_visible()
    context.close()

    assert "メッセージをうけとりました" in said
    assert "教えてくださって" in thanked
    assert back


def test_a_reason_is_one_tap_that_stays_on_the_page(live_server: LiveServer, phone: Page) -> None:
    now = timezone.now()
    interview = an_invited_interview(state=InterviewState.ABSENT, starts_at=now - timedelta(hours=20))
    case = Case.objects.create(interview=interview, opened_at=now)
    phone.goto(an_address(live_server, interview))

    phone.get_by_role("button", name="忘れていた").tap()
    phone.wait_for_selector("#reason .banner--ok")
    phone.locator("#message-text").fill("すみませんでした")
    phone.locator("#message button").tap()
    phone.wait_for_selector("#message .banner--ok")

    case.refresh_from_db()
    assert case.reason == "forgot"
    assert Message.objects.get(channel="page").body == "すみませんでした"
