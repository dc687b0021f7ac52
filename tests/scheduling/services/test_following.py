"""An interview is where its application is, also when the job moves to another store."""

import pytest

from candidates.services.posting import keep_job
from company.policy import Role
from scheduling.models import Interview
from tests.factories import NOW, a_booked_interview, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


def test_an_interview_is_where_its_application_is() -> None:
    application = an_application(job=a_job(location=a_location(name="吉祥寺店")))

    interview = a_booked_interview(NOW, application)

    assert interview.location == application.location


def test_a_job_that_moves_takes_its_interviews_along_and_no_others() -> None:
    here, there = a_location(name="吉祥寺店"), a_location(name="三鷹店")
    job, other = a_job(location=here), a_job(location=here)
    moved, stays = (a_booked_interview(NOW, an_application(job=one)) for one in (job, other))
    colleague = a_staff(Role.RECRUITER, locations=[there])

    job.location = there
    keep_job(job, by=a_staff(), now=NOW)

    moved.refresh_from_db()
    stays.refresh_from_db()
    assert (moved.location, stays.location) == (there, here)
    assert list(Interview.objects.visible_to(colleague)) == [moved]
