"""What is written, noted, stopped and called from an application's page."""

from datetime import timedelta
from typing import Any  # the test client's responses carry what they like

import pytest
from django.test import Client

from candidates.models import Application
from company.models import Staff
from messaging.models import Message, Suppression
from messaging.policy import ChannelName, Direction, Kind, State
from tests.dashboard.application_page import page_of, press
from tests.dashboard.signed_in import HTMX, text_of
from tests.factories import NOW, a_message, a_sent_message

pytestmark = pytest.mark.django_db


def page_of_text(screen: Client, application: Application) -> str:
    return str(screen.get(page_of(application)).content.decode())


# --- changing the plan -----------------------------------------------------------------------------


def test_a_planned_message_can_be_sent_now_or_stopped(screen: Client, someone: Application) -> None:
    early = a_message(someone, due_at=NOW + timedelta(hours=3))
    never = a_message(someone, due_at=NOW + timedelta(hours=3), channel=ChannelName.EMAIL)

    screen.post(f"/desk/messages/{early.pk}/send-now/")
    screen.post(f"/desk/messages/{never.pk}/stop/")

    early.refresh_from_db()
    never.refresh_from_db()
    assert early.due_at == NOW
    assert (never.state, never.reason) == (State.SUPPRESSED, "stopped")
    assert "担当者が止めました" in text_of(screen.get(page_of(someone)))


def test_what_has_left_cannot_be_stopped_any_more(screen: Client, someone: Application) -> None:
    gone = a_sent_message(someone)

    page = text_of(screen.post(f"/desk/messages/{gone.pk}/stop/", follow=True))

    gone.refresh_from_db()
    assert gone.state == State.ACCEPTED
    assert "もう送られたか、必要なくなっています" in page


# --- the composer ----------------------------------------------------------------------------------


def test_what_a_person_writes_is_due_at_once_and_counts_as_contact(
    screen: Client, someone: Application, owner: Staff
) -> None:
    page = press(screen, someone, "write", channel="sms", body="お待ちしています")

    message = Message.objects.get(kind=Kind.MANUAL)
    someone.refresh_from_db()
    assert (message.author, message.due_at, message.channel) == (owner, NOW, ChannelName.SMS)
    assert someone.contacted_at == NOW
    assert "お待ちしています" in page


def test_a_text_with_an_unknown_variable_comes_back_with_what_to_put_right(
    screen: Client, someone: Application
) -> None:
    answer = screen.post(f"{page_of(someone)}write/", {"channel": "sms", "body": "{なまえ}さん"})

    assert answer.status_code == 422
    assert "{なまえ}さん</textarea>" in answer.content.decode()
    assert "{なまえ}に入れることばがわかりません" in text_of(answer)
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


def test_by_htmx_a_refused_text_swaps_the_composer_alone(screen: Client, someone: Application) -> None:
    headers = {**HTMX, "HX-Target": "thread"}

    answer = screen.post(f"{page_of(someone)}write/", {"channel": "sms", "body": " "}, headers=headers)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#composer"
    assert "本文がまだありません" in text_of(answer)


def test_a_note_stays_in_the_house(screen: Client, someone: Application) -> None:
    page = press(screen, someone, "write", channel="note", body="夕方がよさそう")

    assert "夕方がよさそう" in page
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


def test_a_closed_way_is_refused_in_words(screen: Client, someone: Application) -> None:
    Suppression.objects.create(channel="sms", address=someone.candidate.phone, reason="opted_out", since=NOW)

    answer = screen.post(f"{page_of(someone)}write/", {"channel": "sms", "body": "こんにちは"})

    assert answer.status_code == 422
    assert "この連絡先には送れません" in text_of(answer)


def test_the_counter_counts_with_the_link_as_long_as_it_will_be(screen: Client, someone: Application) -> None:
    short = text_of(screen.post(f"{page_of(someone)}count/", {"channel": "sms", "body": "あ" * 70}))
    linked = text_of(
        screen.post(f"{page_of(someone)}count/", {"channel": "sms", "body": "あ" * 40 + "{link}"})
    )

    assert "70字 SMS 1通分" in short
    assert "SMS 2通分" in linked


def test_at_night_the_counter_says_when_an_sms_will_leave(
    screen: Client, someone: Application, at_now: Any
) -> None:
    at_now.move_to(NOW.replace(hour=21, minute=30))

    words = text_of(screen.post(f"{page_of(someone)}count/", {"channel": "sms", "body": "こんばんは"}))

    assert "あす 8:00に送ります" in words


def test_a_ready_text_fills_the_composer_without_script_too(screen: Client, someone: Application) -> None:
    page = screen.get(f"{page_of(someone)}?text=another_day").content.decode()

    assert "別の日でもまったく大丈夫です。こちらからすぐ選べます。\n{リンク}</textarea>" in page


def test_what_needs_no_answer_can_be_taken_off_the_list(screen: Client, someone: Application) -> None:
    word = a_message(
        someone, direction=Direction.IN, state=State.RECEIVED, needs_answer=True, body="了解です"
    )

    press(screen, someone, "answered")

    word.refresh_from_db()
    assert not word.needs_answer


# --- calling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["write", "answered"])
def test_a_message_that_came_in_after_the_page_was_drawn_goes_on_waiting(
    screen: Client, someone: Application, action: str
) -> None:
    waits = {"direction": Direction.IN, "state": State.RECEIVED, "needs_answer": True}
    read = a_message(someone, body="駐車場は?", **waits)
    drawn = page_of_text(screen, someone)
    later = a_message(someone, body="やっぱり行けません", **waits)

    press(screen, someone, action, read=read.pk, channel="sms", body="あります。{link}")

    assert f'name="read" value="{read.pk}" form="composer"' in drawn
    assert list(someone.messages.unanswered()) == [later]


def test_the_same_words_pressed_twice_go_once_with_their_papers(screen: Client, someone: Application) -> None:
    for _press in range(2):
        press(screen, someone, "write", channel="sms", body="お待ちしています。{link}")

    assert someone.messages.filter(kind=Kind.MANUAL).count() == 1


def test_a_call_pressed_twice_is_one_call_on_record(screen: Client, someone: Application) -> None:
    for _press in range(2):
        press(screen, someone, "call", outcome="no_answer", note="留守番電話に伝言")

    assert Message.objects.filter(channel=ChannelName.PHONE).count() == 1


def test_a_call_is_written_down_with_its_outcome(screen: Client, someone: Application) -> None:
    page = press(screen, someone, "call", outcome="no_answer", note="留守番電話に伝言")

    call = Message.objects.get(channel=ChannelName.PHONE)
    assert (call.state, call.reason, call.sent_at) == (State.FAILED, "no_answer", NOW)
    assert "小林 美咲から発信・出なかった・留守番電話に伝言" in page


def test_a_call_can_be_announced_with_the_number_it_comes_from(screen: Client, someone: Application) -> None:
    said = press(screen, someone, "announce")
    again = press(screen, someone, "announce")

    assert Message.objects.get(kind=Kind.PRE_CALL).channel == ChannelName.SMS
    assert ("予告をSMSで送ります" in said, "もう一度は送りません" in again) == (True, True)
