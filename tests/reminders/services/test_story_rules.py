"""Rules and invitations change while people wait: nothing is lost, nothing doubled."""

from datetime import time, timedelta

import pytest

from messaging.models import Message
from messaging.policy import Kind, State
from reminders.models import CadenceStep, StalePlan
from reminders.policy.cadence import Anchor
from reminders.services.cadence import keep_step, use_steps
from reminders.services.following import replan_stale
from reminders.services.planning import replan
from sandbox.services.settling import settle
from scheduling.services.inviting import invite
from scheduling.services.wishing import answer_wish, wish
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, planned, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS)


@pytest.mark.parametrize(("hour", "leaves"), [(17, "11 17:00"), (19, "11 19:00")])
def test_a_reminder_given_another_hour_beforehand_goes_out_once_at_that_hour(hour: int, leaves: str) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    step = CadenceStep.objects.get(step="evening-before")

    step.local_time = time(hour)
    keep_step(step, by=make.a_staff(), now=NOW, fields=["local_time"])
    live(NOW, START)

    assert said(application, Kind.REMINDER_EVE) == [(Kind.REMINDER_EVE, SMS, leaves)]


@pytest.mark.parametrize("hour", [17, 20])
def test_a_reminder_given_another_hour_after_it_went_out_is_not_said_again(hour: int) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    evening = tokyo(2026, 6, 11, 18, 30)
    live(NOW, evening)
    step = CadenceStep.objects.get(step="evening-before")

    step.local_time = time(hour)
    keep_step(step, by=make.a_staff(), now=evening, fields=["local_time"])
    live(evening, START)

    assert said(application, Kind.REMINDER_EVE) == [(Kind.REMINDER_EVE, SMS, "11 18:00")]


def test_a_step_put_out_of_use_and_back_is_neither_lost_nor_doubled() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    steps, staff = list(CadenceStep.objects.filter(anchor=Anchor.START)), make.a_staff()

    use_steps(steps, False, by=staff, now=NOW)
    settle(now=NOW, pause=lambda: None)
    assert planned(application) == []
    use_steps(steps, True, by=staff, now=NOW + timedelta(hours=1))
    live(NOW + timedelta(hours=1), START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]


def test_a_walking_clock_takes_edited_rules_along() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    step = CadenceStep.objects.get(step="evening-before")
    step.local_time = time(17)
    step.save()
    assert StalePlan.objects.exists()

    settle(now=NOW, pause=lambda: None)

    assert not StalePlan.objects.exists()
    assert Message.objects.get(kind=Kind.REMINDER_EVE, application=application).due_at == tokyo(
        2026, 6, 11, 17
    )


def test_planning_again_at_every_hour_changes_nothing() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)

    def rows() -> list[tuple[object, ...]]:
        return list(Message.objects.order_by("pk").values_list("pk", "key", "state", "due_at", "expires_at"))

    moment = NOW
    while moment < START + timedelta(days=1):
        live(moment, moment)
        before = rows()
        replan(application.pk, now=moment)
        replan(application.pk, now=moment)
        assert rows() == before, moment
        moment += timedelta(hours=1)


def test_who_is_invited_again_reads_the_invitation_again_and_is_chased_before_the_new_deadline() -> None:
    application = someone(NOW)
    interview = invite(application, by=make.a_staff(), now=NOW)
    at = tokyo(2026, 6, 12, 20, 30)
    live(NOW, at)

    again = invite(application, by=make.a_staff(), now=at, days=3)
    live(at, at + timedelta(minutes=1))
    invite(application, by=make.a_staff(), now=at + timedelta(minutes=1), days=3)
    live(at + timedelta(minutes=1), at + timedelta(days=4))

    assert (again.pk, again.answer_by) == (interview.pk, tokyo(2026, 6, 15, 20))
    assert said(application, Kind.INVITATION, Kind.INVITATION_CHASE) == [
        (Kind.INVITATION, SMS, "10 10:00"),
        (Kind.INVITATION_CHASE, EMAIL, "12 20:00"),
        (Kind.INVITATION, SMS, "12 20:30"),
        (Kind.INVITATION_CHASE, SMS, "14 20:00"),
    ]


def test_a_wish_stops_the_chase_and_its_answer_brings_it_back() -> None:
    application = someone(NOW)
    invite(application, by=make.a_staff(), now=NOW)
    live(NOW, NOW)
    assert (Kind.INVITATION_CHASE, EMAIL) in planned(application)

    told = wish(application, ["evening"], "", NOW + timedelta(hours=1))
    assert planned(application) == []
    answer_wish(told, by=make.a_staff(), now=NOW + timedelta(hours=2))

    assert planned(application) == [(Kind.INVITATION_CHASE, EMAIL)]
    live(NOW + timedelta(hours=2), NOW + timedelta(days=4))
    assert said(application, Kind.INVITATION, Kind.INVITATION_CHASE) == [
        (Kind.INVITATION, SMS, "10 10:00"),
        (Kind.INVITATION_CHASE, EMAIL, "12 20:00"),
    ]


def test_stale_plans_of_people_who_left_clear_themselves() -> None:
    application = make.an_application()
    StalePlan.objects.create(application=application, since=NOW)
    application.delete()
    assert replan_stale(now=NOW) == 0
    assert not Message.objects.exclude(state=State.CANCELLED).exists()
