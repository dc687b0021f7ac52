"""Offers, the answers to them, and the first day."""

from datetime import date, time, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from candidates.services.staging import StageNotAllowed, move_stage
from company.models import AuditEvent, Notice, Staff
from company.policy import Actor, NoticeKind
from tests.factories import NOW, a_company, a_staff, an_application

pytestmark = pytest.mark.django_db
BY = NOW + timedelta(days=7)
FIRST = offers.FirstDay(date(2026, 7, 1), time(10), "本部", "筆記用具")


@pytest.fixture
def staff() -> Staff:
    return a_staff()


@pytest.fixture
def offered(staff: Staff) -> Application:
    application = an_application(stage=Stage.DECIDING, owner=staff)
    offers.offer(application, answer_by=BY, first_day=FIRST, by=staff, now=NOW)
    return application


def test_an_offer_is_written_down_with_its_deadline_and_first_day(offered: Application) -> None:
    offered.refresh_from_db()

    assert offered.stage == Stage.OFFERED
    assert (offered.offered_at, offered.offer_answer_by) == (NOW, BY)
    assert (offered.starts_on, offered.starts_time, offered.starts_place) == (
        date(2026, 7, 1),
        time(10),
        "本部",
    )


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.INTERVIEWING, Stage.REJECTED, Stage.WITHDRAWN])
def test_nobody_is_offered_anything_before_they_were_met_or_after_the_end(stage: Stage, staff: Staff) -> None:
    application = an_application(stage=stage)

    with pytest.raises(StageNotAllowed):
        offers.offer(application, answer_by=BY, first_day=FIRST, by=staff, now=NOW)


def test_half_a_day_to_answer_is_the_least(staff: Staff) -> None:
    application = an_application(stage=Stage.DECIDING)

    with pytest.raises(offers.TooShort):
        offers.offer(application, answer_by=NOW + timedelta(hours=11), first_day=FIRST, by=staff, now=NOW)


def test_a_yes_is_kept_once_and_tells_whoever_is_in_charge(offered: Application, staff: Staff) -> None:
    offers.accept_offer(offered, now=NOW + timedelta(days=1))
    offers.accept_offer(offered, now=NOW + timedelta(days=2))

    offered.refresh_from_db()
    assert offered.offer_accepted_at == NOW + timedelta(days=1)
    assert offered.last_word_at == NOW + timedelta(days=1)
    assert list(Notice.objects.values_list("to", "kind", "detail")) == [
        (staff.pk, NoticeKind.OFFER, "accepted")
    ]
    assert AuditEvent.objects.get(action="offer_accepted").actor_kind == Actor.CANDIDATE


def test_a_yes_after_the_deadline_is_welcome(offered: Application) -> None:
    offers.accept_offer(offered, now=BY + timedelta(days=3))

    offered.refresh_from_db()
    assert offered.offer_accepted_at == BY + timedelta(days=3)


def test_a_no_ends_the_application_at_their_wish_and_can_be_taken_back(offered: Application) -> None:
    offers.decline_offer(offered, now=NOW)
    offered.refresh_from_db()
    assert (offered.stage, offered.closed_reason) == (Stage.DECLINED, offers.OFFER_DECLINED)

    offers.undo_answer(offered, now=NOW + timedelta(minutes=15))

    offered.refresh_from_db()
    assert (offered.stage, offered.offered_at, offered.closed_at) == (Stage.OFFERED, NOW, None)


def test_an_answer_stands_after_a_quarter_of_an_hour(offered: Application) -> None:
    offers.accept_offer(offered, now=NOW)

    with pytest.raises(offers.UndoTooLate):
        offers.undo_answer(offered, now=NOW + timedelta(minutes=16))
    offers.undo_answer(offered, now=NOW + timedelta(minutes=15))
    offered.refresh_from_db()
    assert offered.offer_accepted_at is None


def test_what_staff_heard_by_telephone_is_not_the_candidates_to_take_back(
    offered: Application, staff: Staff
) -> None:
    offers.accept_offer(offered, now=NOW, by=staff)

    with pytest.raises(offers.UndoTooLate):
        offers.undo_answer(offered, now=NOW)
    assert not Notice.objects.exists()


def test_an_offer_that_is_gone_cannot_be_answered(offered: Application, staff: Staff) -> None:
    offers.step_back(offered, by=staff, now=NOW)

    for answer in (offers.accept_offer, offers.decline_offer):
        with pytest.raises(offers.NoOffer):
            answer(offered, now=NOW)


def test_who_has_been_met_is_promised_an_answer_within_the_companys_days(staff: Staff) -> None:
    a_company(decision_days=5)
    application = an_application(stage=Stage.INTERVIEWING)

    move_stage(application, Stage.DECIDING, now=NOW, by=staff)
    assert application.decide_by == NOW + timedelta(days=5)
    offers.offer(application, answer_by=BY, first_day=FIRST, by=staff, now=NOW + timedelta(days=1))
    offers.step_back(application, by=staff, now=NOW + timedelta(days=2))
    application.refresh_from_db()
    assert (application.stage, application.decide_by) == (Stage.DECIDING, NOW + timedelta(days=5))
    move_stage(application, Stage.INTERVIEWING, now=NOW, by=staff)
    assert application.decide_by is None


def test_an_offer_changed_after_the_yes_keeps_the_yes(offered: Application, staff: Staff) -> None:
    as_it_was_opened = Application.objects.get(pk=offered.pk)
    offers.accept_offer(offered, now=NOW + timedelta(hours=1))
    later = offers.FirstDay(date(2026, 7, 8), time(9), "", "")

    offers.offer(as_it_was_opened, answer_by=BY, first_day=later, by=staff, now=NOW + timedelta(hours=2))

    offered.refresh_from_db()
    assert offered.offer_accepted_at == NOW + timedelta(hours=1)
    assert offered.starts_on == date(2026, 7, 8)
