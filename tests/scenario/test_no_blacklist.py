"""What is remembered of somebody keeps them from nothing: they apply, are thanked and invited like others."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Application, Candidate
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind
from scheduling.models import Slot
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from scheduling.services.offering import offered_slots
from tests.factories import NOW, a_booked_interview, a_candidate, a_case, a_job, a_slot, an_application
from tests.portal.applying import apply

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed_five() -> Candidate:
    """Five interviews in four months, and not one of them kept; each application was closed."""
    person = a_candidate(
        family_name="森田", given_name="悠斗", phone="+819012345678", email="yuto@example.jp"
    )
    for days in (20, 40, 60, 80, 100):
        application = an_application(
            candidate=person,
            stage=Stage.REJECTED,
            applied_at=NOW - timedelta(days=days + 5),
            closed_at=NOW - timedelta(days=days - 5),
        )
        a_case(a_booked_interview(NOW - timedelta(days=days), application, state=InterviewState.ABSENT))
    return person


@time_machine.travel(NOW, tick=False)
def test_who_missed_five_interviews_applies_and_is_met_like_anybody_else(missed_five: Candidate) -> None:
    job = a_job()
    slots = [a_slot(NOW + timedelta(days=days), location=job.location) for days in (1, 2, 3, 4, 5)]
    answer = apply(Client(), job)
    again = Application.objects.get(candidate=missed_five, job=job)
    newcomer = an_application(job=job)

    interview, theirs = invite(again, now=NOW), invite(newcomer, now=NOW)
    book(interview, slots[0], now=NOW)

    assert answer.status_code == 303
    assert again.stage in {Stage.RECEIVED, Stage.IN_CONTACT, Stage.INTERVIEWING}
    assert Message.objects.filter(application=again, kind=Kind.THANKS).exists()
    assert interview.answer_by == theirs.answer_by
    assert Slot.objects.get(pk=slots[0].pk).bookings.filter(interview=interview, active=True).exists()


@time_machine.travel(NOW, tick=False)
def test_they_are_offered_the_same_times_as_a_newcomer(missed_five: Candidate) -> None:
    job = a_job()
    for days in (1, 2, 3, 4, 5):
        a_slot(NOW + timedelta(days=days), location=job.location)
    again, newcomer = an_application(candidate=missed_five, job=job), an_application(job=job)

    theirs = [slot.pk for slot in offered_slots(again, now=NOW)]

    assert theirs == [slot.pk for slot in offered_slots(newcomer, now=NOW)]
    assert len(theirs) == 5
