"""Notes of what was known: taken once, when somebody is asked and on the morning, and never afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Candidate
from candidates.signals import candidate_erased
from messaging.policy import Kind, State
from noshow.models import Moment, RiskNote
from noshow.services.knowing import known_of
from noshow.services.levels import the_settings
from noshow.services.noting import KEPT, forget_notes, note_risks
from noshow.tasks import note_risks as tick
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
EVENING = NOW.replace(hour=18)
MORNING = NOW.replace(hour=7) + timedelta(days=1)


@pytest.fixture
def tomorrow() -> Interview:
    starts_at = NOW.replace(hour=13) + timedelta(days=1)
    return make.a_booked_interview(starts_at, booked_at=NOW - timedelta(days=2))


def asked(interview: Interview, kind: Kind = Kind.REMINDER_EVE, **more: object) -> None:
    values = {"kind": kind, "state": State.ACCEPTED, "due_at": EVENING, "sent_at": EVENING}
    make.a_message(interview.application, about=f"interview:{interview.pk}@1", **values | more)


def notes() -> list[tuple[str, dict[str, float]]]:
    return list(RiskNote.objects.order_by("at", "pk").values_list("moment", "values"))


def test_what_is_known_is_noted_when_they_are_asked_and_again_on_the_morning(tomorrow: Interview) -> None:
    assert note_risks(now=EVENING) == 0

    asked(tomorrow)
    assert note_risks(now=EVENING) == 1
    tomorrow.confirmed_at = EVENING + timedelta(hours=1)
    tomorrow.save(update_fields=["confirmed_at"])
    assert note_risks(now=EVENING + timedelta(minutes=20)) == 0
    assert note_risks(now=MORNING - timedelta(minutes=1)) == 0
    assert note_risks(now=MORNING) == 1

    (eve, first), (morning, last) = notes()
    assert (eve, morning) == (Moment.EVE, Moment.MORNING)
    assert first["silent"] == 1.0
    assert "confirmed" not in first
    assert last["confirmed"] == 1.0
    assert "silent" not in last


def test_a_second_asking_is_a_moment_of_its_own(tomorrow: Interview) -> None:
    asked(tomorrow)
    asked(tomorrow, Kind.REMINDER_AGAIN)

    assert note_risks(now=EVENING) == 2
    assert {moment for moment, _values in notes()} == {Moment.EVE, Moment.AGAIN}


def test_an_asking_that_never_left_or_lies_back_too_far_is_not_noted(tomorrow: Interview) -> None:
    asked(tomorrow, sent_at=None, state=State.SUPPRESSED)
    assert note_risks(now=EVENING) == 0

    asked(tomorrow)
    assert note_risks(now=EVENING + timedelta(minutes=61)) == 0


def test_who_comes_before_the_morning_is_noted_two_hours_ahead() -> None:
    early = make.a_booked_interview(NOW.replace(hour=7) + timedelta(days=1))

    assert early.starts_at is not None
    assert note_risks(now=early.starts_at - timedelta(hours=2, minutes=1)) == 0
    assert note_risks(now=early.starts_at - timedelta(hours=2)) == 1
    assert note_risks(now=early.starts_at) == 0


def test_once_it_has_begun_nothing_is_noted_any_more(tomorrow: Interview) -> None:
    assert tomorrow.starts_at is not None

    assert note_risks(now=tomorrow.starts_at) == 0
    assert note_risks(now=tomorrow.starts_at + timedelta(hours=1)) == 0


def test_after_a_move_the_note_is_taken_anew_for_the_new_time(tomorrow: Interview) -> None:
    note_risks(now=MORNING)
    assert tomorrow.starts_at is not None
    moved = tomorrow.starts_at + timedelta(days=2)
    Interview.objects.filter(pk=tomorrow.pk).update(starts_at=moved, moves=1)

    assert note_risks(now=MORNING + timedelta(days=1)) == 0
    assert note_risks(now=MORNING + timedelta(days=2)) == 1

    note = RiskNote.objects.get()
    assert note.starts_at == moved
    assert note.values["moved"] == 1.0


def test_what_was_shown_is_kept_with_the_version_that_showed_it(tomorrow: Interview) -> None:
    settings = the_settings()
    settings.active = make.a_risk_model(base=0.0, weights={})
    settings.save()

    note_risks(now=MORNING)

    note = RiskNote.objects.get()
    assert (note.percent, note.model) == (50, settings.active)


def test_a_note_holds_what_the_desk_would_have_said_at_that_moment(tomorrow: Interview) -> None:
    note_risks(now=MORNING)

    facts = known_of([Interview.objects.get(pk=tomorrow.pk)], now=MORNING)[tomorrow.pk].facts
    assert RiskNote.objects.get().at == facts.now


def test_notes_go_with_the_person_and_after_three_years(tomorrow: Interview) -> None:
    note_risks(now=MORNING)
    assert tomorrow.starts_at is not None

    assert forget_notes(now=tomorrow.starts_at + KEPT) == 0
    assert forget_notes(now=tomorrow.starts_at + KEPT + timedelta(seconds=1)) == 1


def test_the_tick_takes_them(at_now: object) -> None:
    make.a_booked_interview(NOW + timedelta(hours=3), state=InterviewState.BOOKED)

    tick()

    assert RiskNote.objects.count() == 1
    assert tick.name == "noshow.note_risks"


def test_a_sweep_asks_as_often_for_many_as_for_one() -> None:
    def questions(count: int) -> int:
        for n in range(count):
            make.a_booked_interview(NOW + timedelta(hours=3, minutes=n))
        with CaptureQueriesContext(connection) as seen:
            assert note_risks(now=NOW) == count
        return len(seen)

    the_settings()
    assert questions(1) == questions(5)


def test_nothing_is_left_of_an_erased_person(tomorrow: Interview) -> None:
    note_risks(now=MORNING)
    other = make.a_booked_interview(NOW + timedelta(days=1))
    note_risks(now=MORNING)

    candidate_erased.send(sender=Candidate, candidate_id=tomorrow.application.candidate_id, now=MORNING)

    assert [note.interview for note in RiskNote.objects.all()] == [other]
