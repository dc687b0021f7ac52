"""Something changed between a press and what follows from it: what was asked for is no longer true."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from candidates.services.caring import carers_of
from company.models import Notice, Staff
from company.policy import Role
from dashboard.services import bulk
from dashboard.services.handing import hand_over
from messaging.models import Message
from messaging.policy import Kind, State
from messaging.services.writing import stop
from reminders.services.deciding import take_back_decision
from reminders.services.planning import replan
from scheduling.models import Interview
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from tests.dashboard.signed_in import text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_location,
    a_slot,
    a_staff,
    an_application,
)

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def interview() -> Interview:
    return a_booked_interview(NOW + timedelta(days=3))


def resend(screen: Client, interview: Interview) -> str:
    return text_of(screen.post(f"/desk/interviews/{interview.pk}/resend/", follow=True))


def unstop(screen: Client, message: Message) -> str:
    return text_of(screen.post(f"/desk/messages/{message.pk}/unstop/", follow=True))


def by_hand() -> list[Message]:
    return list(Message.objects.filter(kind=Kind.MANUAL).order_by("pk"))


def test_details_sent_again_never_arrive_with_a_time_that_was_changed(
    screen: Client, interview: Interview, at_now: time_machine.Traveller
) -> None:
    resend(screen, interview)  # an SMS at night would wait for the morning with these words

    book(interview, a_slot(NOW + timedelta(days=4), location=interview.application.job.location), now=NOW)

    [words] = by_hand()
    assert (words.state, words.reason) == (State.CANCELLED, "not_wanted")


def test_details_sent_again_go_with_a_cancelled_interview(
    screen: Client, owner: Staff, interview: Interview
) -> None:
    resend(screen, interview)

    cancel_by_us(interview, by=owner, now=NOW, reason="day")

    assert [one.state for one in by_hand()] == [State.CANCELLED]


def test_details_asked_for_twice_are_sent_once(screen: Client, interview: Interview) -> None:
    resend(screen, interview)
    resend(screen, interview)

    [words] = by_hand()
    assert (words.due_at, words.expires_at) == (NOW + A_MINUTE, NOW + timedelta(days=1))


def test_a_stop_of_old_details_is_not_taken_back(screen: Client, owner: Staff, interview: Interview) -> None:
    resend(screen, interview)
    [words] = by_hand()
    stop(words, by=owner, now=NOW)
    book(interview, a_slot(NOW + timedelta(days=4), location=interview.application.job.location), now=NOW)

    unstop(screen, words)

    assert [one.state for one in by_hand()] == [State.SUPPRESSED]


def test_a_stopped_reminder_of_a_cancelled_interview_is_not_planned_again(
    screen: Client, owner: Staff, interview: Interview
) -> None:
    replan(interview.application_id, now=NOW)
    reminder = Message.objects.filter(kind=Kind.REMINDER_EVE).get()
    stop(reminder, by=owner, now=NOW)
    cancel_by_us(interview, by=owner, now=NOW, reason="day")

    said = unstop(screen, reminder)

    assert not Message.objects.filter(kind=Kind.REMINDER_EVE).exclude(state=State.SUPPRESSED).exists()
    assert "計画に戻しました" not in said


def an_offer(owner: Staff) -> Application:
    application = an_application(stage=Stage.DECIDING)
    make_offer(application, owner)
    return application


def make_offer(application: Application, owner: Staff) -> None:
    by = NOW + timedelta(days=7)
    offers.offer(application, answer_by=by, first_day=offers.FirstDay(), by=owner, now=NOW)


def test_an_offer_that_was_accepted_meanwhile_is_not_taken_back(screen: Client, owner: Staff) -> None:
    application = an_offer(owner)
    offers.accept_offer(application, now=NOW + A_MINUTE)
    Message.objects.all().delete()  # nobody could be written to

    screen.post(f"/desk/applications/{application.pk}/undo-decision/")

    application.refresh_from_db()
    assert (application.stage, application.offer_accepted_at) == (Stage.OFFERED, NOW + A_MINUTE)


def test_taking_back_an_act_on_many_leaves_what_was_decided_since(owner: Staff) -> None:
    application = an_application(stage=Stage.DECIDING)
    act = bulk.ask("people_close", [application.pk], {"tell": True}, by=owner, now=NOW)
    bulk.work(now=NOW)
    take_back_decision(application, by=owner, now=NOW + A_MINUTE)
    make_offer(application, owner)

    back = bulk.undo(act, by=owner, now=NOW + 2 * A_MINUTE)
    bulk.work(now=NOW + 2 * A_MINUTE)

    application.refresh_from_db()
    assert application.stage == Stage.OFFERED
    assert back is not None
    assert [one.reason for one in back.items.all()] == ["not_possible"]


def test_who_works_elsewhere_now_is_told_nothing_of_this_place(owner: Staff) -> None:
    application = an_application()
    moved = a_staff(Role.RECRUITER, username="moved")
    moved.locations.set([a_location()])
    application.owner = moved

    assert carers_of(application) == [owner]


def test_a_hand_over_tells_no_family_name(screen: Client, owner: Staff) -> None:
    application = an_application(candidate=a_candidate(family_name="佐々木蓮", given_name=""))
    heir = a_staff(Role.RECRUITER, username="heir")
    heir.locations.set([application.job.location])

    hand_over(application, heir, by=owner, now=NOW)

    assert Notice.objects.get().name == ""
