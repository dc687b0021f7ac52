"""Doubt is noted on a morning, leads to a word and a call, and ends with an answer."""

from datetime import timedelta

import pytest

from candidates.models import Application, Candidate
from messaging.models import Message
from messaging.policy import Kind, State
from noshow.models import Moment, RiskNote, RiskSettings
from noshow.services.noting import note_risks
from reminders.models import StalePlan
from reminders.services.facts import read_facts
from scheduling.services.confirming import confirm_interview
from tests.factories import NOW, tokyo
from tests.messaging.conftest import Providers
from tests.reminders.services.living import SMS, booked, live, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
MORNING = tokyo(2026, 6, 10, 7)


@pytest.fixture
def everybody_is_doubtful() -> RiskSettings:
    return RiskSettings.objects.create(middle=1, high=2)


def expected() -> Application:
    application = someone(tokyo(2026, 6, 8, 12))
    booked(application, START, now=tokyo(2026, 6, 8, 12))
    return application


@pytest.mark.usefixtures("everybody_is_doubtful")
def test_who_may_not_come_is_asked_two_days_before_and_a_call_is_due_the_day_before(
    providers: Providers,
) -> None:
    application = expected()

    live(tokyo(2026, 6, 8, 12), tokyo(2026, 6, 11, 15))

    assert said(application, Kind.REMINDER_AHEAD) == [(Kind.REMINDER_AHEAD, SMS, "10 12:00")]
    call = Message.objects.get(application=application, kind=Kind.CALL_AHEAD)
    assert (call.state, call.due_at) == (State.PLANNED, tokyo(2026, 6, 11, 14))


def test_who_will_probably_come_is_not(providers: Providers) -> None:
    RiskSettings.objects.create(high=99)
    application = expected()

    live(tokyo(2026, 6, 8, 12), tokyo(2026, 6, 11, 15))

    assert RiskNote.objects.filter(moment=Moment.AHEAD, is_high=False).count() == 1
    assert said(application, Kind.REMINDER_AHEAD) == []
    assert not StalePlan.objects.exists()


@pytest.mark.usefixtures("everybody_is_doubtful")
def test_the_evenings_note_leaves_the_days_call_where_it_is(providers: Providers) -> None:
    application = expected()

    live(tokyo(2026, 6, 8, 12), tokyo(2026, 6, 11, 19))

    assert RiskNote.objects.filter(moment=Moment.EVE, is_high=True).exists()
    call = Message.objects.get(application=application, kind=Kind.CALL_AHEAD)
    assert call.state == State.PLANNED


@pytest.mark.usefixtures("everybody_is_doubtful")
def test_nothing_is_noted_of_somebody_who_was_erased(providers: Providers) -> None:
    application = expected()
    Candidate.objects.filter(pk=application.candidate_id).update(erased_at=NOW)

    assert note_risks(now=MORNING) == 0


@pytest.mark.usefixtures("everybody_is_doubtful")
def test_a_yes_on_the_extra_word_takes_the_call_away(providers: Providers) -> None:
    application = expected()
    live(tokyo(2026, 6, 8, 12), tokyo(2026, 6, 10, 13))

    confirm_interview(application.interviews.get(), now=tokyo(2026, 6, 10, 13))
    live(tokyo(2026, 6, 10, 13), tokyo(2026, 6, 11, 13, 59))

    assert not Message.objects.filter(kind=Kind.CALL_AHEAD, state=State.PLANNED).exists()


@pytest.mark.usefixtures("everybody_is_doubtful")
def test_a_move_asks_anew_by_what_is_known_then(providers: Providers) -> None:
    application = expected()
    live(tokyo(2026, 6, 8, 12), MORNING + timedelta(minutes=1))
    interview = application.interviews.get()
    interview.starts_at = START + timedelta(days=7)

    before = read_facts(application, now=NOW).interview
    interview.save()
    after = read_facts(application, now=NOW).interview

    assert before
    assert before.doubtful_at is not None
    assert after
    assert after.doubtful_at is None
