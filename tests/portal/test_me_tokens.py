"""Secret links: strangers learn nothing from an address, and a link opens its own application alone."""

from collections.abc import Iterator
from datetime import timedelta

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
from candidates.services.links import TOKEN_BYTES, mint
from company.models import AuditEvent
from messaging.models import Message
from portal.urls_me import urlpatterns
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
    return [route.removeprefix("i/<token:token>/") for route in routes if "<token:token>" in route]


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
            answers[why] = (answer.status_code, said, headers, len(asked))

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
