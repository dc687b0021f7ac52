"""内定 on a candidate's own page."""

from datetime import date, time, timedelta

import pytest
import time_machine

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from messaging.models import Message
from messaging.policy import Kind, State
from portal.services.present import present
from tests.factories import NOW, a_staff, an_application
from tests.portal.linked import Door, a_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered() -> Application:
    application = an_application(stage=Stage.DECIDING)
    first_day = offers.FirstDay(date(2026, 7, 1), time(10), bring="筆記用具")
    offers.offer(application, answer_by=NOW + timedelta(days=7), first_day=first_day, by=a_staff(), now=NOW)
    return application


@pytest.fixture
def door(offered: Application) -> Door:
    return a_door(offered)


def version(offered: Application) -> str:
    return present(Application.objects.get(pk=offered.pk), NOW).offer_version


@time_machine.travel(NOW, tick=False)
def test_the_page_tells_the_first_day_and_the_deadline_and_asks_once(door: Door) -> None:
    page = door.text()

    assert "7月1日(水) 10:00" in page
    assert "6月17日(水) 10:00まで" in page
    assert "筆記用具" in page
    assert "お受けします" in page
    assert "今回は見送ります" in page


@time_machine.travel(NOW, tick=False)
def test_one_press_accepts_and_one_takes_it_back(door: Door, offered: Application) -> None:
    assert door.post("offer/accept/", offer=version(offered)).status_code == 303
    accepted = door.text()
    door.post("offer/undo/")
    again = door.text()

    assert "15分のあいだは取り消せます" in accepted
    assert "お受けします</button>" not in accepted
    assert "お受けします" in again
    offered.refresh_from_db()
    assert offered.offer_accepted_at is None
    assert not Message.objects.filter(kind=Kind.OFFER_ACCEPTED, state=State.PLANNED).exists()


@time_machine.travel(NOW, tick=False)
def test_declining_is_as_easy_and_can_be_taken_back(door: Door, offered: Application) -> None:
    asked = door.text("offer/decline/")
    door.post("offer/decline/", offer=version(offered))
    declined = door.text()
    offered.refresh_from_db()
    stage = offered.stage
    door.post("offer/undo/")

    offered.refresh_from_db()
    assert "理由" in asked
    assert stage == Stage.DECLINED
    assert "取り消せます" in declined
    assert offered.stage == Stage.OFFERED


@time_machine.travel(NOW, tick=False)
def test_a_page_that_shows_another_offer_is_refused(door: Door, offered: Application) -> None:
    shown = version(offered)
    offers.set_first_day(offered, offers.FirstDay(date(2026, 8, 1)), by=a_staff(), now=NOW)

    response = door.post("offer/accept/", offer=shown)

    assert response.status_code == 409
    offered.refresh_from_db()
    assert offered.offer_accepted_at is None


@time_machine.travel(NOW, tick=False)
def test_looking_changes_nothing(door: Door, offered: Application) -> None:
    for page in ("offer/accept/", "offer/decline/", "offer/undo/"):
        door.get(page)

    offered.refresh_from_db()
    assert (offered.stage, offered.offer_accepted_at) == (Stage.OFFERED, None)


def test_a_late_answer_is_welcome(door: Door, offered: Application) -> None:
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        page = door.text()
        door.post("offer/accept/", offer=version(offered))

    offered.refresh_from_db()
    assert "お返事はいまでも歓迎です" in page
    assert offered.offer_accepted_at == NOW + timedelta(days=8)


def test_after_a_quarter_of_an_hour_the_answer_stands_and_words_help(
    door: Door, offered: Application
) -> None:
    with time_machine.travel(NOW, tick=False):
        door.post("offer/accept/", offer=version(offered))
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        page = door.text()
        response = door.post("offer/undo/")

    assert "取り消せます" not in page
    assert response.status_code == 409
    offered.refresh_from_db()
    assert offered.offer_accepted_at == NOW
