"""Planning a person: all their applications together, equal to what is stored, and twice is once."""

from datetime import timedelta

import pytest

from candidates.models import Application
from messaging.models import Message
from messaging.policy import Kind, State
from reminders.services.planning import plans_of, replan, wanted_now
from scheduling.services.leaving import withdraw
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
APPLIED_AGAIN = NOW + timedelta(minutes=4)


@pytest.fixture
def both() -> tuple[Application, Application]:
    """One person, two places, two interviews on one day."""
    first = someone(NOW, job=make.a_job(location=make.a_location(name="渋谷店")))
    live(NOW, NOW)
    second = someone(APPLIED_AGAIN, job=make.a_job(location=make.a_location(name="吉祥寺店")))
    assert first.candidate == second.candidate
    booked(first, START, now=APPLIED_AGAIN)
    booked(second, START + timedelta(hours=3), now=APPLIED_AGAIN)
    return first, second


def test_one_voice_speaks_for_both_places(both: tuple[Application, Application]) -> None:
    first, second = both

    live(APPLIED_AGAIN, START + timedelta(hours=4))

    asked = (Kind.THANKS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN)
    assert said(first, *asked) == [
        (Kind.THANKS, EMAIL, "10 10:00"),
        (Kind.THANKS, SMS, "10 10:00"),
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
    ]
    assert said(second, *asked) == [
        (Kind.THANKS, SMS, "10 11:00"),
        (Kind.REMINDER_EVE, SMS, "11 18:05"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:35"),
    ]
    text = Message.objects.get(application=second, kind=Kind.REMINDER_EVE, state=State.DELIVERED).body
    assert text.startswith("ひなた食堂 吉祥寺店です。")


def test_the_plan_of_a_person_is_what_is_stored_at_any_moment(both: tuple[Application, Application]) -> None:
    person, moment = both[0].candidate_id, APPLIED_AGAIN
    while moment < START + timedelta(hours=6):
        live(moment, moment)
        before = list(Message.objects.order_by("pk").values())
        for application in both:
            replan(application.pk, now=moment)
        assert list(Message.objects.order_by("pk").values()) == before, moment
        for application, wanted in plans_of(person, now=moment).items():
            keys = {one.key(application.pk): one.due_at for one in wanted}
            for row in Message.objects.planned().filter(application=application):
                assert keys[row.key] == row.wanted_due_at
        moment += timedelta(hours=3)


def test_leaving_one_place_plans_the_other_anew_in_the_same_transaction(
    both: tuple[Application, Application],
) -> None:
    first, second = both
    reminder = Message.objects.get(application=second, kind=Kind.REMINDER_EVE, state=State.PLANNED)
    assert reminder.due_at == tokyo(2026, 6, 11, 18, 5)

    withdraw(first, now=NOW + timedelta(hours=2))

    reminder.refresh_from_db()
    assert reminder.due_at == tokyo(2026, 6, 11, 18)
    assert [one.due_at for one in wanted_now(second, now=NOW) if one.kind == Kind.REMINDER_EVE] == [
        tokyo(2026, 6, 11, 18)
    ]
