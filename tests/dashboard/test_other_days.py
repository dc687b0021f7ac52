"""Any other day than today: its list, and the ways there."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
DESK = "/desk/"
TODAY_13 = NOW.replace(hour=13)


def someone(name: str, **values: object) -> Application:
    return an_application(candidate=a_candidate(family_name=name), stage=Stage.INTERVIEWING, **values)


def test_another_day_is_a_list_with_ways_to_the_days_beside_it(screen: Client) -> None:
    a_booked_interview(tokyo(2026, 6, 12, 13), someone("清水"))
    a_booked_interview(TODAY_13, someone("佐々木"))

    answer = screen.get(f"{DESK}?day=2026-06-12")
    page = text_of(answer)

    assert "6月12日(金)" in page
    assert "清水" in page
    assert "佐々木" not in page
    assert "この日の面接は1人です" in page
    assert "次の一手" not in page
    assert "?day=2026-06-11" in answer.content.decode()
    assert "?day=2026-06-13" in answer.content.decode()
    assert "every 30s" not in answer.content.decode().split('id="timeline"')[1]


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "2026-06-10"])
def test_what_is_no_day_and_today_itself_are_today(screen: Client, day: str) -> None:
    answer = screen.get(DESK, {"day": day})

    assert answer.status_code == 200
    assert answer.context["day"].is_today


def test_a_past_day_says_who_came(screen: Client) -> None:
    a_booked_interview(NOW - timedelta(days=1), someone("石川"), state=InterviewState.CAME, outcome_at=NOW)

    page = text_of(screen.get(f"{DESK}?day=2026-06-09"))

    assert "1人が来てくれました" in page
