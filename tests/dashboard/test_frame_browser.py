"""Around every desk page, in a real browser: keys, a lost line, a lost session, a form pressed twice."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.policy import Stage
from company.policy import NoticeKind, Role
from company.services import notices
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import NOW, a_location, a_staff, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_j_and_k_walk_the_rows_and_a_question_mark_tells_the_keys(
    live_server: LiveServer, desk: Page
) -> None:
    a_member()
    for number in range(3):
        an_application(stage=Stage.IN_CONTACT, applied_at=NOW - timedelta(days=number))
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/")
    names = desk.locator("#rows a[data-row-link]")

    desk.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    desk.keyboard.press("j")
    expect(names.nth(1)).to_be_focused()
    desk.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    desk.keyboard.press("j")
    expect(names.nth(1)).not_to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys")).to_be_hidden()


def test_letters_typed_into_a_field_move_nothing(live_server: LiveServer, desk: Page) -> None:
    a_member()
    an_application(stage=Stage.IN_CONTACT)
    sign_in(live_server, desk)
    desk.keyboard.press("/")

    desk.keyboard.type("jk?")

    expect(desk.locator("#q")).to_have_value("jk?")
    expect(desk.locator("#keys")).to_be_hidden()


def test_a_lost_line_is_said_and_goes_when_it_is_back(live_server: LiveServer, desk: Page) -> None:
    a_member()
    sign_in(live_server, desk)

    desk.context.set_offline(True)
    expect(desk.locator("#offline")).to_be_visible()
    desk.context.set_offline(False)

    expect(desk.locator("#offline")).to_be_hidden()


def test_after_a_sign_out_elsewhere_a_part_says_so_and_what_was_typed_stays(
    live_server: LiveServer, browser: Browser
) -> None:
    desk = browser.new_page(locale="ja-JP")  # a refused part is an error to the console
    a_member()
    application = an_application(stage=Stage.IN_CONTACT)
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    Session.objects.all().delete()

    desk.fill("#body", "お待ちしています")

    expect(desk.locator("#signed-out")).to_be_visible()
    expect(desk.locator("#body")).to_have_value("お待ちしています")
    expect(desk.locator("#main .gate")).to_have_count(0)
    desk.close()


def test_a_notice_is_read_from_the_bell_by_keyboard(live_server: LiveServer, desk: Page) -> None:
    member = a_member()
    application = an_application(stage=Stage.IN_CONTACT)
    notices.tell(
        NoticeKind.WORD,
        to=[member],
        key="w",
        path=f"/desk/applications/{application.pk}/",
        now=application.applied_at,
        name="蓮",
    )
    sign_in(live_server, desk)

    desk.locator("#bell").press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")

    desk.wait_for_url(f"**/desk/applications/{application.pk}/")
    expect(desk.locator(".bell__count")).to_have_count(0)


def test_a_part_after_a_sign_out_is_no_sign_in_page(client: Client) -> None:
    a_staff(Role.RECRUITER, locations=[a_location()])

    part = client.get("/desk/notices/bell/", headers={"HX-Request": "true"})
    page = client.get("/desk/notices/bell/")

    assert (part.status_code, part.content) == (401, b"")
    assert page.status_code == 302
