"""In a real browser, by keyboard alone: down the call list, notes, outcomes, and one taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application
from company.models import Company, Location
from messaging.models import CallClaim, Message
from messaging.policy import ChannelName
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import a_candidate, a_job, a_location, an_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def three_waiting() -> list[Application]:
    """Always open, so that the suggested next call is there at any hour of the test."""
    place: Location = a_location(opens="00:00", closes="23:59")
    Company.objects.update(speaking_opens="00:00", speaking_closes="23:59")
    job, now = a_job(location=place), timezone.now()
    return [
        an_application(
            candidate=a_candidate(family_name=name, given_name="花"),
            job=job,
            started_at=now,
            applied_at=now,
            first_contact_due_at=now + timedelta(minutes=10 + n),
        )
        for n, name in enumerate(["青木", "井上", "上田"])
    ]


def outcomes() -> dict[str, str]:
    rows = Message.objects.filter(channel=ChannelName.PHONE, sent_at__isnull=False)
    return {
        row.application.candidate.family_name: row.reason
        for row in rows.select_related("application__candidate")
    }


def on_screen_of(page: Page, name: str) -> None:
    """Their screen, and the scripts of it have run: the call is claimed by one of them."""
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("#claim")).to_contain_text("あなたが電話中")


def test_a_call_list_is_worked_through_by_keyboard_alone(live_server: LiveServer, desk: Page) -> None:
    a_member()
    three_waiting()
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/calls/")

    desk.keyboard.press("j")
    expect(desk.locator("[data-call-row]").first).to_be_focused()
    desk.keyboard.press("Enter")
    on_screen_of(desk, "青木 花")
    desk.keyboard.press("n")
    on_screen_of(desk, "井上 花")
    desk.keyboard.press("p")
    on_screen_of(desk, "青木 花")

    desk.keyboard.press("m")
    desk.keyboard.type("るすでん2回")
    desk.reload()
    expect(desk.locator("#call-note")).to_have_value("るすでん2回")
    on_screen_of(desk, "青木 花")
    desk.keyboard.press("2")
    on_screen_of(desk, "井上 花")

    desk.keyboard.press("1")
    expect(desk.locator("#agreed-h")).to_be_visible()
    on_screen_of(desk, "井上 花")
    desk.keyboard.press("n")
    on_screen_of(desk, "上田 花")
    desk.keyboard.press("4")
    expect(desk.locator("#toasts")).to_contain_text("上田 花さんのこの番号には、もうかけません")

    assert outcomes() == {"青木": "no_answer", "井上": "reached", "上田": "wrong_number"}
    note = Message.objects.get(application__candidate__family_name="青木", reason="no_answer")
    assert note.body == "るすでん2回"


def test_a_digit_in_the_notes_is_a_digit(live_server: LiveServer, desk: Page) -> None:
    a_member()
    one = three_waiting()[0]
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/applications/{one.pk}/call-screen/")
    on_screen_of(desk, "青木 花")

    desk.keyboard.press("m")
    desk.keyboard.type("1234np")
    expect(desk.locator("#call-note")).to_have_value("1234np")
    desk.keyboard.press("Escape")
    desk.keyboard.press("l")
    expect(desk.locator("#calls-h")).to_be_visible()

    assert outcomes() == {}
    assert CallClaim.objects.get().application == one
