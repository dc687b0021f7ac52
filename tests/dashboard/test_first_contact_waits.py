"""First contact: how long it takes, and who has waited a day."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from candidates.policy import Stage
from company.models import Staff
from company.policy import Role
from messaging.policy import CallOutcome, Kind
from messaging.services.calling import log_call
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_location,
    a_sent_message,
    a_staff,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
DESK = "/desk/"
TODAY_13 = NOW.replace(hour=13)


def someone(name: str, **values: object) -> Application:
    return an_application(candidate=a_candidate(family_name=name), stage=Stage.INTERVIEWING, **values)


def test_first_contact_is_measured_in_opening_hours_and_by_the_clock_and_the_thanks_apart(
    screen: Client,
) -> None:
    evening = tokyo(2026, 6, 9, 19, 50)
    begun = {"applied_at": evening, "started_at": evening}
    application = an_application(contacted_at=NOW + timedelta(minutes=10), stage=Stage.IN_CONTACT, **begun)
    a_sent_message(application, kind=Kind.THANKS, sent_at=evening + timedelta(seconds=4))

    answer = screen.get(DESK)

    contact = answer.context["figures"].contact
    assert (contact.promised, contact.wall, contact.automatic) == (20, 14 * 60 + 20, 0)
    assert contact.is_in_time
    assert "実時間 14時間" in text_of(answer)
    assert "自動のお礼 1分以内" in text_of(answer)


def test_who_has_waited_a_day_is_one_click_away_the_longest_first(screen: Client) -> None:
    day = timedelta(hours=24)
    an_application(candidate=a_candidate(family_name="三"), applied_at=NOW - day)
    first = an_application(candidate=a_candidate(family_name="一"), applied_at=NOW - 3 * day)
    a_booked_interview(TODAY_13, someone("二", applied_at=NOW - 2 * day))
    an_application(applied_at=NOW - day + timedelta(minutes=1))
    an_application(applied_at=NOW - 2 * day, contacted_at=NOW - day)
    an_application(applied_at=NOW - 2 * day, is_started=False)
    an_application(applied_at=NOW - 2 * day, stage=Stage.WITHDRAWN)

    desk = text_of(screen.get(DESK))
    answer = screen.get("/desk/overdue/")

    assert [row.application.candidate.family_name for row in answer.context["rows"]] == ["一", "二", "三"]
    assert "24時間こえ 3人" in desk
    assert "24時間以上ご連絡なし・3人" in desk
    assert f"/desk/applications/{first.pk}/call-screen/" in answer.content.decode()


def test_a_call_nobody_answered_is_shown_and_is_no_contact(screen: Client, owner: Staff) -> None:
    application = an_application(applied_at=NOW - timedelta(days=2))
    log_call(application, outcome=CallOutcome.NO_ANSWER, by=owner, now=NOW - timedelta(hours=1))
    tried = text_of(screen.get("/desk/overdue/"))

    log_call(application, outcome=CallOutcome.REACHED, by=owner, now=NOW)
    spoken = text_of(screen.get("/desk/overdue/"))

    assert "電話1回・つながらず" in tried
    assert "1日以上お待たせしている方はいません" in spoken


def test_the_list_of_a_day_asks_as_often_for_many_as_for_one(screen: Client) -> None:
    job = a_job()

    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            screen.get("/desk/overdue/")
        return len(seen)

    an_application(job=job, applied_at=NOW - timedelta(days=2))
    questions()
    for_one = questions()
    for _number in range(49):
        an_application(job=job, applied_at=NOW - timedelta(days=2))

    assert questions() == for_one


def test_another_places_waiters_are_not_shown(at_now: time_machine.Traveller) -> None:
    an_application(applied_at=NOW - timedelta(days=2))
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    assert "1日以上お待たせしている方はいません" in text_of(stranger.get("/desk/overdue/"))
