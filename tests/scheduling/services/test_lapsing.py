"""An invitation nobody answers lapses on record, is a task, and is no dead end."""

from datetime import timedelta

import pytest

from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind, State
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import invite
from scheduling.services.lapsing import lapse_due
from scheduling.services.locking import InterviewOver
from scheduling.services.taking import take_time
from tests.factories import NOW, a_slot, an_application, an_invited_interview, tokyo

pytestmark = pytest.mark.django_db
DEADLINE = NOW + timedelta(days=3)
LATER = DEADLINE + timedelta(hours=1)


@pytest.fixture
def interview() -> Interview:
    return an_invited_interview(answer_by=DEADLINE)


def test_it_lapses_when_its_deadline_has_come_and_not_before(interview: Interview) -> None:
    early = lapse_due(now=DEADLINE - timedelta(seconds=1))
    on_time = lapse_due(now=DEADLINE)

    interview.refresh_from_db()
    assert (early, on_time) == (0, 1)
    assert (interview.state, interview.cancel_reason) == (InterviewState.LAPSED, "deadline")
    assert lapse_due(now=LATER) == 0


def test_an_ended_application_does_not_lapse_beside(interview: Interview) -> None:
    interview.application.stage = Stage.REJECTED
    interview.application.save()

    assert lapse_due(now=LATER) == 0


def test_after_the_deadline_a_time_can_still_be_chosen(interview: Interview) -> None:
    slot = a_slot(tokyo(2026, 6, 16, 13), location=interview.application.job.location)
    lapse_due(now=LATER)
    interview.refresh_from_db()

    take_time(interview, slot, now=LATER, version=interview.version)

    interview.refresh_from_db()
    assert (interview.state, interview.starts_at) == (InterviewState.BOOKED, slot.starts_at)
    planned = Message.objects.filter(state=State.PLANNED).values_list("kind", flat=True)
    assert Kind.BOOKED in planned
    assert Kind.INVITATION not in planned


def test_a_newer_invitation_takes_its_place(interview: Interview) -> None:
    slot = a_slot(tokyo(2026, 6, 16, 13), location=interview.application.job.location)
    lapse_due(now=LATER)
    interview.refresh_from_db()
    newer = invite(interview.application, now=LATER)

    with pytest.raises(InterviewOver):
        take_time(interview, slot, now=LATER, version=interview.version)

    assert newer.pk != interview.pk
    assert newer.state == InterviewState.INVITED


def test_what_ended_with_its_application_is_not_taken_up() -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    interview = an_invited_interview(
        application, state=InterviewState.LAPSED, cancel_reason="application_ended"
    )
    slot = a_slot(tokyo(2026, 6, 16, 13), location=application.job.location)

    with pytest.raises(InterviewOver):
        take_time(interview, slot, now=LATER, version=None)
