"""The risk on 今日 and on a person's page: in words, as a sum, and as the day's forecast."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind, State
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_candidate, a_message, an_application

pytestmark = pytest.mark.django_db
TODAY_13 = NOW.replace(hour=13)
DESK = "/desk/"


def someone(name: str, *, days: int = 0) -> Application:
    person = a_candidate(family_name=name)
    return an_application(candidate=person, stage=Stage.INTERVIEWING, applied_at=NOW - timedelta(days=days))


def asked(interview: Interview) -> Message:
    at = NOW - timedelta(hours=15)
    about = f"interview:{interview.pk}@1"
    values = {"kind": Kind.REMINDER_EVE, "state": State.DELIVERED, "due_at": at, "sent_at": at}
    return a_message(interview.application, about=about, channel="sms", **values)


@pytest.fixture
def silent() -> Interview:
    """Applied nine days ago, was reminded last evening, and has not said."""
    interview = a_booked_interview(TODAY_13, someone("佐々木", days=9), booked_at=NOW - timedelta(days=5))
    asked(interview)
    return interview


def test_who_may_not_come_is_said_first_and_counted_in_the_forecast(
    screen: Client, silent: Interview
) -> None:
    a_booked_interview(TODAY_13, someone("中村"), confirmed_at=NOW, booked_at=NOW)
    a_booked_interview(NOW - timedelta(hours=1), someone("石川"), state=InterviewState.CAME)

    page = text_of(screen.get(DESK))

    assert "来ないかもしれない方が 1人 います" in page
    assert "まず 13:00 佐々木 蓮さん へ電話を。" in page
    assert "来ないリスク 高 見込み" in page
    assert "来ないリスク 低 見込み" in page
    assert "要注意 1" in page
    coming = [row.risk.coming / 100 for row in screen.get(DESK).context["day"].rows if row.risk]
    assert f"今日の来社予測 {round(1 + sum(coming), 1)} / 3人" in page


def test_the_view_of_who_is_at_risk_shows_nobody_else(screen: Client, silent: Interview) -> None:
    a_booked_interview(TODAY_13, someone("中村"), confirmed_at=NOW, booked_at=NOW)

    rows = screen.get(f"{DESK}?show=risk").context["day"].listed

    assert [row.interview for row in rows] == [silent]


def test_a_day_that_is_over_forecasts_nothing_and_shows_no_risk(screen: Client) -> None:
    a_booked_interview(NOW - timedelta(hours=1), someone("石川"), state=InterviewState.CAME)

    page = text_of(screen.get(DESK))

    assert "今日の面接 1 人" in page
    assert "来ないリスク" not in page


def test_the_sum_on_a_persons_page_adds_up_and_says_what_helps_now(screen: Client, silent: Interview) -> None:
    answer = screen.get(f"/desk/applications/{silent.application_id}/")

    page = text_of(answer)
    shown = answer.context["row"].sum
    assert "来ないリスク" in page
    for line in shown.lines:
        assert line.words in page
    assert "前日のご案内に返事がまだ +5" in page
    assert sum(line.points for line in shown.lines) + shown.risk.base == shown.risk.points
    assert f"来社の見込み {shown.risk.coming}%" in page
    assert f"+{shown.gain}ポイント" in page
    assert "自社の実績はまだ入っていません" in page


def test_after_the_start_and_without_a_time_there_is_no_sum(screen: Client, silent: Interview) -> None:
    Interview.objects.filter(pk=silent.pk).update(starts_at=NOW - timedelta(minutes=1))

    assert "来ないリスク" not in text_of(screen.get(f"/desk/applications/{silent.application_id}/"))
    assert "来ないリスク" not in text_of(screen.get(f"/desk/applications/{someone('森田').pk}/"))
