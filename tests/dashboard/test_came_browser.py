"""In a real browser: the interviewer's page, on a phone, without signing in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from company.policy import Role
from messaging.models import Message
from scheduling.policy import InterviewState
from scheduling.services.asking_interviewers import sign
from tests.factories import a_booked_interview, a_slot, a_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_tap_says_it_and_one_tap_takes_it_back(live_server: LiveServer, phone: Page) -> None:
    tanabe = a_staff(Role.INTERVIEWER, display_name="田辺 悠", email="tanabe@example.jp")
    slot = a_slot(timezone.now() - timedelta(minutes=16), interviewer=tanabe)
    interview = a_booked_interview(slot.starts_at, slot=slot)
    phone.goto(f"{live_server.url}/came/{sign(interview, tanabe)}/")

    phone.get_by_role("button", name="来なかった").tap()
    expect(phone.get_by_role("status")).to_contain_text("来られなかった")
    interview.refresh_from_db()
    said = interview.state
    phone.get_by_role("button", name="取り消す").tap()
    expect(phone.get_by_role("button", name="遅れて来た")).to_be_visible()

    interview.refresh_from_db()
    assert said == InterviewState.ABSENT
    assert interview.state == InterviewState.BOOKED
    assert not Message.objects.filter(about__startswith="case:").exclude(state="cancelled").exists()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
