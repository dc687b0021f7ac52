"""「LINEで受け取る」: codes come by a press alone, and only to whoever holds the person's own page."""

import re
from datetime import timedelta
from typing import Any  # what Django's test client answers

import pytest
import time_machine
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from candidates.models import Application, Candidate
from candidates.policy import Stage
from messaging.models import LineCode
from messaging.services.linking import MOST_CODES, code_in, use_code
from tests.factories import NOW, a_candidate, a_job, an_application
from tests.portal.applying import apply
from tests.portal.linked import Door, a_door

pytestmark = pytest.mark.django_db

ME = "U" + "a" * 32
PRESSED = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def _line_settings(settings: Settings) -> None:
    settings.LINE_PROVIDER, settings.LINE_BASIC_ID = "line", "@hinata+x"


@pytest.fixture
def door() -> Door:
    return a_door(an_application(), now=timezone.now())


def words(response: Any) -> str:
    content: str = response.content.decode()
    return content


def code_on(page: str) -> str:
    found = re.search(r'<b translate="no">([A-Z0-9-]+)</b>', page)
    return code_in(found[1]) if found else ""


def test_reading_pages_makes_no_code(door: Door) -> None:
    for page in ("", "line/", "line/off/", "preferences/"):
        door.get(page)
        door.client.head(door.address(page))

    assert "LINEで受け取る" in door.text()
    assert not LineCode.objects.exists()


def test_a_press_shows_the_code_with_ways_into_the_chat(door: Door) -> None:
    page = words(door.post("line/", first="1"))

    code = code_on(page)
    assert use_code(code, ME, now=timezone.now()) is not None
    assert Candidate.objects.get().preferred_channel == "line"
    written = f"{code[:5]}-{code[5:]}"
    assert 'href="https://line.me/R/ti/p/%40hinata%2Bx"' in page
    assert 'href="https://line.me/R/oaMessage/%40hinata%2Bx/?%E9%80%A3%E6%90%BA' in page
    assert written in page
    assert "<svg" in page
    assert "style=" not in page


def test_without_the_tick_line_does_not_come_first(door: Door) -> None:
    use_code(code_on(words(door.post("line/"))), ME, now=timezone.now())

    assert Candidate.objects.get().preferred_channel == "sms"


def test_with_htmx_only_the_block_is_drawn(door: Door) -> None:
    page = words(door.post("line/", headers=PRESSED))

    assert page.startswith('<section class="csec" id="line"')
    assert code_on(page)


def test_the_page_notices_that_it_worked(door: Door) -> None:
    code = code_on(words(door.post("line/", headers=PRESSED)))
    assert door.get("line/", headers=PRESSED).status_code == 204

    use_code(code, ME, now=timezone.now())

    assert "LINEとつながっています" in words(door.get("line/", headers=PRESSED))
    assert "LINEで受け取る" not in door.text()


def test_the_page_keeps_no_code_for_the_next_reader(door: Door) -> None:
    response = door.post("line/")

    assert response.headers["Cache-Control"] == "no-store"
    assert code_on(door.text()) == ""


def test_too_many_codes_are_refused_with_a_word(door: Door) -> None:
    for _ in range(MOST_CODES):
        assert door.post("line/").status_code == 200

    refused = door.post("line/")

    assert refused.status_code == 429
    assert "10分ほどおいて" in words(refused)


@pytest.mark.parametrize("state", ["off", "no account", "over"])
def test_it_is_offered_only_where_it_can_work(settings: Settings, state: str) -> None:
    if state == "off":
        settings.LINE_PROVIDER = "off"
    elif state == "no account":
        settings.LINE_BASIC_ID = ""
    application = an_application(stage=Stage.REJECTED if state == "over" else Stage.RECEIVED)
    door = a_door(application, now=timezone.now())

    assert "LINEで受け取る" not in door.text()
    if state != "over":
        assert door.post("line/").status_code == 303
        assert not LineCode.objects.exists()


def test_line_can_be_preferred_once_connected_and_disconnected_again() -> None:
    application = an_application(candidate=a_candidate(line_id=ME))
    door = a_door(application, now=timezone.now())

    assert 'value="line"' in door.text("preferences/")
    door.post("preferences/", preferred_channel="line")
    assert Candidate.objects.get().preferred_channel == "line"
    door.post("line/off/")

    person = Candidate.objects.get()
    assert (person.line_id, person.preferred_channel) == ("", "sms")
    assert 'value="line"' not in door.text("preferences/")


def test_nobody_prefers_line_without_a_connected_account(door: Door) -> None:
    assert door.post("preferences/", preferred_channel="line").status_code == 422


# --- the thanks page -----------------------------------------------------------------------------


def test_who_has_just_applied_may_connect_at_once(client: Client) -> None:
    job = a_job()
    thanks = client.get(apply(client, job).headers["Location"])
    assert "LINEで受け取る" in words(thanks)

    page = words(client.post(reverse("portal:thanks_line", args=[job.slug]) + "?by=sms", {"first": "1"}))

    assert use_code(code_on(page), ME, now=timezone.now()) == Application.objects.get()
    assert "LINEで受け取る" not in words(client.get(reverse("portal:thanks", args=[job.slug])))


def test_reading_the_thanks_page_makes_no_code(client: Client) -> None:
    job = a_job()
    address = apply(client, job).headers["Location"]

    client.get(address)
    assert client.get(reverse("portal:thanks_line", args=[job.slug])).status_code == 303

    assert not LineCode.objects.exists()


def test_another_browser_gets_no_code(client: Client) -> None:
    job = a_job()
    apply(client, job)

    stranger = Client()
    assert "LINEで受け取る" not in words(stranger.get(reverse("portal:thanks", args=[job.slug])))
    assert stranger.post(reverse("portal:thanks_line", args=[job.slug])).status_code == 303
    assert not LineCode.objects.exists()


def test_with_somebodys_number_nobody_connects_to_their_record(client: Client) -> None:
    first, second = a_job(), a_job()
    apply(client, first)
    thief = Client()

    apply(thief, first)
    apply(thief, second)

    assert Candidate.objects.count() == 1
    assert {one.job for one in Application.objects.all()} == {first, second}
    for job in (first, second):
        assert thief.post(reverse("portal:thanks_line", args=[job.slug])).status_code == 303
    assert not LineCode.objects.exists()


def test_a_cookie_of_ones_own_making_is_worth_nothing(client: Client) -> None:
    application = an_application()
    for value in (str(application.pk), get_cookie_signer("appliedelse").sign(str(application.pk))):
        client.cookies["applied"] = value

        answer = client.post(reverse("portal:thanks_line", args=[application.job.slug]))

        assert answer.status_code == 303
    assert not LineCode.objects.exists()


def test_the_right_lasts_half_an_hour(client: Client) -> None:
    job = a_job()
    with time_machine.travel(NOW, tick=False):
        apply(client, job)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        answer = client.post(reverse("portal:thanks_line", args=[job.slug]))

    assert answer.status_code == 303
    assert not LineCode.objects.exists()


def test_a_page_of_another_site_cannot_ask_for_a_code() -> None:
    strict = Client(enforce_csrf_checks=True)
    door = a_door(an_application(), client=strict, now=timezone.now())

    assert door.post("line/").status_code == 403
    assert strict.post(reverse("portal:thanks_line", args=[a_job().slug])).status_code == 403
    assert not LineCode.objects.exists()
