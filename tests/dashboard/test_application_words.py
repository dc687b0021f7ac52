"""文面を直す, 止める, and what the composer adds."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application, Document
from candidates.services.documents import add_document
from company.models import Staff
from messaging.models import Message
from messaging.policy import Kind, State
from reminders.services.planning import replan
from tests.candidates.policy.test_files import PDF
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_candidate, a_message, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    application = an_application(candidate=a_candidate(family_name="加藤"))
    return a_message(
        application,
        kind=Kind.REMINDER_EVE,
        due_at=NOW + timedelta(hours=3),
        expires_at=NOW + timedelta(hours=20),
        values={"when": "6月12日(金) 13:00", "name": "加藤"},
        why="evening-before",
    )


def words(message: Message, part: str = "") -> str:
    return f"/desk/messages/{message.pk}/words/{part}"


def test_the_page_begins_with_the_usual_words_as_they_arrive(screen: Client, message: Message) -> None:
    page = screen.get(words(message))

    assert "{会社}です。{名前}さん、{日時}にお待ちしています" in page.content.decode()
    assert "加藤さん、6月12日(金) 13:00にお待ちしています" in text_of(page)
    assert "通分" in text_of(page)


def test_own_words_are_kept_shown_and_taken_back(screen: Client, message: Message) -> None:
    kept = text_of(
        screen.post(words(message), {"body": "{名前}さん、駅で待っています。{日時} {リンク}"}, follow=True)
    )
    again = screen.get(words(message)).content.decode()
    usual = text_of(screen.post(words(message, "usual/"), follow=True))

    assert "加藤さん、駅で待っています" in kept
    assert "自分の言葉" in kept
    assert "最後に直したのは小林 美咲" in again
    assert "駅で待っています" not in usual


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "文面がありません"),
        ("{なまえ}さん", "なまえ"),
        ("{期限}までに", "ここにはありません"),
    ],
)
def test_what_cannot_be_said_comes_back_as_typed(
    screen: Client, message: Message, body: str, told: str
) -> None:
    response = screen.post(words(message), {"body": body})

    message.refresh_from_db()
    assert response.status_code == 422
    assert told in text_of(response)
    assert body in response.content.decode()
    assert message.own_body == ""


def test_a_message_claimed_meanwhile_keeps_what_was_typed(screen: Client, message: Message) -> None:
    Message.objects.update(state=State.CLAIMED)

    response = screen.post(words(message), {"body": "{名前}さん、駅で待っています。"})

    assert response.status_code == 422
    assert "ちょうど送信中か" in text_of(response)
    assert "駅で待っています" in response.content.decode()


def test_the_preview_says_what_a_reader_would_miss(screen: Client, message: Message) -> None:
    shown = text_of(screen.post(words(message, "read/"), {"body": "{名前}さん、無断欠席は困ります。"}))

    assert "加藤さん、無断欠席は困ります" in shown
    assert "リンク" in shown


def test_a_stop_is_taken_back_by_its_toast(screen: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(days=3))
    replan(interview.application_id, now=NOW)
    reminder = Message.objects.get(kind=Kind.REMINDER_EVE)
    page = screen.post(f"/desk/messages/{reminder.pk}/stop/", follow=True).content.decode()
    assert f'action="/desk/messages/{reminder.pk}/unstop/"' in page

    screen.post(f"/desk/messages/{reminder.pk}/unstop/")

    again = Message.objects.get(kind=Kind.REMINDER_EVE, state=State.PLANNED)
    assert again.due_at == reminder.due_at


def test_a_paper_put_beside_a_text_can_be_opened_by_the_candidate(
    screen: Client, owner: Staff, message: Message
) -> None:
    application: Application = message.application
    paper = add_document(application, PDF, name="案内.pdf", by=owner, now=NOW)
    other = add_document(an_application(), PDF, name="他人.pdf", by=owner, now=NOW)
    fields = {"channel": "sms", "body": "{名前}さん、ご案内です。{リンク}", "paper": [paper.pk, other.pk]}

    page = text_of(screen.get(f"/desk/applications/{application.pk}/"))
    screen.post(f"/desk/applications/{application.pk}/write/", fields)

    assert "書類をそえる" in page
    assert list(Document.objects.exclude(shared_at=None)) == [paper]


def test_a_refused_text_shares_nothing(screen: Client, owner: Staff, message: Message) -> None:
    paper = add_document(message.application, PDF, name="案内.pdf", by=owner, now=NOW)
    fields = {"channel": "sms", "body": "{なぞ}", "paper": [paper.pk]}

    assert screen.post(f"/desk/applications/{message.application_id}/write/", fields).status_code == 422
    assert not Document.objects.exclude(shared_at=None).exists()
