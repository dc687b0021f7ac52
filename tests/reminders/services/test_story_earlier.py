"""A time that opened, as people live it: told, taken or kept, too late, and every word really sent."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application, Job
from messaging.models import Message
from messaging.policy import CAP, Direction, Kind, State
from messaging.services.hearing import hear
from messaging.services.holding import hold
from messaging.services.suppressing import suppress
from messaging.services.writing import stop
from reminders.services.auditing import audit
from reminders.services.backfilling import backfill
from reminders.services.following import replan_stale
from reminders.services.planning import replan
from scheduling.models import EarlierOffer, Interview, Slot
from scheduling.policy import OfferState
from scheduling.services import earlier
from scheduling.services.leaving import withdraw
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, said, someone

pytestmark = pytest.mark.django_db
FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)
TICK = NOW + timedelta(hours=2)
EARLIER = (Kind.EARLIER_TIME, Kind.EARLIER_TAKEN)


@pytest.fixture
def job() -> Job:
    return make.a_job()


def waits(job: Job, number: int, *, since: datetime = NOW) -> Application:
    application = someone(
        since,
        job=job,
        family_name=f"森{number}",
        phone=f"+81901234000{number}",
        email=f"m{number}@example.jp",
    )
    booked(application, NEXT_WEEK, now=since)
    return application


def a_time_opens(job: Job) -> Slot:
    return make.a_slot(FRIDAY, location=job.location, made_at=NOW + timedelta(hours=1))


def offer_of(application: Application) -> EarlierOffer:
    return EarlierOffer.objects.get(interview__application=application)


def waiting_to_be_said(application: Application) -> int:
    return Message.objects.planned().filter(application=application, kind__in=EARLIER).count()


def test_the_offer_is_told_at_once_on_one_channel_with_its_time_and_its_end(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)

    assert backfill(now=TICK) == 1
    live(TICK, TICK + timedelta(minutes=1))

    assert said(application, *EARLIER) == [(Kind.EARLIER_TIME, SMS, "10 12:00")]
    body = Message.objects.get(kind=Kind.EARLIER_TIME).body
    assert "6月12日(金) 15:00" in body
    assert "6月10日(水) 13:00" in body


def test_who_takes_it_gets_the_receipt_of_the_move_and_reminders_for_the_new_time(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    live(TICK, TICK + timedelta(minutes=5))

    earlier.accept(offer_of(application), now=TICK + timedelta(minutes=5))
    live(TICK + timedelta(minutes=5), FRIDAY)

    assert said(application, Kind.MOVED, *EARLIER, Kind.REMINDER_EVE) == [
        (Kind.EARLIER_TIME, SMS, "10 12:00"),
        (Kind.MOVED, EMAIL, "10 12:05"),
        (Kind.MOVED, SMS, "10 12:05"),
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
    ]


def test_whoever_was_told_and_is_too_late_hears_it_once_and_nobody_else_does(job: Job) -> None:
    first, second, third, fourth = (waits(job, n) for n in range(1, 5))
    a_time_opens(job)
    live(NOW, TICK)
    assert backfill(now=TICK) == 3
    stopped = Message.objects.get(kind=Kind.EARLIER_TIME, application=third)
    stop(stopped, by=make.a_staff(), now=TICK)
    live(TICK, TICK + timedelta(minutes=5))

    earlier.accept(offer_of(first), now=TICK + timedelta(minutes=5))
    live(TICK + timedelta(minutes=5), TICK + timedelta(hours=5))

    assert said(second, *EARLIER) == [
        (Kind.EARLIER_TIME, SMS, "10 12:00"),
        (Kind.EARLIER_TAKEN, SMS, "10 12:05"),
    ]
    assert "6月17日(水) 15:00" in Message.objects.get(kind=Kind.EARLIER_TAKEN).body
    assert said(third, *EARLIER) == []
    assert said(fourth, *EARLIER) == []


def test_who_declined_is_told_nothing_more_about_it(job: Job) -> None:
    first, second = waits(job, 1), waits(job, 2)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    live(TICK, TICK + timedelta(minutes=5))

    earlier.decline(offer_of(second), now=TICK + timedelta(minutes=6))
    earlier.accept(offer_of(first), now=TICK + timedelta(minutes=7))
    live(TICK + timedelta(minutes=7), TICK + timedelta(hours=5))

    assert said(second, *EARLIER) == [(Kind.EARLIER_TIME, SMS, "10 12:00")]


def test_what_was_not_yet_said_is_not_said_once_the_time_is_gone(job: Job) -> None:
    first, second = waits(job, 1), waits(job, 2)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    assert (waiting_to_be_said(first), waiting_to_be_said(second)) == (1, 1)

    earlier.accept(offer_of(first), now=TICK)
    assert waiting_to_be_said(first) == 0
    replan_stale(now=TICK)

    assert waiting_to_be_said(second) == 0
    live(TICK, TICK + timedelta(hours=3))
    assert said(second, *EARLIER) == []


def test_leaving_takes_the_offer_and_its_words_along_in_the_same_transaction(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    assert waiting_to_be_said(application) == 1

    withdraw(application, now=TICK)

    assert offer_of(application).state == OfferState.STOPPED
    assert waiting_to_be_said(application) == 0


def test_planning_twice_changes_nothing_at_any_point_of_the_story(job: Job) -> None:
    people = [waits(job, n) for n in range(1, 4)]
    a_time_opens(job)
    live(NOW, TICK)
    moments = [TICK]
    backfill(now=TICK)
    for step in (
        lambda now: live(TICK, now),
        lambda now: earlier.accept(offer_of(people[0]), now=now),
        lambda now: replan_stale(now=now),
        lambda now: live(now, now + timedelta(minutes=1)),
    ):
        moments.append(moments[-1] + timedelta(minutes=5))
        step(moments[-1])
        if step is not None and len(moments) != 3:  # just after the acceptance the others wait for the sweep
            _planned_twice(people, moments[-1])

    assert [drift for _, found in audit(now=moments[-1]) for drift in found] == []


def _planned_twice(people: list[Application], now: datetime) -> None:
    def rows() -> list[tuple[object, ...]]:
        return list(Message.objects.order_by("pk").values_list("key", "state", "due_at", "values"))

    before = rows()
    for person in people:
        replan(person.pk, now=now)
    assert rows() == before


def test_a_missed_word_goes_to_the_other_channel_while_the_time_is_kept(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    suppress("sms", application.candidate.phone, reason="stop", now=TICK)
    live(TICK, TICK + timedelta(minutes=5))

    assert said(application, *EARLIER) == [(Kind.EARLIER_TIME, EMAIL, "10 12:00")]


def test_nobody_is_asked_whose_texts_of_the_day_are_used_up_or_while_sending_is_on_hold(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)
    for n in range(CAP):
        make.a_sent_message(application, about=f"test:{n}", sent_at=TICK - timedelta(hours=1))
    assert backfill(now=TICK) == 0

    Message.objects.filter(about__startswith="test:").delete()
    held = hold(by=None, now=TICK)
    assert backfill(now=TICK) == 0

    held.delete()
    assert backfill(now=TICK) == 1


def test_a_yes_after_an_offer_may_mean_either_time_so_a_person_looks(job: Job) -> None:
    application = waits(job, 1)
    a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)
    live(TICK, TICK + timedelta(minutes=5))

    heard = hear(application, channel=SMS, text="行きます", now=TICK + timedelta(minutes=6))  # type: ignore[arg-type]

    heard.refresh_from_db()
    assert heard.needs_answer
    assert Interview.objects.get(application=application).confirmed_at is None
    assert Message.objects.filter(direction=Direction.OUT, kind=Kind.REPLY_LINK).exists()


def test_a_slot_that_is_deleted_takes_its_words_along(job: Job) -> None:
    application = waits(job, 1)
    slot = a_time_opens(job)
    live(NOW, TICK)
    backfill(now=TICK)

    slot.delete()
    replan_stale(now=TICK)

    row = Message.objects.get(application=application, kind=Kind.EARLIER_TIME)
    assert row.state == State.CANCELLED
