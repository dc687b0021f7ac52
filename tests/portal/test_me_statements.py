"""What an answer and a page ask of the database does not grow with what lies behind a person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from candidates.policy import Stage
from messaging.policy import Direction, Kind, State
from scheduling.policy import InterviewState
from tests.factories import NOW, a_booked_interview, a_message, a_sent_message, an_application
from tests.portal.linked import a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
MOST_FOR_A_YES, MOST_FOR_A_PAGE = 30, 16


def with_a_past(times: int) -> Application:
    """So many interviews before this one, messages said, and words heard."""
    application = an_application(stage=Stage.INTERVIEWING)
    for number in range(times):
        before = NOW - timedelta(days=10 + number)
        a_booked_interview(before, application, state=InterviewState.EXCUSED, outcome_at=before)
        a_sent_message(application, kind=Kind.REMINDER_EVE, sent_at=before)
        heard = {"direction": Direction.IN, "state": State.RECEIVED, "key": "", "body": "yes"}
        a_message(application, kind=Kind.MANUAL, created_at=before, **heard)
    a_booked_interview(NOW + timedelta(days=2), application)
    return application


def test_a_page_and_a_yes_ask_as_often_for_one_past_as_for_many() -> None:
    asked: dict[str, set[int]] = {"home": set(), "yes": set()}
    with_nothing = with_a_past(1)
    a_door(with_nothing).get()  # what is prepared once is prepared

    for times in (1, 8):
        application = with_a_past(times)
        newest = application.interviews.order_by("-pk").first()
        assert newest is not None
        door = a_door(application)
        with CaptureQueriesContext(connection) as home:
            assert door.get().status_code == 200
        with CaptureQueriesContext(connection) as yes:
            assert door.post("yes/", newest).status_code == 303
        asked["home"].add(len(home))
        asked["yes"].add(len(yes))

    assert all(len(counts) == 1 for counts in asked.values()), asked
    assert max(asked["home"]) <= MOST_FOR_A_PAGE
    assert max(asked["yes"]) <= MOST_FOR_A_YES
