"""Secret links: strangers learn nothing from an address, and a link opens its own application alone."""

import base64
import hashlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from candidates.models import Link
from candidates.policy import Stage
from candidates.services.erasing import erase
from candidates.services.links import TOKEN_BYTES, mint, new_token
from company.models import AuditEvent
from config.logs import JsonFormatter
from messaging.models import Message
from portal.urls_me import urlpatterns
from portal.views.linked import MISSES
from scheduling.models import Interview
from tests.factories import NOW, a_booked_interview, a_company, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def dead() -> dict[str, str]:
    """One of each address that must not open anything."""
    a_company()
    revoked = mint(an_application(), now=NOW)
    Link.objects.update(revoked_at=NOW)
    outlived = mint(an_application(stage=Stage.REJECTED, closed_at=NOW - timedelta(days=31)), now=NOW)
    gone = an_application(stage=Stage.REJECTED, closed_at=NOW)
    erased = mint(gone, now=NOW)
    erase(gone.candidate, now=NOW)
    return {"unknown": "A" * 22, "revoked": revoked, "outlived": outlived, "erased": erased}


def pages() -> list[str]:
    """Every address behind a link, the token left out."""
    routes = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
    behind = [route.removeprefix("i/<token:token>/") for route in routes if "<token:token>" in route]
    return [route.replace("<int:pk>", "1") for route in behind]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_dead_links_and_wrong_ones_cannot_be_told_apart_on_any_page(
    method: str, client: Client, dead: dict[str, str]
) -> None:
    assert len(pages()) >= 14
    for page in pages():
        answers = {}
        for why, token in dead.items():
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                answer = getattr(client, method)(f"/i/{token}/{page}")
            headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
            said = answer.content.replace(token.encode(), b"<token>")
            statements = [query["sql"].replace(token_hash(token), "<hash>") for query in asked]
            answers[why] = (answer.status_code, said, headers, statements)

        assert {status for status, *_ in answers.values()} <= {404, 405}, page
        for why, answer in answers.items():
            assert answer == answers["unknown"], (page, why)


def test_a_link_acts_for_its_own_application_alone(client: Client) -> None:
    mine, other = (a_booked_interview(NOW + timedelta(days=1)) for _ in range(2))
    before = list(Interview.objects.filter(pk=other.pk).values())
    token = mint(mine.application, now=NOW)

    for page in pages():
        client.post(f"/i/{token}/{page}", {"version": mine.version, "slot": "1", "sure": "on", "text": "x"})

    assert list(Interview.objects.filter(pk=other.pk).values()) == before
    assert not Message.objects.filter(application=other.application).exists()
    assert not AuditEvent.objects.filter(application_id=other.application_id).exists()


def test_a_page_that_shows_an_older_time_changes_nothing(client: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(days=1))
    token = mint(interview.application, now=NOW)
    Interview.objects.update(version=7)
    before = Interview.objects.values().get()

    for page in ("yes/", "times/", "late/", "withdraw/"):
        client.post(f"/i/{token}/{page}", {"version": 6, "slot": "1", "minutes": "10", "sure": "on"})

    assert Interview.objects.values().get() == before


def test_a_link_is_drawn_from_128_bits_and_kept_as_a_hash() -> None:
    application = an_application()

    tokens = {mint(application, now=NOW) for _ in range(50)}

    assert TOKEN_BYTES * 8 >= 128
    assert len(tokens) == 50
    assert all(len(token) == 22 for token in tokens)
    kept = [str(value) for row in Link.objects.values_list() for value in row]
    assert not [token for token in tokens if any(token in value for value in kept)]


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_page_behind_a_link_is_kept_by_nobody_and_tells_nobody(method: str, client: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(days=1))
    tokens = {"living": mint(interview.application, now=NOW), "unknown": "A" * 22}

    for page in pages():
        for token in tokens.values():
            answer = getattr(client, method)(f"/i/{token}/{page}")
            if answer.status_code == 405:  # refused before anything was looked at, and nothing is shown
                assert not answer.content
                continue
            headers = answer.headers
            assert headers["Referrer-Policy"] == "no-referrer", page
            assert headers["Cache-Control"] == "no-store", page
            assert headers["X-Robots-Tag"] == "noindex, noarchive", page


def test_a_link_lives_until_thirty_days_after_the_end_and_not_a_moment_longer(client: Client) -> None:
    application = an_application(stage=Stage.REJECTED, closed_at=NOW)
    token = mint(application, now=NOW)
    days, moment = timedelta(days=30), timedelta(seconds=1)

    statuses = []
    for when in (NOW, NOW + days - moment, NOW + days, NOW + days + moment):
        with time_machine.travel(when, tick=False):
            statuses.append(client.get(f"/i/{token}/").status_code)

    assert statuses == [200, 200, 404, 404]


def test_a_link_is_dead_the_moment_it_is_revoked_and_its_sisters_live(client: Client) -> None:
    application = a_booked_interview(NOW + timedelta(days=1)).application
    revoked, sister = (mint(application, now=NOW) for _ in range(2))

    Link.objects.filter(token_hash=token_hash(revoked)).update(revoked_at=NOW)

    assert client.get(f"/i/{revoked}/").status_code == 404
    assert client.post(f"/i/{revoked}/withdraw/", {"sure": "on"}).status_code == 404
    assert client.get(f"/i/{sister}/").status_code == 200


def test_who_tries_addresses_is_asked_to_wait_and_a_right_one_still_opens(client: Client) -> None:
    token = mint(a_booked_interview(NOW + timedelta(days=1)).application, now=NOW)

    tried = [client.get(f"/i/{number:022d}/").status_code for number in range(MISSES + 2)]

    assert tried == [404] * MISSES + [429] * 2
    assert client.get(f"/i/{token}/").status_code == 200
    assert client.get("/i/" + "A" * 22 + "/", REMOTE_ADDR="198.51.100.7").status_code == 404


def test_every_bit_of_a_token_is_drawn_alike() -> None:
    tokens = [new_token() for _ in range(4000)]

    drawn = [int.from_bytes(base64.urlsafe_b64decode(f"{token}=="), "big") for token in tokens]

    assert len(set(drawn)) == len(drawn)
    for bit in range(128):
        ones = sum(value >> bit & 1 for value in drawn)
        assert 1750 < ones < 2250, f"bit {bit}"  # eight standard deviations


@pytest.mark.parametrize("path", ["/i/{}/", "/i/{}/yes/", "/calendar/{}.ics"])
def test_a_token_never_stands_in_a_line_of_the_log(path: str) -> None:
    token = new_token()
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", (path.format(token),), None
    )

    line = JsonFormatter().format(record)

    assert token not in line
    assert "Not Found" in line


def test_no_web_server_is_started_with_a_log_of_addresses() -> None:
    root = Path(__file__).resolve().parents[2]
    started_by = ["Dockerfile", "docker-compose.yml", "bin/run.py"]

    told = "".join((root / name).read_text() for name in started_by)

    assert "granian" in told
    assert "--access-log" not in told
    assert "GRANIAN_LOG_ACCESS" not in told


def test_robots_are_not_told_where_the_secret_pages_are(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()

    assert "/i/" not in told
