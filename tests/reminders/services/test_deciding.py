"""Decisions with words: planned, taken back, and never over a word nobody has read."""

from datetime import date, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from company.models import Staff
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind, State
from messaging.services.hearing import hear
from reminders.services.deciding import (
    WordUnanswered,
    may_take_back,
    take_back_decision,
    turn_down,
    unanswered,
)
from reminders.services.planning import replan
from scheduling.services.leaving import withdraw
from tests.factories import NOW, a_staff, an_application

pytestmark = pytest.mark.django_db
BY = NOW + timedelta(days=7)


def planned(application: Application) -> list[str]:
    rows = Message.objects.filter(application=application, direction=Direction.OUT, state=State.PLANNED)
    return sorted(set(rows.values_list("kind", flat=True)))


@pytest.fixture
def staff() -> Staff:
    return a_staff()


@pytest.fixture
def met() -> Application:
    return an_application(stage=Stage.DECIDING)


def offer(application: Application, staff: Staff) -> None:
    first_day = offers.FirstDay(date(2026, 7, 1), bring="筆記用具")
    offers.offer(application, answer_by=BY, first_day=first_day, by=staff, now=NOW)


def test_an_offer_plans_its_words_and_planning_again_changes_nothing(met: Application, staff: Staff) -> None:
    offer(met, staff)
    before = list(Message.objects.order_by("pk").values())

    replan(met.pk, now=NOW)

    assert Kind.OFFERED in planned(met)
    assert Kind.OFFER_CHASE in planned(met)
    assert list(Message.objects.order_by("pk").values()) == before
    told = Message.objects.get(kind=Kind.OFFERED)
    assert told.due_at == NOW + timedelta(minutes=10)
    assert told.values["first_day"] == "7月1日(水)"
    assert told.values["bring"] == "筆記用具"


def test_a_yes_cancels_the_chase_and_plans_the_first_day(met: Application, staff: Staff) -> None:
    offer(met, staff)
    offers.accept_offer(met, now=NOW + timedelta(days=1))

    assert Kind.OFFER_CHASE not in planned(met)
    assert {Kind.OFFER_ACCEPTED, Kind.JOINING} <= set(planned(met))


def test_a_no_or_a_withdrawal_cancels_everything(staff: Staff) -> None:
    for leave in (offers.decline_offer, withdraw):
        application = an_application(stage=Stage.DECIDING)
        offer(application, staff)

        leave(application, now=NOW + timedelta(minutes=1))

        assert planned(application) == []


def test_not_this_time_is_said_kindly_in_ten_minutes_or_not_at_all(staff: Staff) -> None:
    kindly, silently = an_application(stage=Stage.DECIDING), an_application(stage=Stage.DECIDING)

    turn_down(kindly, by=staff, now=NOW)
    turn_down(silently, by=staff, now=NOW, kindly=False)

    assert planned(kindly) == [Kind.REJECTED]
    assert set(
        Message.objects.filter(application=kindly, kind=Kind.REJECTED).values_list("due_at", flat=True)
    ) == {NOW + timedelta(minutes=10)}
    assert planned(silently) == []


def test_nobody_is_turned_down_over_a_word_nobody_has_read(met: Application, staff: Staff) -> None:
    hear(met, channel=ChannelName.PAGE, text="まだ迷っています", now=NOW)

    with pytest.raises(WordUnanswered):
        turn_down(met, by=staff, now=NOW)
    met.refresh_from_db()
    assert met.stage == Stage.DECIDING
    word = unanswered(met)
    turn_down(met, by=staff, now=NOW, read=word.pk if word else None)
    met.refresh_from_db()
    assert met.stage == Stage.REJECTED


def test_a_decision_can_be_taken_back_until_its_words_have_left(met: Application, staff: Staff) -> None:
    turn_down(met, by=staff, now=NOW)
    take_back_decision(met, by=staff, now=NOW + timedelta(minutes=9))
    met.refresh_from_db()
    assert met.stage == Stage.DECIDING
    assert planned(met) != [Kind.REJECTED]

    turn_down(met, by=staff, now=NOW + timedelta(minutes=20))
    said = Message.objects.filter(kind=Kind.REJECTED, state=State.PLANNED)
    said.update(state=State.CLAIMED)
    Message.objects.filter(kind=Kind.REJECTED, state=State.CLAIMED).update(
        state=State.SENDING, sent_at=NOW + timedelta(minutes=31)
    )

    assert not may_take_back(met)
    with pytest.raises(offers.UndoTooLate):
        take_back_decision(met, by=staff, now=NOW + timedelta(minutes=32))


def test_an_offer_taken_back_is_not_said(met: Application, staff: Staff) -> None:
    offer(met, staff)

    assert take_back_decision(met, by=staff, now=NOW + timedelta(minutes=5)) == Stage.DECIDING

    assert Kind.OFFERED not in planned(met)


def test_the_last_word_is_theirs_after_they_declined(met: Application, staff: Staff) -> None:
    offer(met, staff)
    offers.decline_offer(met, now=NOW)

    assert not may_take_back(met)
