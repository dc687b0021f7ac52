"""The private calendar address: what it gives to whom, how it is made, shown once and revoked."""

import hashlib
import json
import logging
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from candidates.services.erasing import erase
from company.models import AuditEvent, Staff
from company.policy import Role
from config.logs import JsonFormatter
from portal.views.calendar_feed import READS
from portal.views.linked import MISSES
from scheduling.models import CalendarFeed
from scheduling.services.subscriptions import make_feed
from tests import factories as make
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_now() -> object:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kobayashi() -> Staff:
    return make.a_staff(Role.INTERVIEWER, display_name="小林 美咲", locations=[make.a_location()])


def an_interview(interviewer: Staff, hour: int, family_name: str = "佐々木") -> object:
    person = make.a_candidate(family_name=family_name, phone="+819012345678", email="ren@example.jp")
    application = make.an_application(candidate=person, stage="interviewing")
    place = application.job.location
    slot = make.a_slot(tokyo(2026, 6, 11, hour), location=place, interviewer=interviewer)
    return make.a_booked_interview(slot.starts_at, application, slot=slot)


def names_in(client: Client, token: str) -> list[str]:
    text = client.get(f"/calendar/{token}.ics").content.decode()
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")]


def test_it_gives_ones_own_coming_interviews_with_names_and_nothing_to_reach_them_by(
    client: Client, kobayashi: Staff
) -> None:
    an_interview(kobayashi, 13)
    an_interview(make.a_staff(Role.INTERVIEWER), 14, family_name="別人")
    token = make_feed(kobayashi, now=NOW)

    answer = client.get(f"/calendar/{token}.ics")
    text = answer.content.decode()

    assert names_in(client, token) == ["面接: 佐々木 蓮さん"]
    assert "ren@example.jp" not in text
    assert "12345678" not in text
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_reading_it_changes_no_row(client: Client, kobayashi: Staff) -> None:
    token = make_feed(kobayashi, now=NOW)
    before = list(CalendarFeed.objects.values()), AuditEvent.objects.count()

    for _time in range(5):
        client.get(f"/calendar/{token}.ics")
        client.head(f"/calendar/{token}.ics")

    assert (list(CalendarFeed.objects.values()), AuditEvent.objects.count()) == before
    assert client.post(f"/calendar/{token}.ics").status_code == 405


def test_only_its_hash_is_kept_and_a_new_one_ends_the_old(client: Client, kobayashi: Staff) -> None:
    old = make_feed(kobayashi, now=NOW)
    new = make_feed(kobayashi, now=NOW)

    assert len(new) >= 22
    assert CalendarFeed.objects.latest("pk").token_hash == hashlib.sha256(new.encode()).hexdigest()
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200


def test_unknown_revoked_and_of_somebody_who_left_are_alike(client: Client, kobayashi: Staff) -> None:
    left = make.a_staff(Role.INTERVIEWER, is_active=False)
    tokens = ["A" * 22, make_feed(left, now=NOW), make_feed(kobayashi, now=NOW)]
    CalendarFeed.objects.filter(staff=kobayashi).update(revoked_at=NOW)

    answers = [client.get(f"/calendar/{token}.ics") for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_guessing_and_reading_without_end_are_slowed_down(client: Client, kobayashi: Staff) -> None:
    token = make_feed(kobayashi, now=NOW)

    guesses = [client.get(f"/calendar/{'A' * 22}.ics").status_code for _try in range(MISSES + 1)]
    reads = [client.get(f"/calendar/{token}.ics").status_code for _try in range(READS + 1)]

    assert (guesses[-2:], reads[-2:]) == ([404, 429], [200, 429])


def test_it_asks_as_few_questions_for_six_interviews_as_for_one(client: Client, kobayashi: Staff) -> None:
    address = f"/calendar/{make_feed(kobayashi, now=NOW)}.ics"
    an_interview(kobayashi, 9)
    before = questions(client, address)
    for hour in range(10, 15):
        an_interview(kobayashi, hour)

    assert questions(client, address) == before <= 3


def test_an_erased_person_is_named_no_more(client: Client, kobayashi: Staff) -> None:
    interview = an_interview(kobayashi, 13)
    token = make_feed(kobayashi, now=NOW)

    erase(interview.application.candidate, now=NOW)  # type: ignore[attr-defined]  # made above

    assert "佐々木" not in client.get(f"/calendar/{token}.ics").content.decode()


def test_a_log_line_does_not_hold_the_address(kobayashi: Staff) -> None:
    token = make_feed(kobayashi, now=NOW)
    record = logging.LogRecord("web", logging.INFO, "", 0, f'"GET /calendar/{token}.ics" 200', None, None)

    assert token not in json.loads(JsonFormatter().format(record))["message"]


def test_the_page_shows_the_address_once(kobayashi: Staff) -> None:
    desk = signed_in(kobayashi)

    answer = desk.post("/desk/calendar-feed/make/")
    made = desk.get(answer.headers["Location"])
    again = desk.get("/desk/calendar-feed/").content.decode()

    page = made.content.decode()
    assert answer.status_code == 302
    [token] = set(re.findall(r"/calendar/([A-Za-z0-9_-]{22})\.ics", page))
    assert 'href="webcal://' in page
    assert "no-store" in made.headers["Cache-Control"]
    assert token not in again
    assert "使用中" in again
    assert desk.get(f"/calendar/{token}.ics").status_code == 200
    assert token not in str(dict(desk.session))
    assert CalendarFeed.objects.count() == 1


def test_an_address_revoked_before_it_was_seen_is_not_shown(kobayashi: Staff) -> None:
    desk = signed_in(kobayashi)
    desk.post("/desk/calendar-feed/make/")
    CalendarFeed.objects.update(revoked_at=NOW)

    assert "webcal://" not in desk.get("/desk/calendar-feed/").content.decode()
    assert "webcal://" not in desk.get("/desk/calendar-feed/").content.decode()


def test_people_revoke_their_own_and_owners_everybodys(kobayashi: Staff) -> None:
    owner = make.a_staff(Role.OWNER)
    for person in (kobayashi, owner):
        make_feed(person, now=NOW)
    mine, owners = CalendarFeed.objects.order_by("pk")

    refused = signed_in(kobayashi).post(f"/desk/calendar-feed/{owners.pk}/revoke/")
    page = signed_in(owner).get("/desk/calendar-feed/").content.decode()
    signed_in(owner).post(f"/desk/calendar-feed/{mine.pk}/revoke/")

    mine.refresh_from_db()
    owners.refresh_from_db()
    assert refused.status_code == 404
    assert "小林 美咲" in page
    assert (mine.revoked_at, owners.revoked_at) == (NOW, None)
    assert AuditEvent.objects.filter(action="calendar_feed_revoked", actor=owner).exists()


def test_who_may_only_look_makes_none() -> None:
    viewer = signed_in(make.a_staff(Role.VIEWER))

    assert viewer.post("/desk/calendar-feed/make/").status_code == 403
    assert viewer.get("/desk/calendar-feed/").status_code == 200
    assert not CalendarFeed.objects.exists()
