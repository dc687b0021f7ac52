"""In a real browser: own words reach the candidate, a draft outlives a reload, a name follows an @."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.policy import Stage
from candidates.services import offers
from candidates.services.links import mint
from messaging.models import Message
from messaging.policy import Kind, State
from messaging.services.composing import preview
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import a_message, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_message_in_own_words_is_sent_and_the_candidate_answers_their_offer(
    live_server: LiveServer, desk: Page
) -> None:
    staff, now = a_member(), timezone.now()
    application = an_application(stage=Stage.DECIDING)
    offers.offer(
        application, answer_by=now + timedelta(days=5), first_day=offers.FirstDay(), by=staff, now=now
    )
    message = Message.objects.get(kind=Kind.OFFERED)
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")

    desk.locator(f'a[href$="/messages/{message.pk}/words/"]').click()
    desk.fill("#own-body", "{名前}さん、お待ちしています。{期限}までに、ここから。{リンク}")
    expect(desk.locator("#reading")).to_contain_text("佐々木さん、お待ちしています。")
    desk.get_by_role("button", name="この文面にする").click()
    expect(desk.locator("#thread")).to_contain_text("佐々木さん、お待ちしています。")
    desk.locator(f'form[action$="/messages/{message.pk}/send-now/"] button').click()
    expect(desk.locator("[data-toast]", has_text=re.compile(r"^\s*送ります。"))).to_be_visible()

    message.refresh_from_db()
    assert message.due_at <= timezone.now()
    assert preview(message)[1].startswith("佐々木さん、お待ちしています。")
    desk.goto(f"{live_server.url}/i/{mint(application, now=now)}/")
    desk.get_by_role("button", name="お受けします").click()
    expect(desk.locator("main")).to_contain_text("15分のあいだは取り消せます")
    application.refresh_from_db()
    assert application.offer_accepted_at is not None


def test_a_draft_outlives_a_reload_and_goes_with_the_sending(live_server: LiveServer, desk: Page) -> None:
    a_member()
    application = an_application(stage=Stage.INTERVIEWING)
    sign_in(live_server, desk)
    address = f"{live_server.url}/desk/applications/{application.pk}/"
    desk.goto(address)

    desk.fill("#body", "{名前}さん、こんにちは。")
    desk.reload()
    expect(desk.locator("#body")).to_have_value("{名前}さん、こんにちは。")
    desk.locator("#composer button[type=submit]").click()
    expect(desk.locator("#toasts")).to_contain_text("送ります。")
    desk.reload()

    expect(desk.locator("#body")).to_have_value("")
    assert Message.objects.filter(kind=Kind.MANUAL).count() == 1


def test_a_colleague_is_named_by_keyboard(live_server: LiveServer, desk: Page) -> None:
    a_member()
    application = an_application(stage=Stage.INTERVIEWING)
    a_message(application, kind=Kind.THANKS, state=State.PLANNED, due_at=timezone.now() + timedelta(days=1))
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")

    desk.locator("#composer label", has_text="メモ").click()
    desk.locator("#body").press_sequentially("@小")
    expect(desk.locator(".names")).to_contain_text("@小林美咲")
    desk.keyboard.press("Enter")

    expect(desk.locator("#body")).to_have_value("@小林美咲 ")
