"""The conditions on a candidate's own page: those of the booking, and what has changed since."""

import pytest
from django.utils.translation import override

from candidates.models import Job
from candidates.services.posting import conditions_of
from company.services.profile import the_company
from portal.services.conditions import conditions_shown
from scheduling.models import Interview
from tests.factories import NOW, a_booked_interview, a_job, an_application

pytestmark = pytest.mark.django_db


def a_booking(job: Job) -> Interview:
    interview = a_booked_interview(NOW, an_application(job=job, stage="interviewing"))
    interview.conditions, interview.conditions_at = conditions_of(job, the_company()), NOW
    interview.save()
    return interview


def test_before_a_booking_the_posting_speaks() -> None:
    job = a_job(pay="時給1,250円〜")

    said = conditions_shown(None, job, the_company())

    assert not said.was_booked
    assert said.changed == []
    assert {row.name: row.lines for row in said.rows}["pay"] == ["時給1,250円〜"]


def test_what_was_shown_stays_and_what_changed_is_named() -> None:
    job = a_job(pay="時給1,250円〜", breaks="45分")
    interview = a_booking(job)
    job.pay, job.breaks = "時給1,100円", "60分"
    job.save()

    said = conditions_shown(interview, job, the_company())

    assert said.was_booked
    assert {row.name: row.lines for row in said.rows}["pay"] == ["時給1,250円〜"]
    assert [(row.name, row.lines) for row in said.changed] == [
        ("breaks", ["60分"]),
        ("pay", ["時給1,100円"]),
    ]


def test_a_posting_that_stayed_the_same_raises_no_alarm() -> None:
    job = a_job()

    assert conditions_shown(a_booking(job), job, the_company()).changed == []


def test_labels_are_in_the_readers_language() -> None:
    job = a_job()

    with override("en"):
        said = conditions_shown(None, job, the_company())
        labels = [row.label for row in said.rows]

    assert "Pay" in labels
    assert "Trial period" in labels
