"""One application's page: the conversation, what was before, and the steps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Note
from candidates.policy import Stage
from company.policy import Role
from messaging.policy import ChannelName, Kind, State
from noshow.policy import Reason
from scheduling.policy import InterviewState
from tests.dashboard.application_page import page_of, press
from tests.dashboard.signed_in import part, text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_case,
    a_job,
    a_message,
    a_sent_message,
    a_slot,
    a_staff,
    an_application,
)

pytestmark = pytest.mark.django_db


# --- the conversation ------------------------------------------------------------------------------


def test_everything_said_heard_noted_and_planned_is_one_conversation(
    screen: Client, someone: Application
) -> None:
    a_sent_message(
        someone, body="ご応募ありがとうございます", state=State.DELIVERED, sent_at=NOW - timedelta(hours=5)
    )
    a_message(
        someone, direction="in", state=State.RECEIVED, body="靴は黒でも?", sent_at=NOW - timedelta(hours=4)
    )
    Note.objects.create(application=someone, text="話しやすい方", written_at=NOW - timedelta(hours=3))
    a_message(someone, kind=Kind.THANKS, due_at=NOW + timedelta(hours=1), why="thanks")

    page = text_of(screen.get(page_of(someone)))

    order = [
        "ご応募ありがとうございます",
        "靴は黒でも?",
        "話しやすい方",
        "これから送る予定です",
        "なぜ送るか",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_a_planned_message_shows_its_words_and_its_hour(screen: Client, someone: Application) -> None:
    a_message(someone, kind=Kind.THANKS, due_at=NOW + timedelta(hours=8), values={"phone": "0422-00-0120"})

    page = text_of(screen.get(page_of(someone)))

    assert "予定・応募のお礼" in page
    assert "今日 18:00" in page
    assert "加藤さん" in page


def test_a_message_that_failed_says_why_in_words(screen: Client, someone: Application) -> None:
    a_sent_message(someone, body="お知らせ", state=State.FAILED, reason="not_mobile")

    page = text_of(screen.get(page_of(someone)))

    assert "送れなかった" in page
    assert "この番号はSMSを受け取れません" in page


def test_the_trail_tells_what_happened(screen: Client, someone: Application) -> None:
    slot = a_slot(NOW + timedelta(days=1), location=someone.job.location)
    press(screen, someone, "invite")
    press(screen, someone, "book", slot=slot.pk)

    page = text_of(screen.get(page_of(someone)))

    assert "面接の枠をご案内 10:00 小林 美咲" in page
    assert "面接を予約 10:00 6月11日(木) 10:00・小林 美咲" in page


def test_the_conversation_can_be_read_by_channel(screen: Client, someone: Application) -> None:
    a_sent_message(someone, body="短いSMS")
    a_sent_message(someone, body="長いメール", channel=ChannelName.EMAIL)

    thread = part(screen, f"{page_of(someone)}?only=sms", "thread")

    assert "短いSMS" in thread
    assert "長いメール" not in thread


def test_plans_can_be_left_out(screen: Client, someone: Application) -> None:
    a_message(someone, due_at=NOW + timedelta(hours=1))

    assert "msg--plan" in part(screen, page_of(someone), "thread")
    assert "msg--plan" not in part(screen, f"{page_of(someone)}?plans=0", "thread")


def test_a_longer_conversation_asks_no_more_questions(screen: Client, someone: Application) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            screen.get(page_of(someone))
        return len(seen)

    a_sent_message(someone, body="一通目", author=a_staff(Role.RECRUITER))
    Note.objects.create(application=someone, text="一つ目", written_at=NOW)
    screen.get(page_of(someone))
    for_one = questions()
    for number in range(3):
        a_sent_message(someone, body=f"{number}通目", author=a_staff(Role.RECRUITER))
        Note.objects.create(application=someone, text=f"{number}つ目", written_at=NOW)

    assert questions() == for_one


# --- what was before, and the steps ----------------------------------------------------------------


def test_an_earlier_application_is_told_with_its_reason_and_only_to_who_may_see_it(
    screen: Client, someone: Application, client: Client
) -> None:
    before = an_application(
        candidate=someone.candidate,
        job=a_job(title="キッチン"),
        applied_at=NOW - timedelta(days=60),
        stage=Stage.REJECTED,
        closed_at=NOW - timedelta(days=50),
    )
    absent = a_booked_interview(NOW - timedelta(days=55), before, state=InterviewState.ABSENT)
    a_case(absent, reason=Reason.UNWELL)
    seen = text_of(screen.get(page_of(someone)))
    client.force_login(a_staff(Role.RECRUITER, locations=[someone.job.location]))

    assert "キッチン" in seen
    assert "面接に来られませんでした" in seen
    assert "キッチン" not in text_of(client.get(page_of(someone)))


def test_the_steps_carry_real_dates(screen: Client, someone: Application) -> None:
    Application.objects.filter(pk=someone.pk).update(contacted_at=someone.applied_at + timedelta(minutes=17))
    a_booked_interview(NOW.replace(hour=13), someone)

    page = text_of(screen.get(page_of(someone)))

    assert "応募 6/9 10:00" in page
    assert "連絡 17分後" in page
    assert "面接 今日 13:00" in page
    assert "合否 予定" in page


def test_somebody_imported_and_not_started_is_shown_as_such(screen: Client) -> None:
    page = text_of(screen.get(page_of(an_application(is_started=False))))

    assert "連絡を始めるまで、何も送りません" in page


def test_a_step_behind_us_is_not_called_missing(screen: Client) -> None:
    someone = an_application()
    assert "連絡</span><span>まだ" in screen.get(page_of(someone)).content.decode()

    a_booked_interview(NOW + timedelta(days=1), someone)
    Application.objects.filter(pk=someone.pk).update(stage=Stage.INTERVIEWING)

    assert "連絡</span><span>–" in screen.get(page_of(someone)).content.decode()
