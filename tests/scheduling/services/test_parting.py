"""Why somebody left, told after the withdrawal."""

from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent
from company.policy import Actor
from scheduling.policy import LeavingReason
from scheduling.services.leaving import undo_withdrawal, withdraw
from scheduling.services.parting import ReasonTooLate, say_why_they_left
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db


@pytest.fixture
def left() -> Application:
    application = make.a_booked_interview(tokyo(2026, 6, 11, 13)).application
    withdraw(application, now=NOW)
    application.refresh_from_db()
    return application


def test_a_reason_told_afterwards_stands_with_the_application_and_its_interview(left: Application) -> None:
    say_why_they_left(left, LeavingReason.FAMILY, now=NOW + timedelta(minutes=15))

    left.refresh_from_db()
    assert left.closed_reason == "family"
    assert left.interviews.get().cancel_reason == "family"
    event = AuditEvent.objects.get(action="leaving_reason_given")
    assert (event.actor_kind, event.application_id, event.details) == (
        Actor.CANDIDATE,
        left.pk,
        {"reason": "family"},
    )


def test_the_last_reason_told_counts_and_the_same_twice_is_one(left: Application) -> None:
    for reason in (LeavingReason.FAMILY, LeavingReason.HEALTH, LeavingReason.HEALTH):
        say_why_they_left(left, reason, now=NOW)

    left.refresh_from_db()
    assert left.closed_reason == "health"
    assert AuditEvent.objects.filter(action="leaving_reason_given").count() == 2


def test_after_a_quarter_of_an_hour_no_reason_is_taken(left: Application) -> None:
    with pytest.raises(ReasonTooLate):
        say_why_they_left(left, LeavingReason.HEALTH, now=NOW + timedelta(minutes=15, seconds=1))


def test_whoever_came_back_gives_no_reason(left: Application) -> None:
    undo_withdrawal(left, now=NOW)

    with pytest.raises(ReasonTooLate):
        say_why_they_left(left, LeavingReason.HEALTH, now=NOW)

    left.refresh_from_db()
    assert (left.stage, left.closed_reason) == (Stage.INTERVIEWING, "")
