"""The door itself: strangers, forgeries, hammering."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from candidates.models import Link
from candidates.policy import Stage
from candidates.services.links import mint
from messaging.models import Message
from portal.views.linked import MISSES, POSTS
from scheduling.models import Interview
from tests.factories import NOW, a_booked_interview, a_candidate, a_company, an_application
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def interview() -> Interview:
    return a_booked_interview(NOW + timedelta(hours=3))


def test_unknown_revoked_outlived_and_erased_links_are_alike(client: Client) -> None:
    a_company(caller_number="0422-00-0120")
    revoked = mint(an_application(), now=NOW)
    Link.objects.update(revoked_at=NOW)
    outlived = mint(an_application(stage=Stage.REJECTED, closed_at=NOW - timedelta(days=31)), now=NOW)
    erased = mint(an_application(candidate=a_candidate(erased_at=NOW)), now=NOW)

    answers = [client.get(f"/i/{token}/") for token in (revoked, outlived, erased, "A" * 22, "B" * 30)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "0422-00-0120" in answers[0].content.decode()
    assert "This page cannot be opened" in answers[0].content.decode()


@pytest.mark.parametrize(
    "rest", ["short/", "AAAAAAAAAAAAAAAAAAAAAA。/", "a/b/c/", "AAAAAAAAAAAAAAAAAAAAAA/nothing/"]
)
def test_a_broken_address_gets_the_same_kind_page(client: Client, rest: str) -> None:
    answer = client.get(f"/i/{rest}")

    assert answer.status_code == 404
    assert "このページは、いまは開けません" in answer.content.decode()


def test_an_address_without_its_last_stroke_finds_the_page(interview: Interview) -> None:
    door = a_door(interview.application)

    answer = door.client.get(door.address()[:-1], follow=True)

    assert answer.status_code == 200


def test_wrong_addresses_are_slowed_down_and_right_ones_still_open(
    interview: Interview, client: Client
) -> None:
    door = a_door(interview.application, client=client)
    answers = [client.get("/i/" + "A" * 22 + "/").status_code for _ in range(MISSES + 2)]

    assert answers == [404] * MISSES + [429] * 2
    assert door.get().status_code == 200


def test_one_link_answers_only_so_often_and_still_shows_the_page(interview: Interview) -> None:
    door, other = a_door(interview.application), a_door(an_application())

    answers = [door.post("opened/").status_code for _ in range(POSTS + 1)]

    assert answers == [204] * POSTS + [429]
    assert door.get().status_code == 200
    assert other.post("opened/").status_code == 204


def a_strict_door(interview: Interview) -> tuple[Door, str]:
    """A browser whose forged forms are refused, and the token its own form carries."""
    door = a_door(interview.application, client=Client(enforce_csrf_checks=True))
    door.get()
    return door, door.client.cookies["yakusoku_csrf"].value


def test_a_form_without_its_token_changes_nothing(interview: Interview) -> None:
    door, _token = a_strict_door(interview)

    answer = door.post("yes/", interview)

    interview.refresh_from_db()
    assert answer.status_code == 403
    assert "もう一度、おねがいします" in answer.content.decode()
    assert door.address() in answer.content.decode()
    assert interview.confirmed_at is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_no_referrer_makes_browsers_hide_where_a_form_comes_from_and_it_is_still_ours(
    interview: Interview, headers: dict[str, str], status: int
) -> None:
    door, token = a_strict_door(interview)

    answer = door.post("yes/", interview, headers=headers, csrfmiddlewaretoken=token)

    assert answer.status_code == status


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_hidden_origin_is_fine_on_https_too(interview: Interview) -> None:
    door, token = a_strict_door(interview)

    answer = door.client.post(
        door.address("message/"),
        {"text": "こんにちは", "csrfmiddlewaretoken": token},
        headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        secure=True,
    )

    assert answer.status_code == 303
    assert Message.objects.get(channel="page").body == "こんにちは"
