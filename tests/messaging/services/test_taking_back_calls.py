"""A wrongly pressed outcome is undone while nothing has followed; calls have one caller at a time."""

from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import Staff
from messaging.models import Message, Suppression
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import log_call, number_shown
from messaging.services.claiming_calls import HELD_FOR, claim_call, claims_of, let_call_go, take_over_call
from messaging.services.hearing import hear
from messaging.services.taking_back_calls import (
    UNDO_CALL_FOR,
    CallStands,
    may_take_back,
    take_back_call,
)
from reminders.services.planning import replan
from tests.factories import NOW, a_booked_interview, a_company, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def by(db: None) -> Staff:
    return a_staff()


@pytest.fixture
def application(db: None) -> Application:
    return an_application(is_started=True, started_at=NOW)


def calls(application: Application) -> list[tuple[str, str]]:
    rows = Message.objects.filter(application=application, channel=ChannelName.PHONE).exclude(
        state=State.CANCELLED
    )
    return list(rows.order_by("due_at", "pk").values_list("state", "reason"))


def its_call(application: Application) -> Message:
    """The call of the morning before the interview, when nobody has answered."""
    long_ago = NOW - timedelta(days=3)
    a_booked_interview(NOW + timedelta(hours=9), application, invited_at=long_ago, booked_at=long_ago)
    replan(application.pk, now=NOW)
    return Message.objects.filter(application=application, channel=ChannelName.PHONE).earliest("due_at")


def as_it_is(application: Application) -> tuple[object, ...]:
    application.refresh_from_db()
    rows = Message.objects.filter(application=application).exclude(state=State.CANCELLED)
    told = rows.order_by("key").values_list(
        "key", "kind", "channel", "state", "due_at", "expires_at", "needs_answer", "attempts"
    )
    return (application.stage, application.contacted_at, application.last_word_at, *told)


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_every_outcome_can_be_taken_back_as_if_it_had_not_been_pressed(
    application: Application, by: Staff, outcome: CallOutcome
) -> None:
    hear(application, channel=ChannelName.SMS, text="質問です", now=NOW)
    replan(application.pk, now=NOW)
    before = as_it_is(application)

    call = log_call(application, outcome=outcome, by=by, now=NOW, again_at=NOW + timedelta(hours=3))
    after = as_it_is(application)
    take_back_call(call, by=by, now=SOON)

    assert after != before
    assert as_it_is(application) == before
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_a_planned_call_waits_again_after_the_undo(application: Application, by: Staff) -> None:
    task = its_call(application)
    now = task.due_at
    call = log_call(application, outcome=CallOutcome.NO_ANSWER, by=by, now=now, message=task)

    take_back_call(call, by=by, now=now)

    again = Message.objects.get(key=task.key)
    assert (again.state, again.due_at, again.attempts) == (State.PLANNED, task.due_at, 0)


def test_what_was_built_on_stands(application: Application, by: Staff) -> None:
    call = log_call(application, outcome=CallOutcome.REACHED, by=by, now=NOW)
    assert may_take_back(call, SOON)

    hear(application, channel=ChannelName.SMS, text="ありがとうございました", now=SOON)

    assert not may_take_back(call, SOON)
    with pytest.raises(CallStands):
        take_back_call(call, by=by, now=SOON)
    application.refresh_from_db()
    assert application.stage == Stage.IN_CONTACT


def test_after_ten_minutes_it_stands(application: Application, by: Staff) -> None:
    call = log_call(application, outcome=CallOutcome.NO_ANSWER, by=by, now=NOW)

    with pytest.raises(CallStands):
        take_back_call(call, by=by, now=NOW + UNDO_CALL_FOR)


def test_twice_pressed_is_taken_back_once(application: Application, by: Staff) -> None:
    call = log_call(application, outcome=CallOutcome.NO_ANSWER, by=by, now=NOW)
    take_back_call(call, by=by, now=SOON)

    call.pk = call.pk or 0
    with pytest.raises(CallStands):
        take_back_call(call, by=by, now=SOON)


def test_a_call_at_an_agreed_time_is_one_task_and_no_other_is_planned_beside_it(
    application: Application, by: Staff
) -> None:
    task = its_call(application)
    now = task.due_at
    at = now + timedelta(hours=2)

    log_call(application, outcome=CallOutcome.CALL_BACK, by=by, now=now, message=task, again_at=at)
    replan(application.pk, now=now)

    planned = Message.objects.filter(application=application, channel=ChannelName.PHONE, state=State.PLANNED)
    assert [(row.kind, row.due_at) for row in planned] == [(Kind.MANUAL, at)]


def test_after_the_agreed_call_was_in_vain_the_plan_waits_its_hour_again(
    application: Application, by: Staff
) -> None:
    task = its_call(application)
    first, second = task.due_at, task.due_at + timedelta(hours=2)
    log_call(application, outcome=CallOutcome.CALL_BACK, by=by, now=first, message=task, again_at=second)

    log_call(application, outcome=CallOutcome.NO_ANSWER, by=by, now=second)
    replan(application.pk, now=second)

    planned = Message.objects.filter(application=application, channel=ChannelName.PHONE, state=State.PLANNED)
    assert [row.due_at for row in planned] == [second + timedelta(hours=1)]


def test_a_new_call_ends_the_one_that_was_agreed_on(application: Application, by: Staff) -> None:
    log_call(application, outcome=CallOutcome.CALL_BACK, by=by, now=NOW, again_at=NOW + timedelta(hours=3))

    log_call(application, outcome=CallOutcome.REACHED, by=by, now=SOON)

    assert State.PLANNED not in [state for state, _ in calls(application)]


def test_a_colleague_holds_a_call_for_ten_minutes(application: Application, by: Staff) -> None:
    other = a_staff()
    claim_call(application, by=other, now=NOW)

    assert claim_call(application, by=by, now=SOON).by == other
    assert claim_call(application, by=by, now=NOW + HELD_FOR).by == by


def test_it_is_the_person_who_is_held_and_one_at_a_time(application: Application, by: Staff) -> None:
    other = a_staff()
    twin = an_application(candidate=application.candidate)
    elsewhere = an_application()
    claim_call(application, by=other, now=NOW)

    assert claim_call(twin, by=by, now=SOON).by == other
    claim_call(elsewhere, by=other, now=SOON)
    assert claim_call(twin, by=by, now=SOON).by == by
    assert set(claims_of([application.candidate_id, elsewhere.candidate_id], SOON)) == {
        application.candidate_id,
        elsewhere.candidate_id,
    }


def test_a_call_can_be_taken_over_and_let_go(application: Application, by: Staff) -> None:
    other = a_staff()
    claim_call(application, by=other, now=NOW)

    assert take_over_call(application, by=by, now=SOON).by == by
    let_call_go(application, by=by)

    assert claims_of([application.candidate_id], SOON) == {}


def test_the_number_shown_is_the_place_s_own_first() -> None:
    a_company(caller_number="0422-00-0001")
    own = an_application(job=a_job(location=a_location(caller_number="0422-00-0002")))

    assert number_shown(own) == "0422-00-0002"
    assert number_shown(an_application()) == "0422-00-0001"
