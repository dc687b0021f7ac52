"""In a real browser: an owner's first day, from an empty database to the first booked interview."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application, Job
from company.models import Staff
from company.policy import Role
from company.services.profile import the_company
from dashboard.queries.first_run import first_run
from messaging.models import Message, TrialSend
from messaging.policy import Kind
from messaging.services.trying import send_trials
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState
from tests.factories import POSTED
from tests.portal.linked import a_door

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mizuiro-no-noren-7"
PLACE = {
    "name": "吉祥寺店",
    "slug": "kichijoji",
    "postal_address": "東京都武蔵野市吉祥寺南町0-1-2",
    "station": "吉祥寺駅",
    "access": "公園口から歩いて4分",
    "entrance": "藍色ののれんから",
    "phone": "0422-00-0120",
    "smoking": "屋内禁煙",
}


def fill(page: Page, **said: str) -> None:
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main .formcard__foot button[type=submit].btn--primary").click()


def the_next_step(page: Page, live_server: LiveServer, title: str) -> None:
    """The guide on the desk leads there."""
    page.goto(f"{live_server.url}/desk/")
    step = page.locator(".firststep--next")
    expect(step).to_contain_text(title)
    step.locator("a.btn--primary").click()


def become_the_owner(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/desk/")
    expect(page.locator("main")).to_contain_text("manage.py first_owner")
    printed = StringIO()
    call_command("first_owner", "misaki@example.jp", stdout=printed)
    page.goto(live_server.url + urlsplit(printed.getvalue().split()[-1]).path)
    fill(page, name="小林 美咲", password1=PASSWORD, password2=PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/desk/")


def set_up_company_and_store(page: Page, live_server: LiveServer) -> None:
    the_next_step(page, live_server, "社名")
    fill(page, name="ひなた食堂")
    save(page)
    the_next_step(page, live_server, "社名")
    fill(page, caller_number="0422-00-0120")
    save(page)
    the_next_step(page, live_server, "店舗")
    fill(page, **PLACE)
    save(page)


def try_the_channels(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/desk/")
    page.locator("button[value='tick-staff']").click()
    the_next_step(page, live_server, "テスト送信")
    page.locator("button[name=channel][value=email]").click()
    expect(page.locator("main")).to_contain_text("送信中")
    send_trials(now=timezone.now())
    page.reload()
    expect(page.locator("main")).to_contain_text("送信済み")


def put_up_a_job(page: Page, live_server: LiveServer) -> None:
    the_next_step(page, live_server, "求人")
    facts = {name: words for name, words in POSTED.items() if page.locator(f"main [name={name}]").count()}
    fill(page, title="ホールスタッフ", slug="hall", summary="ご案内と配膳", **facts)
    if page.locator("main [name=pay_lowest]").count():
        fill(page, pay_lowest="1250")
    save(page)
    page.goto(f"{live_server.url}/desk/jobs/")
    put_up = page.locator("button[name=up][value='1']")
    if put_up.count():
        put_up.click()
    expect(page.locator("main button[name=up][value='0']")).to_be_visible()


def make_times(page: Page, live_server: LiveServer) -> None:
    the_next_step(page, live_server, "面接枠")
    page.locator("main form button[type=submit].btn--primary").last.click()
    page.wait_for_url("**/desk/slots/rules/")


def invite_the_first_person(page: Page, live_server: LiveServer) -> Application:
    the_next_step(page, live_server, "ご案内")
    fill(page, family_name="佐々木", given_name="蓮", phone="090-1234-5678", email="ren@example.jp")
    page.locator("main [name=consent]").check()
    save(page)
    application = Application.objects.get()
    page.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    page.locator("form[action$='/invite/'] button[type=submit]").first.click()
    expect(page.locator("[data-toast]").first).to_be_visible()
    return application


def test_an_owners_first_day_from_an_empty_database_to_the_first_booked_interview(
    live_server: LiveServer, desk: Page, phone: Page
) -> None:
    become_the_owner(desk, live_server)
    set_up_company_and_store(desk, live_server)
    try_the_channels(desk, live_server)
    put_up_a_job(desk, live_server)
    make_times(desk, live_server)
    application = invite_the_first_person(desk, live_server)

    assert first_run().is_done
    desk.goto(f"{live_server.url}/desk/")
    expect(desk.locator(".firstrun")).to_have_count(0)
    assert Message.objects.filter(application=application, kind=Kind.INVITATION).exists()

    phone.goto(live_server.url + a_door(application, now=timezone.now()).address())
    phone.locator("input[name=slot]").first.tap()
    phone.locator(".cbar__yes").tap()
    phone.wait_for_selector(".ticket")

    owner = Staff.objects.get()
    interview = Interview.objects.get()
    assert (owner.role, owner.username) == (Role.OWNER, "misaki@example.jp")
    assert the_company().name == "ひなた食堂"
    assert Job.objects.get().is_published
    assert TrialSend.objects.get().state == "delivered"
    assert Slot.objects.count() >= 5
    assert interview.state == InterviewState.BOOKED
    desk.goto(f"{live_server.url}/desk/applications/{application.pk}/")
    expect(desk.locator("main")).to_contain_text("佐々木 蓮")
