"""In a real browser: words change, the remarks and the preview follow, and every version can be had again."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from messaging.models import Template, TemplateVersion, TrialSend
from messaging.policy import Kind
from messaging.services.trying import send_trials
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor, Condition
from reminders.services.planning import replan
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import a_booked_interview, a_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVE = "/desk/templates/?kind=reminder_eve&channel=sms&language=ja"


@pytest.fixture
def troubles(desk: Page) -> list[str]:
    """What the browser complained about."""
    found: list[str] = []
    desk.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    desk.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_edit_look_save_and_bring_back(live_server: LiveServer, desk: Page, troubles: list[str]) -> None:
    a_company(name="ひなた食堂")
    member = a_member()
    member.phone = "090-1111-2222"
    member.save()
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}{EVE}")
    desk.evaluate("window.stays = true")

    desk.fill("#tbody", "無断欠席の方へ。{名前}さん、{日時}に。\n")
    expect(desk.locator("#lint")).to_contain_text("責めているように読めます")
    expect(desk.locator("#arrives")).to_contain_text("無断欠席の方へ。佐々木さん")

    desk.locator("#lint button", has_text="来られなかった").click()
    expect(desk.locator("#lint")).not_to_contain_text("責めているように")
    expect(desk.locator("#arrives")).to_contain_text("来られなかった方へ。")

    desk.evaluate("document.getElementById('tbody').setSelectionRange(1000, 1000)")
    desk.locator("#lint button", has_text="{リンク}").click()
    expect(desk.locator("#arrives u").first).to_contain_text("/i/")
    assert desk.input_value("#tbody").endswith("{リンク}")

    desk.locator("#whose label", has_text="長い名前").click()
    expect(desk.locator("#arrives")).to_contain_text("勅使河原エリザベスさん")

    desk.get_by_role("button", name="自分に試し送り").click()
    expect(desk.locator("#trial")).to_contain_text("090-1111-2222")
    assert TrialSend.objects.get().body.startswith("【テスト】来られなかった方へ。佐々木さん")
    send_trials(now=timezone.now())
    expect(desk.locator("#trial")).to_contain_text("へ送りました", timeout=10_000)
    assert desk.evaluate("window.stays")

    desk.get_by_role("button", name="保存する").click()
    expect(desk.locator("[data-toast]")).to_contain_text("保存しました")
    assert Template.objects.get().body.startswith("来られなかった方へ。")

    desk.get_by_role("link", name="これまでの版").click()
    expect(desk.locator("h1")).to_contain_text("文面のこれまでの版")
    desk.get_by_role("link", name="文面に戻る").click()
    desk.fill("#tbody", "{会社}です。{名前}さん、{日時}に。\n{リンク}")
    desk.get_by_role("button", name="保存する").click()
    expect(desk.locator("[data-toast]").first).to_contain_text("保存しました")
    desk.get_by_role("link", name="これまでの版").click()
    desk.get_by_role("button", name="この版に戻す").click()
    expect(desk.locator("#tbody")).to_have_value("来られなかった方へ。{名前}さん、{日時}に。\n{リンク}")

    assert TemplateVersion.objects.count() == 3
    assert troubles == []


def test_the_cadence_is_looked_at_before_it_is_kept(
    live_server: LiveServer, desk: Page, troubles: list[str]
) -> None:
    a_member()
    evening = {
        "days": -1,
        "local_time": time(18),
        "condition": Condition.STALE_ANSWER,
        "why": "evening-before",
    }
    CadenceStep.objects.all().delete()
    CadenceStep.objects.create(step="evening-before", kind=Kind.REMINDER_EVE, anchor=Anchor.START, **evening)
    interview = a_booked_interview(timezone.now() + timedelta(days=6))
    replan(interview.application_id, now=timezone.now())
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/cadence/")

    step = desk.locator(f"#{Kind.REMINDER_EVE}")
    step.locator("summary").click()
    step.locator("input[type=time]").fill("17:00")
    step.locator("input[type=time]").blur()
    expect(desk.locator("#outlook")).to_contain_text("1人の、1通の予定が変わります")
    expect(desk.locator("#outlook .cadline--moves")).to_contain_text("17:00")

    desk.get_by_role("button", name="保存する").click()
    expect(desk.locator("[data-toast]")).to_contain_text("1人の、1通の予定が変わります")
    desk.locator("[data-toast] button").click()
    expect(desk.locator("[data-toast]").first).to_contain_text("そのときの送りかたに戻しました")

    assert f"{CadenceStep.objects.get(step='evening-before').local_time:%H:%M}" == "18:00"
    assert troubles == []
