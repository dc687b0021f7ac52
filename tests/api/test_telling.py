"""What happens here is told to other systems: once for each fact, with nothing that says who it is."""

from datetime import timedelta

import pytest

from candidates.models import Candidate
from candidates.policy import Applicant, PhoneKind, Stage
from candidates.services.erasing import erase
from candidates.services.intake import receive
from candidates.services.preferences import change_email
from candidates.services.staging import move_stage
from company.models import WebhookDelivery
from company.policy import HookEvent
from scheduling.services.booking import book
from scheduling.services.confirming import confirm_interview
from scheduling.services.inviting import invite
from tests import factories as make
from tests.factories import NOW

PERSON = Applicant("田中", "花子", phone="+819012345678", phone_kind=PhoneKind.MOBILE, email="h@example.jp")
ALL = [str(event) for event in HookEvent]


def told() -> list[str]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.django_db
def test_a_story_is_told_event_by_event_without_names() -> None:
    make.a_company()
    make.a_webhook(events=ALL)
    job = make.a_job(owner=make.a_staff())
    application = receive(PERSON, job=job, now=NOW, external_ref="K-1")
    interview = invite(application, now=NOW + timedelta(minutes=1))
    slot = make.a_slot(NOW + timedelta(days=2), location=job.location)
    book(interview, slot, now=NOW + timedelta(minutes=2))
    interview.refresh_from_db()
    confirm_interview(interview, now=NOW + timedelta(minutes=3))

    assert told()[0] == "application.received"
    assert {"application.stage_changed", "interview.invited", "interview.booked", "interview.confirmed"} <= {
        *told()
    }
    assert len(told()) == len(set(told()))
    rows = WebhookDelivery.objects.order_by("pk")
    assert rows[0].payload["external_ref"] == "K-1"
    words = str([row.payload for row in rows])
    assert not any(secret in words for secret in ("田中", "花子", "9012345678", "example.jp"))
    booked = rows.get(event="interview.booked").payload
    assert booked["interview"]["starts_at"] == "2026-06-12T01:00:00Z"
    assert booked["url"].endswith(f"/desk/applications/{application.pk}/")


@pytest.mark.django_db
def test_a_change_that_is_no_step_is_not_told_as_one() -> None:
    make.a_webhook(events=ALL)
    application = receive(PERSON, job=make.a_job(), now=NOW)
    move_stage(application, Stage.IN_CONTACT, now=NOW + timedelta(minutes=1))
    before = told()

    change_email(Candidate.objects.get(), "other@example.jp", now=NOW + timedelta(minutes=2))

    assert before.count("application.stage_changed") == 1
    assert told() == before


@pytest.mark.django_db
def test_erasing_is_told_so_that_others_erase_as_well() -> None:
    make.a_webhook(events=["application.erased"])
    receive(PERSON, job=make.a_job(), now=NOW, external_ref="K-1")

    erase(Candidate.objects.get(), now=NOW)

    [row] = WebhookDelivery.objects.all()
    assert (row.event, row.payload["external_ref"]) == ("application.erased", "K-1")
