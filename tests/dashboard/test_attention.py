"""人の判断が必要なメッセージ: the panel on the desk, its page, and one press for each decision."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.policy import Stage
from company.models import Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from tests.dashboard.signed_in import HTMX, part, text_of
from tests.dashboard.signing import questions
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_message,
    a_sent_message,
    a_staff,
    an_application,
)

pytestmark = pytest.mark.django_db
PAGE = "/desk/attention/"


def stuck(name: str = "佐々木", **values: object) -> Message:
    application = values.pop("application", None) or an_application(
        candidate=a_candidate(family_name=name), stage=Stage.INTERVIEWING
    )
    known = {"state": State.NEEDS_PERSON, "reason": "unknown_outcome", "attempts": 1, "settled_at": NOW}
    return a_message(application, **known | values)  # type: ignore[arg-type]  # one application, one mapping


def press(screen: Client, message: Message, deed: str, **more: str) -> str:
    return text_of(screen.post(f"/desk/messages/{message.pk}/{deed}/", more, follow=True))


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_an_empty_panel_says_that_all_went_well(screen: Client) -> None:
    assert "判断をお待ちのものはありません" in text_of(screen.get(PAGE))
    assert "判断をお待ちのものはありません" in text_of(screen.get("/desk/"))


def test_messages_stand_under_their_reason_with_what_helps(screen: Client) -> None:
    stuck("清水")
    stuck("森田")
    stuck("加藤", reason="missing:address", attempts=0)

    page = screen.get(PAGE)
    words = text_of(page)

    assert page.content.decode().count('class="attn__why"') == 2
    assert "届いたかどうかわかりません 別の手段で、届いたかお尋ねください。" in words
    assert "address" not in words
    assert all(name in words for name in ("清水", "森田", "加藤"))


def test_only_what_may_have_left_can_have_arrived(screen: Client) -> None:
    stuck("加藤", reason="cap", attempts=0)
    never_left = screen.get(PAGE).content.decode()
    stuck("清水")

    assert "/arrived/" not in never_left
    assert "/arrived/" in screen.get(PAGE).content.decode()


def test_it_arrived_is_one_press_and_can_be_taken_back(screen: Client) -> None:
    message = stuck()

    told = press(screen, message, "arrived")
    decided = state_of(message)
    press(screen, message, "bring-back")

    assert "「届いていた」と記録しました" in told
    assert decided == (State.ACCEPTED, "by_person")
    assert state_of(message) == (State.FAILED, "unknown_outcome")
    assert "佐々木" in text_of(screen.get(PAGE))


def test_sending_again_makes_a_row_that_waits_for_the_gate(screen: Client) -> None:
    message = stuck(kind=Kind.MANUAL, values={"_text": "お待ちしています"})

    press(screen, message, "again")

    again = Message.objects.exclude(pk=message.pk).get()
    assert (again.state, again.kind, again.due_at) == (State.PLANNED, Kind.MANUAL, NOW)
    assert state_of(message) == (State.FAILED, "sent_again")


def test_words_that_no_longer_fit_the_plan_are_not_sent_again(screen: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(days=2))
    message = stuck(
        application=interview.application,
        kind=Kind.REMINDER_EVE,
        about=f"interview:{interview.pk}@2026-06-11T13:00",
        step="eve",
    )

    told = press(screen, message, "again")

    assert "いまの予定と合いません" in told
    assert state_of(message) == (State.NEEDS_PERSON, "unknown_outcome")
    assert Message.objects.count() == 1


def test_a_call_instead_stands_in_the_queue(screen: Client) -> None:
    message = stuck(kind=Kind.BOOKED)

    press(screen, message, "call")

    assert "代わりに電話" in part(screen, "/desk/", "queue")
    assert state_of(message) == (State.FAILED, "called_instead")


def test_letting_go_swaps_the_panel_with_a_way_back(screen: Client) -> None:
    message = stuck()

    answer = screen.post(
        f"/desk/messages/{message.pk}/let-go/", {"whole": "1"}, headers={**HTMX, "HX-Target": "attention"}
    )
    page = answer.content.decode()

    assert 'id="attention"' in page
    assert "判断をお待ちのものはありません" in page
    assert f"/desk/messages/{message.pk}/bring-back/" in page
    assert answer["HX-Trigger"] == '{"queue-changed": {}}'


def test_what_somebody_decided_meanwhile_is_said(screen: Client) -> None:
    message = stuck()
    press(screen, message, "let-go")

    assert "すでに決まっています" in press(screen, message, "arrived")


def test_a_loss_that_another_channel_made_good_does_not_ask(screen: Client) -> None:
    application = an_application(candidate=a_candidate(family_name="清水"), stage=Stage.INTERVIEWING)
    a_sent_message(application, state=State.UNDELIVERED, reason="unreachable")
    alone = text_of(screen.get(PAGE))
    a_sent_message(application, channel=ChannelName.EMAIL, state=State.DELIVERED)

    assert "清水" in alone
    assert "清水" not in text_of(screen.get(PAGE))


def test_the_panel_holds_only_what_this_person_may_see_and_the_desk_the_newest(
    screen: Client, owner: Staff
) -> None:
    mine = stuck("清水")
    for number in range(5):
        stuck(f"山{number}", due_at=NOW - timedelta(hours=1 + number))
    desk = text_of(screen.get("/desk/"))
    screen.force_login(a_staff(Role.RECRUITER, locations=[mine.application.job.location]))

    words = text_of(screen.get(PAGE))

    assert "6件すべて見る" in desk
    assert "清水" in words
    assert "山0" not in words


def test_the_panel_asks_the_database_as_often_for_three_as_for_one(owner: Staff, screen: Client) -> None:
    stuck("清水")
    one = questions(screen, PAGE)
    stuck("森田")
    stuck("加藤", reason="cap")

    assert questions(screen, PAGE) == one
