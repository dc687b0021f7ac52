"""In a real browser: words not sent yet stay with who typed them, until an answer says that they went."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application
from candidates.policy import Stage
from company.models import Company, Staff
from company.policy import Role
from company.services.pins import choose_pin
from company.services.tablets import register
from dashboard.tablets import COOKIE
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from tests.factories import NOW, a_candidate, a_company, a_staff, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PINS = {"小野": "2846", "森": "7193"}


@pytest.fixture
def someone() -> Application:
    a_company(tablet_minutes=30)
    return an_application(candidate=a_candidate(family_name="加藤"), stage=Stage.INTERVIEWING)


@pytest.fixture
def tablet(live_server: LiveServer, desk: Page, someone: Application) -> Page:
    """A store's tablet, with two people who have a PIN."""
    store = someone.job.location
    for name, pin in PINS.items():
        choose_pin(a_staff(Role.RECRUITER, display_name=name, locations=[store]), pin, now=NOW)
    _row, token = register("カウンター", store, by=Staff.objects.earliest("pk"), now=NOW)
    desk.context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url}])
    desk.goto(f"{live_server.url}/tablet/")
    enter(desk, "小野")
    return desk


def enter(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.fill("[name=pin]", PINS[name])
    page.locator("form:has([name=pin]) button[type=submit]").click()
    page.wait_for_url("**/desk/**")


def change_to(page: Page, name: str) -> None:
    page.get_by_role("button", name="人を替える").click()
    enter(page, name)


def lapse(minutes: int) -> None:
    """With no minutes at all, nobody's session holds."""
    Company.objects.update(tablet_minutes=minutes)


def test_the_next_at_a_tablet_finds_no_words_of_a_colleague(
    live_server: LiveServer, tablet: Page, someone: Application
) -> None:
    theirs = f"{live_server.url}/desk/applications/{someone.pk}/"
    tablet.goto(theirs)
    tablet.locator("#body").press_sequentially("小野からの文")
    tablet.goto(f"{theirs}call-screen/")
    tablet.locator("#call-note").press_sequentially("小野のメモ")

    change_to(tablet, "森")
    for path, field in ((theirs, "#body"), (f"{theirs}call-screen/", "#call-note")):
        tablet.goto(path)
        expect(tablet.locator(field)).to_have_value("")
    change_to(tablet, "小野")
    for path, field, words in (
        (theirs, "#body", "小野からの文"),
        (f"{theirs}call-screen/", "#call-note", "小野のメモ"),
    ):
        tablet.goto(path)
        expect(tablet.locator(field)).to_have_value(words)


def test_a_text_sent_after_the_session_has_ended_is_there_again(
    live_server: LiveServer, tablet: Page, someone: Application
) -> None:
    tablet.goto(f"{live_server.url}/desk/applications/{someone.pk}/")
    body = tablet.locator("#body")
    with tablet.expect_response("**/count/"):
        body.press_sequentially("加藤さん、お電話ください。")
    with tablet.expect_response("**/count/"):  # once more when the field is left
        body.blur()
    lapse(0)
    tablet.locator("#composer button[type=submit]").click()
    tablet.wait_for_url("**/tablet/**")
    lapse(30)
    enter(tablet, "小野")

    tablet.goto(f"{live_server.url}/desk/applications/{someone.pk}/")
    expect(body).to_have_value("加藤さん、お電話ください。")
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()
    tablet.locator("#composer button[type=submit]").click()
    expect(tablet.locator("#toasts")).to_contain_text("送ります。")
    tablet.reload()
    expect(tablet.locator("#thread")).to_contain_text("お電話ください。")
    expect(body).to_have_value("")


def test_a_note_of_a_call_stays_until_it_is_written_down(
    live_server: LiveServer, tablet: Page, someone: Application
) -> None:
    screen = f"{live_server.url}/desk/applications/{someone.pk}/call-screen/"
    tablet.goto(screen)
    tablet.locator("#call-note").press_sequentially("るすでん2回")
    lapse(0)
    tablet.locator("#went [value=no_answer]").click()
    tablet.wait_for_url("**/tablet/**")
    lapse(30)
    enter(tablet, "小野")

    tablet.goto(screen)
    expect(tablet.locator("#call-note")).to_have_value("るすでん2回")
    tablet.locator("#went [value=no_answer]").click()
    tablet.wait_for_url("**/desk/calls/**")
    assert Message.objects.get(channel=ChannelName.PHONE, sent_at__isnull=False).body == "るすでん2回"
    tablet.goto(screen)
    expect(tablet.locator("#call-note")).to_have_value("")
    tablet.locator("#call-note").press_sequentially("あとで")
    tablet.reload()
    expect(tablet.locator("#call-note")).to_have_value("あとで")


def test_what_stands_in_any_form_of_a_tablet_outlives_a_change_of_person_and_goes_once_saved(
    live_server: LiveServer, tablet: Page
) -> None:
    form = f"{live_server.url}/desk/snippets/new/"
    tablet.goto(form)
    tablet.fill("#snippet-name", "入口のご案内")
    tablet.locator("#snippet-body").press_sequentially("お店はこちらです。")
    change_to(tablet, "小野")

    tablet.goto(form)
    expect(tablet.locator("#snippet-body")).to_have_value("お店はこちらです。")
    lapse(0)
    tablet.get_by_role("button", name="保存").click()
    tablet.wait_for_url("**/tablet/**")
    lapse(30)
    enter(tablet, "小野")
    tablet.goto(form)
    expect(tablet.locator("#snippet-body")).to_have_value("お店はこちらです。")
    tablet.get_by_role("button", name="保存").click()
    expect(tablet.locator("main")).to_contain_text("お店はこちらです。")
    tablet.goto(form)
    expect(tablet.locator("#snippet-body")).to_have_value("")
