"""Withdrawing and taking it back; the company's own cancel; and interviews of applications that ended."""

from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from company.models import AuditEvent
from company.policy import Actor
from scheduling.models import Booking, Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.leaving import UndoTooLate, undo_withdrawal, withdraw
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.offering import offered_slots
from scheduling.signals import interview_booked, interview_cancelled, interview_invited, interview_released
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)


@pytest.fixture
def interview() -> Interview:
    return make.a_booked_interview(START)


def test_withdrawing_frees_the_seat_at_once(interview: Interview) -> None:
    application = interview.application

    with Heard(interview_cancelled) as heard:
        withdraw(application, now=NOW, version=1, reason="far")

    stored = Application.objects.get()
    interview.refresh_from_db()
    assert (stored.stage, stored.closed_reason, stored.closed_at, stored.last_word_at) == (
        Stage.WITHDRAWN,
        "far",
        NOW,
        NOW,
    )
    assert (interview.state, interview.cancelled_at, interview.cancel_reason) == (
        InterviewState.CANCELLED_BY_CANDIDATE,
        NOW,
        "far",
    )
    assert (interview.sequence, interview.version) == (1, 2)
    assert (interview.starts_at, interview.booking) == (START, None)
    assert heard.calls == [{"interview_id": interview.pk, "now": NOW}]
    other = make.an_application(job=application.job)
    assert [slot.starts_at for slot in offered_slots(other, now=NOW)] == [START]
    assert AuditEvent.objects.get(action="application_withdrawn").actor_kind == Actor.CANDIDATE


def test_what_staff_enter_for_somebody_and_take_back_is_theirs_and_no_word_of_the_candidate(
    interview: Interview,
) -> None:
    application, staff = interview.application, make.a_staff()

    withdraw(application, now=NOW, by=staff)
    undo_withdrawal(application, now=NOW + timedelta(minutes=1), by=staff)

    rows = AuditEvent.objects.filter(application_id=application.pk).values_list(
        "action", "actor_kind", "actor"
    )
    steps = ["application_withdrawn", "stage_moved", "withdrawal_undone", "stage_moved"]
    steps += ["interview_cancelled", "interview_reopened"]
    assert sorted(rows) == sorted((step, Actor.STAFF, staff.pk) for step in steps)
    assert Application.objects.get().last_word_at is None


def test_withdrawing_twice_is_fine(interview: Interview) -> None:
    withdraw(interview.application, now=NOW, reason="far")

    withdraw(interview.application, now=NOW + timedelta(minutes=1), reason="times")

    assert Application.objects.get().closed_reason == "far"
    assert AuditEvent.objects.filter(action="application_withdrawn").count() == 1


def test_withdrawing_on_an_old_page_is_refused_and_changes_nothing(interview: Interview) -> None:
    with pytest.raises(StalePage):
        withdraw(interview.application, now=NOW, version=0)

    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert Booking.objects.get().active


def test_one_may_withdraw_before_any_interview() -> None:
    application = make.an_application()

    withdraw(application, now=NOW)

    assert Application.objects.get().stage == Stage.WITHDRAWN


def test_an_invitation_ends_with_the_withdrawal_and_no_calendar_entry_changes() -> None:
    invited = make.an_invited_interview()

    withdraw(invited.application, now=NOW)

    invited.refresh_from_db()
    assert (invited.state, invited.sequence) == (InterviewState.CANCELLED_BY_CANDIDATE, 0)


def test_what_ended_another_way_cannot_be_withdrawn() -> None:
    application = make.an_application(stage=Stage.REJECTED, closed_at=NOW)

    with pytest.raises(InterviewOver):
        withdraw(application, now=NOW)


def test_taking_it_back_gives_the_same_time_if_it_is_free(interview: Interview) -> None:
    withdraw(interview.application, now=NOW)

    with Heard(interview_booked) as heard:
        again = undo_withdrawal(interview.application, now=NOW + timedelta(minutes=15))

    interview.refresh_from_db()
    application = Application.objects.get()
    assert again == interview
    assert (interview.state, interview.cancelled_at, interview.cancel_reason) == (
        InterviewState.BOOKED,
        None,
        "",
    )
    assert (interview.sequence, interview.booking is not None) == (2, True)
    assert (application.stage, application.closed_at) == (Stage.INTERVIEWING, None)
    assert len(heard.calls) == 1


def test_taking_it_back_opens_the_choice_when_the_time_is_gone(interview: Interview) -> None:
    slot = Booking.objects.get().slot
    confirmed = NOW - timedelta(hours=1)
    Interview.objects.update(confirmed_at=confirmed)
    withdraw(interview.application, now=NOW)
    quick = make.an_invited_interview(make.an_application(job=interview.application.job))
    book(quick, slot, now=NOW)

    with Heard(interview_invited) as heard:
        undo_withdrawal(interview.application, now=NOW + timedelta(minutes=5))

    interview.refresh_from_db()
    assert (interview.state, interview.confirmed_at) == (InterviewState.INVITED, None)
    assert Booking.objects.get(active=True).interview == quick
    assert len(heard.calls) == 1


def test_taking_it_back_after_the_start_opens_the_choice(interview: Interview) -> None:
    withdraw(interview.application, now=START - timedelta(minutes=5))

    undo_withdrawal(interview.application, now=START + timedelta(minutes=5))

    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED


def test_taking_it_back_is_possible_for_a_quarter_of_an_hour(interview: Interview) -> None:
    withdraw(interview.application, now=NOW)

    with pytest.raises(UndoTooLate):
        undo_withdrawal(interview.application, now=NOW + timedelta(minutes=15, seconds=1))

    assert Application.objects.get().stage == Stage.WITHDRAWN


def test_only_a_withdrawal_is_taken_back(interview: Interview) -> None:
    with pytest.raises(UndoTooLate):
        undo_withdrawal(interview.application, now=NOW)


def test_without_an_interview_the_stage_comes_back_as_it_was() -> None:
    application = make.an_application(stage=Stage.IN_CONTACT)
    withdraw(application, now=NOW)

    assert undo_withdrawal(application, now=NOW) is None
    assert Application.objects.get().stage == Stage.IN_CONTACT


def test_the_companys_cancel_frees_the_seat_and_keeps_the_application(interview: Interview) -> None:
    staff = make.a_staff()

    with Heard(interview_cancelled) as heard:
        cancel_by_us(interview, by=staff, now=NOW, reason="interviewer_ill")

    interview.refresh_from_db()
    assert (interview.state, interview.cancel_reason, interview.sequence) == (
        InterviewState.CANCELLED_BY_US,
        "interviewer_ill",
        1,
    )
    assert (interview.booking, Application.objects.get().stage) == (None, Stage.INTERVIEWING)
    assert Application.objects.get().last_word_at is None
    assert len(heard.calls) == 1
    assert AuditEvent.objects.get(action="interview_cancelled").actor == staff


def test_what_has_ended_is_not_cancelled(interview: Interview) -> None:
    Interview.objects.update(state=InterviewState.CAME)

    with pytest.raises(InterviewOver):
        cancel_by_us(interview, by=make.a_staff(), now=NOW, reason="")


def test_rejecting_somebody_releases_the_time_still_to_come(interview: Interview) -> None:
    with Heard(interview_released) as heard:
        move_stage(interview.application, Stage.REJECTED, now=NOW, by=make.a_staff())

    interview.refresh_from_db()
    assert (interview.state, interview.booking) == (InterviewState.CANCELLED_BY_US, None)
    assert len(heard.calls) == 1


def test_an_interview_that_has_begun_keeps_its_question_whether_they_came(interview: Interview) -> None:
    move_stage(interview.application, Stage.REJECTED, now=START, by=make.a_staff())

    interview.refresh_from_db()
    assert interview.is_booked


def test_an_invitation_lapses_with_its_application() -> None:
    invited = make.an_invited_interview()

    move_stage(invited.application, Stage.CLOSED, now=NOW)

    invited.refresh_from_db()
    assert invited.state == InterviewState.LAPSED
