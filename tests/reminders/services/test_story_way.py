"""「迷いました」: the way goes out at once, once for each asking, and follows the interview."""

from datetime import timedelta

import pytest

from candidates.models import Application
from company.models import Location
from messaging.models import Message
from messaging.policy import Kind
from reminders.services.planning import replan
from scheduling.models import Interview
from scheduling.services.booking import book
from scheduling.services.way import ask_the_way
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 7, 30)
LOST = tokyo(2026, 6, 12, 7, 22)


@pytest.fixture
def application() -> Application:
    found = someone(NOW)
    Location.objects.update(
        access="吉祥寺駅 公園口から歩いて4分", directions="公園口を出る\n2つ目の角を左", entrance="1階の入口"
    )
    booked(found, START, now=NOW)
    found.refresh_from_db()
    return found


def the_interview() -> Interview:
    return Interview.objects.latest("pk")


def test_the_way_goes_out_at_once_even_before_speaking_hours(application: Application) -> None:
    ask_the_way(the_interview(), now=LOST)
    live(LOST, LOST)

    sent = Message.objects.get(kind=Kind.THE_WAY)
    assert said(application, Kind.THE_WAY) == [(Kind.THE_WAY, SMS, "12 07:22")]
    assert "吉祥寺駅 公園口から歩いて4分" in sent.body
    assert sent.values["way"] == "公園口を出る → 2つ目の角を左 → 1階の入口"


def test_asking_twice_within_ten_minutes_is_one_message(application: Application) -> None:
    ask_the_way(the_interview(), now=LOST)
    live(LOST, LOST)
    ask_the_way(the_interview(), now=LOST + timedelta(minutes=5))
    live(LOST, LOST + timedelta(minutes=9))

    assert len(said(application, Kind.THE_WAY)) == 1

    ask_the_way(the_interview(), now=LOST + timedelta(minutes=11))
    live(LOST + timedelta(minutes=9), LOST + timedelta(minutes=11))

    assert [at for _kind, _on, at in said(application, Kind.THE_WAY)] == ["12 07:22", "12 07:33"]


def test_after_three_askings_the_page_and_the_telephone_help(application: Application) -> None:
    for n in range(5):
        at = LOST + timedelta(minutes=12 * n)
        ask_the_way(the_interview(), now=at)
        live(at, at)

    assert len(said(application, Kind.THE_WAY)) == 3


def test_planned_again_it_is_not_said_again(application: Application) -> None:
    ask_the_way(the_interview(), now=LOST)
    live(LOST, LOST)

    replan(application.pk, now=LOST + timedelta(minutes=1))
    live(LOST, LOST + timedelta(minutes=2))

    assert len(said(application, Kind.THE_WAY)) == 1


def test_a_move_right_after_takes_the_way_back(application: Application) -> None:
    ask_the_way(the_interview(), now=LOST)

    slot = make.a_slot(tokyo(2026, 6, 13, 13), location=application.job.location)
    book(the_interview(), slot, now=LOST, by=make.a_staff())
    live(LOST, LOST + timedelta(minutes=2))

    assert said(application, Kind.THE_WAY) == []


def test_an_address_that_fails_is_followed_by_the_next(application: Application) -> None:
    ask_the_way(the_interview(), now=LOST)
    Message.objects.filter(kind=Kind.THE_WAY).update(state="failed", settled_at=LOST)

    replan(application.pk, now=LOST)
    live(LOST, LOST)

    assert (Kind.THE_WAY, EMAIL, "12 07:22") in said(application, Kind.THE_WAY)
