"""What a person changes by hand on an application's page: its end, who looks after it, the number."""

from datetime import timedelta
from typing import Any  # the test client's responses carry what they like

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from company.models import Notice, Staff
from company.policy import NoticeKind, Role
from dashboard.queries.events import happenings
from messaging.models import Message
from messaging.policy import State
from reminders.services.deciding import as_seen
from reminders.services.planning import replan
from scheduling.policy import InterviewState
from tests.dashboard.application_page import page_of, press
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_staff

pytestmark = pytest.mark.django_db


def test_withdrawing_for_somebody_can_be_taken_back_for_a_quarter_of_an_hour(
    screen: Client, someone: Application, at_now: Any
) -> None:
    a_booked_interview(NOW + timedelta(days=1), someone)

    gone = press(screen, someone, "withdraw")
    at_now.move_to(NOW + timedelta(minutes=14))
    press(screen, someone, "undo-withdraw")

    someone.refresh_from_db()
    assert "15分以内は取り消せます" in gone
    assert someone.stage == Stage.INTERVIEWING
    assert someone.interviews.get().state == InterviewState.BOOKED


def test_a_withdrawal_entered_by_a_colleague_is_no_news_from_the_candidate(
    screen: Client, someone: Application, owner: Staff
) -> None:
    a_booked_interview(NOW + timedelta(days=1), someone)
    planned = Message.objects.filter(application=someone, state=State.PLANNED)
    replan(someone.pk, now=NOW)
    is_planned = planned.exists()

    press(screen, someone, "withdraw")

    assert (is_planned, planned.exists()) == (True, False)
    assert [one.text for one in happenings(someone) if one.icon == "bye"] == [str(owner)]
    assert not Notice.objects.filter(kind=NoticeKind.MOVED).exists()


def test_an_ended_application_can_be_opened_again(screen: Client, someone: Application) -> None:
    press(screen, someone, "not-this-time", seen=as_seen(someone))
    press(screen, someone, "reopen")

    someone.refresh_from_db()
    assert someone.stage == Stage.IN_CONTACT


def test_a_colleague_takes_over(screen: Client, someone: Application) -> None:
    colleague = a_staff(Role.RECRUITER, display_name="大野 健", locations=[someone.job.location])
    stranger = a_staff(Role.RECRUITER, locations=[])

    refused = press(screen, someone, "hand-over", owner=stranger.pk)
    press(screen, someone, "hand-over", owner=colleague.pk)

    someone.refresh_from_db()
    assert "一覧から選んでください" in refused
    assert someone.owner == colleague
    assert list(Notice.objects.values_list("kind", "to")) == [(NoticeKind.HANDED_OVER, colleague.pk)]


def test_another_number_is_cleaned_and_a_wrong_one_explained(screen: Client, someone: Application) -> None:
    known = {
        "email": "kato@example.jp",
        "preferred_channel": "sms",
        "preferred_hours": "夕方",
        "language": "ja",
    }

    wrong = screen.post(f"{page_of(someone)}contact/", {**known, "phone": "090-1234-567"})
    screen.post(f"{page_of(someone)}contact/", {**known, "phone": "０９０－１２３４－５６７８"})

    someone.candidate.refresh_from_db()
    assert wrong.status_code == 422
    assert "1けた足りない" in text_of(wrong)
    assert (someone.candidate.phone, someone.candidate.preferred_hours) == ("+819012345678", "夕方")
