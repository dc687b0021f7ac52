"""One application's page: the conversation, the composer, and every button on it."""

from datetime import timedelta
from typing import Any  # the test client's responses carry what they like

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Note
from candidates.policy import Stage
from company.models import Staff
from company.policy import Role
from messaging.models import Message, Suppression
from messaging.policy import ChannelName, Direction, Kind, State
from noshow.policy import Reason
from reminders.services.deciding import as_seen
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import HTMX, part, text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_job,
    a_message,
    a_sent_message,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
)

pytestmark = pytest.mark.django_db


def page_of(application: Application) -> str:
    return f"/desk/applications/{application.pk}/"


def press(screen: Client, application: Application, action: str, **fields: Any) -> str:
    """Press a button of the page without script and read where it leads."""
    return text_of(screen.post(f"{page_of(application)}{action}/", fields, follow=True))


@pytest.fixture
def someone() -> Application:
    candidate = a_candidate(family_name="加藤", given_name="結衣", family_kana="かとう")
    return an_application(candidate=candidate, stage=Stage.INTERVIEWING, applied_at=NOW - timedelta(days=1))


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


def test_a_call_is_written_down_with_its_outcome(screen: Client, someone: Application) -> None:
    page = press(screen, someone, "call", outcome="no_answer", note="留守番電話に伝言")

    call = Message.objects.get(channel=ChannelName.PHONE)
    assert (call.state, call.reason, call.sent_at) == (State.FAILED, "no_answer", NOW)
    assert "小林 美咲から発信・出なかった・留守番電話に伝言" in page


def test_a_call_can_be_announced_with_the_number_it_comes_from(screen: Client, someone: Application) -> None:
    press(screen, someone, "announce")

    assert Message.objects.get(kind=Kind.PRE_CALL).channel == ChannelName.SMS


# --- the interview ---------------------------------------------------------------------------------


def test_a_time_booked_by_hand_and_moved_keeps_one_interview(screen: Client, someone: Application) -> None:
    first = a_slot(NOW + timedelta(days=1), location=someone.job.location)
    second = a_slot(NOW + timedelta(days=2), location=someone.job.location)

    press(screen, someone, "book", slot=first.pk)
    version = Interview.objects.get().version
    moved = press(screen, someone, "book", slot=second.pk, version=version)

    interview = Interview.objects.get()
    assert interview.starts_at == second.starts_at
    assert "6月12日(金) 10:00に変えました" in moved


def test_a_time_taken_meanwhile_is_said_in_words(screen: Client, someone: Application) -> None:
    slot = a_slot(NOW + timedelta(days=1), location=someone.job.location)
    a_booked_interview(slot.starts_at, an_application(job=someone.job), slot=slot)

    assert "その時間は、いま埋まりました" in press(screen, someone, "book", slot=slot.pk)


def test_a_page_that_shows_an_older_state_is_refused(screen: Client, someone: Application) -> None:
    interview = an_invited_interview(someone, version=7)
    slot = a_slot(NOW + timedelta(days=1), location=someone.job.location)

    page = press(screen, someone, "book", slot=slot.pk, version=3)

    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED
    assert "その間に変わりました" in page


def test_we_cancel_and_it_is_told_at_once(screen: Client, someone: Application) -> None:
    interview = a_booked_interview(NOW + timedelta(days=1), someone)

    page = text_of(screen.post(f"/desk/interviews/{interview.pk}/cancel/", {"reason": "us_ill"}, follow=True))

    interview.refresh_from_db()
    assert (interview.state, interview.cancel_reason) == (InterviewState.CANCELLED_BY_US, "us_ill")
    assert "中止にしました" in page


def test_the_details_go_out_once_more_on_the_preferred_way(screen: Client, someone: Application) -> None:
    someone.candidate.preferred_channel = "email"
    someone.candidate.save()
    interview = a_booked_interview(NOW + timedelta(days=1), someone)

    screen.post(f"/desk/interviews/{interview.pk}/resend/")

    message = Message.objects.get(kind=Kind.MANUAL)
    assert message.channel == ChannelName.EMAIL
    assert "6月11日(木) 10:00の面接のご案内をもう一度" in message.body
    assert "{link}" in message.body


def test_without_any_way_the_details_are_not_sent_and_a_call_is_asked_for(screen: Client) -> None:
    silent = a_candidate(phone="", phone_kind="none", email="")
    interview = a_booked_interview(NOW + timedelta(days=1), an_application(candidate=silent))

    page = text_of(screen.post(f"/desk/interviews/{interview.pk}/resend/", follow=True))

    assert "文字で届けられる手段がありません" in page
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


# --- deciding, handing over, ending ---------------------------------------------------------------


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


def test_an_ended_application_can_be_opened_again(screen: Client, someone: Application) -> None:
    press(screen, someone, "not-this-time", seen=as_seen(someone))
    press(screen, someone, "reopen")

    someone.refresh_from_db()
    assert someone.stage == Stage.IN_CONTACT


def test_a_colleague_takes_over(screen: Client, someone: Application) -> None:
    colleague = a_staff(Role.RECRUITER, display_name="大野 健", locations=[someone.job.location])
    stranger = a_staff(Role.RECRUITER, locations=[])

    refused = press(screen, someone, "owner", owner=stranger.pk)
    press(screen, someone, "owner", owner=colleague.pk)

    someone.refresh_from_db()
    assert "一覧から選んでください" in refused
    assert someone.owner == colleague


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
