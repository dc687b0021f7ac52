"""An earlier time on their own page: one tap takes it, one tap keeps theirs, and looking changes nothing."""

from datetime import timedelta

import pytest
import time_machine

from candidates.models import PageOpening
from candidates.policy import Stage
from company.models import AuditEvent
from messaging.models import Message
from messaging.policy import Kind
from scheduling.models import Booking, EarlierOffer, Interview
from scheduling.policy import OfferState
from scheduling.services.earlier import accept, stop
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)


@pytest.fixture
def offer() -> EarlierOffer:
    interview = make.a_booked_interview(NEXT_WEEK)
    slot = make.a_slot(FRIDAY, location=interview.application.job.location)
    return an_offer(interview, slot_id=slot.pk)


def an_offer(interview: Interview, *, slot_id: int) -> EarlierOffer:
    return EarlierOffer.objects.create(
        slot_id=slot_id, interview=interview, offered_at=NOW, until=NOW + timedelta(hours=1)
    )


@pytest.fixture
def door(offer: EarlierOffer) -> Door:
    return a_door(offer.interview.application)


def state_of(offer: EarlierOffer) -> str:
    offer.refresh_from_db()
    return offer.state


def test_the_page_asks_with_the_time_and_how_long_it_is_kept(door: Door) -> None:
    page = door.text()

    assert "早い時間が空きました" in page
    assert "6月12日(金) 15:00 に変える" in page
    assert "6月10日(水) 11:00 まで" in page
    assert "いまのままで" in page
    assert "6月10日(水) 11:00 まで、あなただけにご案内しています。" in page


def test_the_page_says_how_many_are_asked_and_whom_they_would_meet(door: Door, offer: EarlierOffer) -> None:
    slot = offer.slot
    slot.interviewer = make.a_staff()
    slot.save()
    an_offer(make.a_booked_interview(NEXT_WEEK + timedelta(hours=1)), slot_id=slot.pk)

    page = door.text()

    assert "あなたを入れて2人にご案内しています。先に選んだ方に決まります。" in page
    assert f"お会いするのは、{slot.interviewer}になります。" in page
    assert "とってあります" not in page


def test_one_tap_takes_it(door: Door, offer: EarlierOffer) -> None:
    make.a_company(reschedules_allowed=0, reschedules_need_a_reason=True)

    answer = door.post("earlier/", offer.interview, offer=offer.pk, answer="take")

    assert (answer.status_code, answer.url) == (303, door.address())
    offer.interview.refresh_from_db()
    assert (offer.interview.starts_at, offer.interview.own_moves) == (FRIDAY, 0)
    assert state_of(offer) == OfferState.ACCEPTED
    assert Message.objects.planned().filter(kind=Kind.MOVED).count() == 2
    assert "早い時間が空きました" not in door.text()
    assert "6月12日(金) 15:00に変えました。" in door.text()


def test_one_tap_keeps_their_time_and_asks_for_no_more(door: Door, offer: EarlierOffer) -> None:
    answer = door.post("earlier/", offer.interview, offer=offer.pk, answer="keep", no_more="1")

    assert answer.status_code == 303
    assert state_of(offer) == OfferState.DECLINED
    assert offer.no_more
    assert "早い時間が空きました" not in door.text()


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_only_a_pressed_button_changes_anything(door: Door, offer: EarlierOffer, method: str) -> None:
    def rows() -> list[object]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (EarlierOffer, Interview, Booking, Message, AuditEvent, PageOpening)
        ]

    before = rows()

    for _ in range(3):
        getattr(door.client, method)(door.address("earlier/"))
        query = f"?offer={offer.pk}&answer=take&version={offer.interview.version}"
        getattr(door.client, method)(door.address("earlier/") + query)
        door.get()

    assert rows() == before
    door.post("earlier/", offer.interview, offer=offer.pk, answer="take")
    assert rows() != before


def test_who_is_too_late_reads_so_and_keeps_their_time(door: Door, offer: EarlierOffer) -> None:
    other = make.a_booked_interview(
        NEXT_WEEK, make.an_application(job=offer.interview.application.job, stage=Stage.INTERVIEWING)
    )
    accept(an_offer(other, slot_id=offer.slot_id), now=NOW)

    answer = door.post("earlier/", offer.interview, offer=offer.pk, answer="take")

    assert answer.status_code == 409
    assert "その時間は、ほかの方に決まりました" in answer.content.decode()
    assert "6月12日(金) 15:00 は、ほかの方に決まりました" in door.text()
    offer.interview.refresh_from_db()
    assert offer.interview.starts_at == NEXT_WEEK


def test_after_its_end_or_a_stop_the_page_says_so_for_a_day(door: Door, offer: EarlierOffer) -> None:
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        answer = door.post("earlier/", offer.interview, offer=offer.pk, answer="take")
        assert answer.status_code == 409
        assert "ご案内は終わりました" in door.text()
        stop(offer, by=make.a_staff(), now=NOW + timedelta(hours=2))
    with time_machine.travel(NOW + timedelta(hours=27), tick=False):
        assert "ご案内は終わりました" not in door.text()


def test_a_page_of_before_is_refused_with_the_present_state(door: Door, offer: EarlierOffer) -> None:
    shown = Interview.objects.get(pk=offer.interview_id)
    Interview.objects.update(version=shown.version + 1)

    answer = door.post("earlier/", shown, offer=offer.pk, answer="take")

    assert answer.status_code == 409
    assert state_of(offer) == OfferState.OPEN
    assert "早い時間が空きました" in answer.content.decode()


def test_somebody_elses_offer_is_nobodys_business(offer: EarlierOffer) -> None:
    stranger = make.a_booked_interview(NEXT_WEEK)

    answer = a_door(stranger.application).post("earlier/", stranger, offer=offer.pk, answer="take")

    assert answer.status_code == 409
    assert state_of(offer) == OfferState.OPEN


def test_nonsense_is_answered_with_how_things_stand(door: Door, offer: EarlierOffer) -> None:
    for said in ({}, {"offer": "x", "answer": "take"}, {"offer": offer.pk, "answer": "perhaps"}):
        assert door.post("earlier/", offer.interview, **said).status_code == 409

    assert state_of(offer) == OfferState.OPEN
