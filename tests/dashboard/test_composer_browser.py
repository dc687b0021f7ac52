"""In a real browser: a text is kept, chosen, mended, sent with a paper, and the candidate opens the paper."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Document
from candidates.policy import Stage
from candidates.services.links import mint
from messaging.models import Message, Snippet
from messaging.policy import Kind
from messaging.services.composing import preview
from tests.candidates.policy.test_files import PDF
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import a_candidate, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_whole_of_writing(live_server: LiveServer, desk: Page, tmp_path: Path) -> None:
    a_member()
    application = an_application(candidate=a_candidate(family_name="加藤"), stage=Stage.INTERVIEWING)
    (tmp_path / "guide.pdf").write_bytes(PDF)
    sign_in(live_server, desk)

    # a paper and a text for everybody
    desk.goto(f"{live_server.url}/desk/snippets/")
    desk.set_input_files("#house-file", tmp_path / "guide.pdf")
    desk.get_by_role("button", name="追加").click()
    expect(desk.locator("#house")).to_contain_text("guide.pdf")
    desk.get_by_role("link", name="文を追加").click()
    desk.fill("#snippet-name", "入口のご案内")
    desk.locator(".var", has_text="{名前}").click()
    desk.locator("#snippet-body").press_sequentially("さん、お店はこちらです。")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("main")).to_contain_text("{名前}さん、お店はこちらです。")

    # chosen, beside what was typed already; nothing of it is lost
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    body = desk.locator("#body")
    body.press_sequentially("無断欠席は困ります。")
    desk.locator("#composer label", has_text="SMS").click()
    expect(desk.locator("#advice")).to_contain_text("無断欠席")
    body.press("Home")
    desk.locator("[popovertarget=tpl]").click()
    desk.locator("#tpl a", has_text="入口のご案内").click()
    expect(body).to_have_value("加藤さん、お店はこちらです。無断欠席は困ります。")

    # what sounds like blame is mended by one press; the paper and its link are counted
    desk.locator("#advice button").click()
    expect(desk.locator("#advice")).not_to_contain_text("無断欠席")
    desk.locator(".composer__papers summary").click()
    desk.get_by_label("guide.pdf").check()
    expect(desk.locator("#segs")).to_contain_text("SMS 2通分")
    desk.locator("#composer button[type=submit]").click()
    expect(desk.locator("#toasts")).to_contain_text("送ります。")
    expect(body).to_have_value("")

    message = Message.objects.get(kind=Kind.MANUAL)
    assert "加藤さん、お店はこちらです。" in preview(message)[1]
    assert preview(message)[1].endswith("/papers/")

    # and the candidate opens it without signing in
    desk.context.clear_cookies()
    desk.goto(f"{live_server.url}/i/{mint(application, now=timezone.now())}/papers/")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="guide.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF
    assert Document.objects.get().shared_at is not None


def test_what_is_typed_is_kept_by_one_press_and_taken_back_by_its_toast(
    live_server: LiveServer, desk: Page
) -> None:
    a_member()
    application = an_application(candidate=a_candidate(family_name="加藤"), stage=Stage.INTERVIEWING)
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    desk.evaluate("window.stays = true")

    desk.fill("#body", "加藤さん、いつでもお電話ください。")
    desk.locator("[popovertarget=tpl]").click()
    desk.get_by_role("button", name="いまの文をとっておく").click()
    expect(desk.locator("#toasts")).to_contain_text("とっておきました")
    expect(desk.locator("#body")).to_have_value("加藤さん、いつでもお電話ください。")
    kept = Snippet.objects.get()
    assert desk.evaluate("window.stays")
    desk.locator("[data-toast] button").click()
    desk.wait_for_url("**/desk/snippets/")

    kept.refresh_from_db()
    assert kept.body == "{名前}さん、いつでもお電話ください。"
    assert kept.deleted_at is not None
