"""「着きました」 on one's own page, and what the drawing at the reception leads to."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from messaging.models import Message
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.outcomes import record_outcome
from scheduling.services.reception import renew_code
from tests.factories import NOW, a_booked_interview, a_location, a_slot, a_staff
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def coming() -> Interview:
    """It begins in half an hour."""
    return a_booked_interview(NOW + 30 * MINUTE)


@pytest.fixture
def number(coming: Interview) -> str:
    return renew_code(coming.location, by=None, now=NOW).code


@pytest.fixture
def page(coming: Interview, number: str) -> Door:
    return a_door(coming.application)


def test_near_the_start_the_page_offers_it_and_reading_changes_nothing(page: Door, coming: Interview) -> None:
    text = page.text() + page.text("here/")
    page.client.head(page.address("here/"))

    assert "着きましたか？" in text
    assert "受付の番号" in text
    coming.refresh_from_db()
    assert coming.state == InterviewState.BOOKED


def test_the_day_before_it_is_not_offered(number: str) -> None:
    later = a_booked_interview(NOW + timedelta(days=1))
    renew_code(later.location, by=None, now=NOW)

    assert "着きましたか？" not in a_door(later.application).text()


def test_a_place_without_a_number_does_not_ask(coming: Interview) -> None:
    door = a_door(coming.application)

    assert "着きましたか？" not in door.text()
    assert door.get("here/").status_code == 303


def test_the_right_number_records_it_and_says_that_we_know(
    page: Door, coming: Interview, number: str
) -> None:
    answer = page.post("here/", coming, code=number)

    assert answer.status_code == 303
    text = page.text()
    assert "ご到着は担当に伝わっています" in text
    assert "着きましたか？" not in text
    coming.refresh_from_db()
    assert coming.state == InterviewState.CAME


def test_after_the_interview_the_page_goes_on(
    page: Door, coming: Interview, number: str, at_now: time_machine.Traveller
) -> None:
    page.post("here/", coming, code=number)
    at_now.move_to(NOW + timedelta(hours=2))

    assert "ご到着は担当に伝わっています" not in page.text()


def test_a_wrong_number_keeps_what_was_typed_and_says_so(page: Door, coming: Interview, number: str) -> None:
    wrong = f"{(int(number) + 1) % 1000000:06d}"
    answer = page.post("here/", coming, code=wrong)

    assert answer.status_code == 422
    assert wrong in answer.content.decode()
    assert "番号とちがうようです" in answer.content.decode()


def test_another_places_number_says_whose_it_is(page: Door, coming: Interview) -> None:
    tachikawa = renew_code(a_location(name="立川店"), by=None, now=NOW).code
    answer = page.post("here/", coming, code=tachikawa)

    assert answer.status_code == 422
    assert "立川店の番号です" in answer.content.decode()


def test_trying_out_numbers_ends_after_ten(page: Door, coming: Interview, number: str) -> None:
    wrong = f"{(int(number) + 1) % 1000000:06d}"
    for _try in range(10):
        page.post("here/", coming, code=wrong)
    answer = page.post("here/", coming, code=number)

    assert answer.status_code == 429
    assert "受付でお声がけください" in answer.content.decode()
    coming.refresh_from_db()
    assert coming.state == InterviewState.BOOKED


def test_a_moved_interview_shows_its_new_time_instead(page: Door, coming: Interview, number: str) -> None:
    shown = coming.version
    slot = a_slot(NOW + timedelta(days=2), location=coming.location)
    book(coming, slot, now=NOW, by=a_staff())
    coming.version = shown
    answer = page.post("here/", coming, code=number)

    assert answer.status_code == 409
    assert "少し前のページ" in answer.content.decode()


def test_a_cancelled_interview_explains_itself(page: Door, coming: Interview, number: str) -> None:
    cancel_by_us(coming, by=a_staff(), now=NOW, reason="us_ill")
    answer = page.post("here/", coming, code=number)

    assert answer.status_code == 409
    coming.refresh_from_db()
    assert coming.state == InterviewState.CANCELLED_BY_US


def test_whoever_is_here_after_did_not_come_is_heard_by_a_person(
    page: Door, coming: Interview, number: str, at_now: time_machine.Traveller
) -> None:
    record_outcome(coming, InterviewState.ABSENT, by=a_staff(), now=NOW + 35 * MINUTE)
    at_now.move_to(NOW + 36 * MINUTE)
    answer = page.post("here/", coming, code=number)

    assert answer.status_code == 409
    assert "行きちがい" in answer.content.decode()
    assert (
        Message.objects.filter(application=coming.application, direction="in", needs_answer=True).count() == 1
    )


def test_the_drawing_leads_to_ones_own_link_and_knows_nobody(number: str) -> None:
    client = Client()
    answer = client.get(f"/at/{number}/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert f"{number[:3]} {number[3:]}" in text
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert client.get("/at/000000/").status_code == 404 or number == "000000"
    assert client.post(f"/at/{number}/").status_code == 405
