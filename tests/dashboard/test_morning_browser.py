"""A recruiter's morning on 今日, in a real browser: who came, who calls, who waits, live."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from candidates.policy import Stage
from dashboard.queries import day_parts
from scheduling.policy import InterviewState
from tests.dashboard.test_desk_browser import a_member, sign_in
from tests.factories import (
    a_booked_interview,
    a_candidate,
    a_job,
    a_location,
    a_message,
    an_application,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_morning_outcomes_are_entered_and_taken_back_and_the_list_of_next_steps_follows(
    live_server: LiveServer, desk: Page
) -> None:
    a_member()
    now = timezone.now()
    came = a_booked_interview(now - timedelta(minutes=20))
    missed = a_booked_interview(now - timedelta(minutes=15))
    wrote = an_application(
        stage=Stage.INTERVIEWING, candidate=a_candidate(family_name="加藤"), applied_at=now
    )
    a_message(wrote, direction="in", state="received", needs_answer=True, body="靴は黒でも?", due_at=now)
    sign_in(live_server, desk)
    desk.evaluate("window.stays = true")

    expect(desk.locator("#today-head")).to_contain_text("まだわからない方が")
    expect(desk.locator("#queue")).to_contain_text("靴は黒でも?")
    desk.locator(f"#iv-{came.pk}").get_by_role("button", name="到着", exact=True).first.click()
    expect(desk.locator(f"#iv-{came.pk}")).not_to_contain_text("来ましたか")
    desk.locator(f"#iv-{missed.pk}").get_by_role("button", name="来なかった", exact=True).first.click()
    expect(desk.locator(f"#iv-{missed.pk}")).to_contain_text("来られなかった")

    expect(desk.locator("#today-head")).not_to_contain_text("まだわからない方が")
    an_application(
        candidate=a_candidate(family_name="森田"),
        applied_at=now,
        first_contact_due_at=now + timedelta(minutes=18),
    )
    desk.evaluate("htmx.trigger(document.body, 'queue-changed')")
    expect(desk.locator("#queue .task--lead")).to_contain_text("森田")
    assert desk.evaluate("window.stays")

    desk.locator(f"#iv-{missed.pk}").get_by_role("button", name="取り消す").first.click()
    expect(desk.locator(f"#iv-{missed.pk}")).to_contain_text("来ましたか")
    came.refresh_from_db()
    missed.refresh_from_db()
    assert (came.state, missed.state) == (InterviewState.CAME, InterviewState.BOOKED)


def test_a_change_behind_an_answer_under_way_is_asked_for_once_more(
    live_server: LiveServer, desk: Page
) -> None:
    a_member()
    sign_in(live_server, desk)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held or route.request.headers.get("hx-target") != "queue":
            route.continue_()
        else:
            held.append(route)

    desk.route("**/desk/", hold_the_first)
    desk.evaluate("htmx.trigger(document.body, 'queue-changed')")
    while not held:
        desk.wait_for_timeout(20)
    knows_nobody = held[0].fetch()
    an_application(candidate=a_candidate(family_name="森田"), applied_at=timezone.now())
    desk.evaluate("htmx.trigger(document.body, 'queue-changed')")
    held[0].fulfill(response=knows_nobody)

    expect(desk.locator("#queue")).to_contain_text("森田")


def at_two_stores() -> None:
    a_member()
    soon = timezone.now() + timedelta(minutes=1)
    for name in ("三鷹店", "吉祥寺店"):
        job = a_job(location=a_location(name=name))
        for n in range(8):
            someone = an_application(job=job, stage=Stage.INTERVIEWING)
            a_booked_interview(soon + timedelta(seconds=n), someone)


def test_a_folded_store_stays_folded_over_a_refresh_and_its_name_opens_it(
    live_server: LiveServer, desk: Page
) -> None:
    at_two_stores()
    sign_in(live_server, desk)
    store = desk.locator("details.store").first

    store.locator("summary").click()
    expect(store).not_to_have_attribute("open", "")
    for _refresh in range(2):
        desk.evaluate("document.querySelector('#timeline').dataset.before = ''")
        desk.evaluate("htmx.trigger(document.body, 'day-changed')")
        expect(desk.locator("#timeline:not([data-before])")).to_have_count(1)
        expect(store).not_to_have_attribute("open", "")
    expect(desk.locator("details.store").nth(1)).to_have_attribute("open", "")

    desk.locator(f".kpi__places a[href='#{store.get_attribute('id')}']").click()
    expect(store.locator(".iv").first).to_be_visible()


def test_of_very_many_a_store_brings_its_people_when_it_is_opened_and_stays_open(
    live_server: LiveServer, desk: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_parts, "WHOLE_UP_TO", 15)
    at_two_stores()
    sign_in(live_server, desk)
    store = desk.locator("details.store").first
    expect(desk.locator(".iv")).to_have_count(0)

    store.locator("summary").press("Enter")
    expect(store.locator(".iv")).to_have_count(8)
    expect(desk.locator("details.store").nth(1).locator(".iv")).to_have_count(0)
    desk.evaluate("document.querySelector('#timeline').dataset.before = ''")
    desk.evaluate("htmx.trigger(document.body, 'day-changed')")
    expect(desk.locator("#timeline:not([data-before])")).to_have_count(1)
    expect(store.locator(".iv")).to_have_count(8)

    desk.reload()
    expect(store.locator(".iv")).to_have_count(8)
    expect(desk.locator(".iv")).to_have_count(8)


def test_a_whole_day_is_looked_at_and_called_off_on_a_phone(live_server: LiveServer, desk: Page) -> None:
    a_member()
    desk.set_viewport_size({"width": 390, "height": 844})
    place = a_location(name="三鷹店")
    tomorrow = (timezone.localtime() + timedelta(days=1)).replace(hour=13, minute=0, second=0, microsecond=0)
    interview = a_booked_interview(
        tomorrow, an_application(job=a_job(location=place), stage=Stage.INTERVIEWING)
    )
    sign_in(live_server, desk)
    desk.goto(f"{live_server.url}/desk/day/?on={tomorrow.date().isoformat()}")

    desk.get_by_role("button", name="どうなるか見る").click()
    expect(desk.locator("main")).to_contain_text("天候のためです。")
    desk.get_by_role("button", name="1人に実行する").click()

    expect(desk.locator("#progress")).to_contain_text("0 / 1")
    desk.get_by_role("button", name="ぜんぶ取り消す").click()
    expect(desk.locator("#progress")).to_contain_text("0 / 0")
    interview.refresh_from_db()
    assert interview.state == InterviewState.BOOKED
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
