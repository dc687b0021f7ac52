"""Inviting: one open interview an application, and none that lapses unseen."""

from datetime import timedelta

import pytest

from candidates.policy import Stage
from company.models import AuditEvent
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import AlreadyBooked, invite
from scheduling.services.locking import InterviewOver
from scheduling.signals import interview_invited
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db


def test_an_invitation_opens_an_interview_and_moves_the_stage() -> None:
    application = make.an_application()
    staff = make.a_staff()

    with Heard(interview_invited) as heard:
        interview = invite(application, by=staff, now=NOW)

    application.refresh_from_db()
    assert (interview.state, interview.invited_by, interview.invited_at) == (
        InterviewState.INVITED,
        staff,
        NOW,
    )
    assert interview.answer_by == tokyo(2026, 6, 13, 20)
    assert application.stage == Stage.INTERVIEWING
    assert heard.calls == [{"interview_id": interview.pk, "now": NOW}]
    assert AuditEvent.objects.get(action="interview_invited").actor == staff


def test_a_standing_invitation_is_kept() -> None:
    application = make.an_application()
    first = invite(application, now=NOW)

    with Heard(interview_invited) as heard:
        second = invite(application, now=NOW + timedelta(hours=1))

    assert second == first
    assert heard.calls == []


def test_more_days_move_the_deadline_of_a_standing_invitation() -> None:
    application = make.an_application()
    first = invite(application, now=NOW)

    with Heard(interview_invited) as heard:
        again = invite(application, now=NOW, days=7)

    assert (again.pk, again.version, again.answer_by) == (first.pk, 2, tokyo(2026, 6, 17, 20))
    assert len(heard.calls) == 1


def test_an_invitation_past_its_deadline_lapses_and_a_new_one_takes_its_place() -> None:
    application = make.an_application()
    first = invite(application, now=NOW)

    second = invite(application, now=NOW + timedelta(days=5))

    first.refresh_from_db()
    assert (first.state, first.version) == (InterviewState.LAPSED, 2)
    assert second.pk != first.pk
    assert second.uid != first.uid
    assert Interview.objects.filter(state=InterviewState.INVITED).get() == second


def test_a_booked_interview_needs_no_invitation() -> None:
    interview = make.a_booked_interview(tokyo(2026, 6, 11, 13))

    with pytest.raises(AlreadyBooked):
        invite(interview.application, now=NOW)


def test_an_application_that_is_over_is_not_invited() -> None:
    application = make.an_application(stage=Stage.WITHDRAWN, closed_at=NOW)

    with pytest.raises(InterviewOver):
        invite(application, now=NOW)

    assert not Interview.objects.exists()


def test_after_an_outcome_a_new_interview_with_its_own_calendar_entry_is_opened() -> None:
    application = make.an_application(stage=Stage.INTERVIEWING)
    earlier = make.a_booked_interview(tokyo(2026, 6, 9, 13), application, state=InterviewState.EXCUSED)

    interview = invite(application, now=NOW)

    assert interview.pk != earlier.pk
    assert interview.uid != earlier.uid
