"""Edited rules reach every running application, also while they are being planned."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind, State
from reminders.models import CadenceStep, StalePlan
from reminders.services import following
from reminders.services.following import mark_all_stale, replan_stale
from reminders.services.planning import replan
from tests.factories import NOW, a_booked_interview, a_company, a_job, an_application

LATER = NOW + timedelta(minutes=5)
IN_A_WEEK = NOW + timedelta(days=7, hours=3)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _company() -> None:
    a_company()  # made at its first use otherwise, which is an edit too


def stale() -> set[int]:
    return set(StalePlan.objects.values_list("application_id", flat=True))


def planned(application: Application) -> set[str]:
    rows = Message.objects.filter(application=application, state=State.PLANNED)
    return set(rows.values_list("kind", flat=True))


def test_only_running_applications_that_were_started_are_planned_again() -> None:
    running = an_application(stage=Stage.IN_CONTACT)
    an_application(stage=Stage.REJECTED)
    an_application(stage=Stage.RECEIVED, is_started=False)
    StalePlan.objects.all().delete()

    assert mark_all_stale(now=NOW) == 1
    assert stale() == {running.pk}


def test_a_step_no_longer_used_leaves_every_plan() -> None:
    application = an_application(stage=Stage.INTERVIEWING, started_at=NOW)
    a_booked_interview(IN_A_WEEK, application)
    replan(application.pk, now=NOW)
    assert Kind.REMINDER_EVE in planned(application)
    step = CadenceStep.objects.get(step="evening-before")

    step.is_active = False
    step.save()

    assert application.pk in stale()
    replan_stale(now=LATER)
    assert Kind.REMINDER_EVE not in planned(application)
    assert stale() == set()


def test_an_edit_during_the_planning_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    application = an_application()
    mark_all_stale(now=NOW)

    def edited_meanwhile(application_id: int, **_: object) -> None:
        mark_all_stale(now=LATER)  # somebody saves a step after this plan has read the cadence

    monkeypatch.setattr(following, "replan", edited_meanwhile)
    replan_stale(now=LATER)

    assert stale() == {application.pk}
    assert StalePlan.objects.get().since == LATER


def test_one_that_cannot_be_planned_holds_up_nobody_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = an_application(), an_application()
    mark_all_stale(now=NOW)

    def planning(application_id: int, **_: object) -> None:
        if application_id == broken.pk:
            raise ZeroDivisionError

    monkeypatch.setattr(following, "replan", planning)
    replan_stale(now=LATER)

    assert stale() == {broken.pk}
    assert f"application {broken.pk} could not be planned again" in caplog.text
    assert fine.pk not in stale()


def test_who_could_not_be_planned_goes_to_the_end_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, waiting = an_application(), an_application()
    mark_all_stale(now=NOW)
    tried: list[int] = []

    def planning(application_id: int, **_: object) -> None:
        tried.append(application_id)
        if application_id == broken.pk:
            raise ZeroDivisionError

    monkeypatch.setattr(following, "replan", planning)
    monkeypatch.setattr(following, "BATCH", 1)
    replan_stale(now=LATER)
    replan_stale(now=LATER)

    assert tried == [broken.pk, waiting.pk]


def test_a_batch_leaves_the_rest_for_the_next_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        an_application()
    mark_all_stale(now=NOW)
    monkeypatch.setattr(following, "BATCH", 2)

    assert [replan_stale(now=LATER) for _ in range(3)] == [2, 1, 0]


def test_marking_everybody_is_one_statement_however_many_there_are() -> None:
    job = a_job()
    for _ in range(3):
        an_application(job=job)
    StalePlan.objects.all().delete()

    with CaptureQueriesContext(connection) as first:
        assert mark_all_stale(now=NOW) == 3
    for _ in range(5):
        an_application(job=job)
    with CaptureQueriesContext(connection) as second:
        assert mark_all_stale(now=LATER) == 8

    assert len(first) == len(second) == 1
    assert set(StalePlan.objects.values_list("since", flat=True)) == {LATER}


def test_the_next_batch_is_found_in_line_and_not_by_sorting_everybody() -> None:
    waiting = StalePlan.objects.order_by("since", "pk")[:100]

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = waiting.explain()

    assert "stale_plans_in_line" in plan
    assert "sort" not in plan.lower()
    assert "b-tree" not in plan.lower()
