"""In a real browser: one press, one row, no reload; the composer counts and sends."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.policy import Stage
from company.models import Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import Kind
from scheduling.policy import InterviewState
from tests.factories import a_booked_interview, a_staff, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_member() -> Staff:
    staff = a_staff(Role.OWNER, username="kobayashi", display_name="小林 美咲")
    staff.set_password("a-good-password")
    staff.save()
    return staff


def sign_in(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", "kobayashi")
    page.fill("[name=password]", "a-good-password")
    page.click("button[type=submit].btn--primary")
    page.wait_for_url("**/desk/")


def test_one_press_changes_one_row_and_can_be_taken_back(live_server: LiveServer, desk: Page) -> None:
    a_member()
    interview = a_booked_interview(timezone.now() - timedelta(minutes=11))
    sign_in(live_server, desk)
    row = desk.locator(f"#iv-{interview.pk}")

    row.get_by_role("button", name="到着", exact=True).first.click()
    expect(row).to_contain_text("到着")
    expect(row).not_to_contain_text("来ましたか")
    interview.refresh_from_db()
    came = interview.state
    with desk.expect_navigation():
        desk.locator("[data-toast] button").click()

    interview.refresh_from_db()
    assert came == InterviewState.CAME
    assert interview.state == InterviewState.BOOKED


def test_the_composer_counts_refuses_and_sends_without_a_reload(live_server: LiveServer, desk: Page) -> None:
    a_member()
    application = an_application(stage=Stage.INTERVIEWING)
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    desk.evaluate("window.stays = true")
    desk.locator("#composer label", has_text="メール").first.click()

    desk.fill("#body", "お待ちしています")
    expect(desk.locator("#segs")).to_contain_text("8字")
    desk.locator("#composer button[type=submit]").click()
    expect(desk.locator("#thread")).to_contain_text("お待ちしています")
    expect(desk.locator("#body")).to_have_value("")

    assert desk.evaluate("window.stays")
    assert Message.objects.get(kind=Kind.MANUAL).values["_text"] == "お待ちしています"


def test_a_slash_jumps_to_the_search(live_server: LiveServer, desk: Page) -> None:
    a_member()
    sign_in(live_server, desk)

    desk.keyboard.press("/")

    expect(desk.locator("#q")).to_be_focused()
