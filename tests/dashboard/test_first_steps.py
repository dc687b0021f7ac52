"""The first steps: what they are ticked by, who sees them, and putting them away."""

from datetime import timedelta

import pytest
from django.test import Client

from company.models import Staff
from company.policy import Role
from company.services.profile import the_company
from dashboard.queries.first_run import first_run
from messaging.models import TrialSend
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_company,
    a_job,
    a_location,
    a_rule,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


def test_the_first_steps_are_ticked_by_what_is_there(desk: Client) -> None:
    def done() -> list[str]:
        return [step.key for step in first_run().steps if step.is_done]

    assert done() == []
    a_company(name="ひなた食堂", caller_number="0422-00-0120")
    here = a_location()
    assert done() == ["company", "places"]
    a_staff(Role.RECRUITER)
    TrialSend.objects.create(
        staff=Staff.objects.earliest("pk"),
        channel="sms",
        address="+8190",
        body="x",
        state="delivered",
        created_at=NOW,
    )
    assert done() == ["company", "places", "staff", "channels"]
    application = an_application(job=a_job(location=here))
    a_rule(location=here)
    assert done() == ["company", "places", "staff", "channels", "jobs", "times"]
    a_booked_interview(NOW + timedelta(days=1), application)
    assert first_run().is_done


def test_steps_that_leave_no_row_are_ticked_by_hand(desk: Client) -> None:
    desk.post("/desk/settings/first-steps/", {"do": "tick-staff"})
    desk.post("/desk/settings/first-steps/", {"do": "tick-jobs"})

    assert the_company().setup_done == ["staff"]


def test_the_first_steps_stand_on_the_desk_until_put_away(desk: Client) -> None:
    words = "最初のご案内まで、7歩"
    assert words in text_of(desk.get("/desk/"))

    desk.post("/desk/settings/first-steps/", {"do": "dismiss"})
    assert words not in text_of(desk.get("/desk/"))
    assert desk.get("/desk/settings/first-steps/").status_code == 200

    desk.post("/desk/settings/first-steps/", {"do": "show"})
    assert words in text_of(desk.get("/desk/"))


def test_only_owners_see_the_first_steps() -> None:
    client = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    assert "最初のご案内まで、7歩" not in text_of(client.get("/desk/"))
