"""今日: the headline, the rows, their one next step, and the live parts."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Link, PageOpening
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import InterviewState, Mode
from tests.dashboard.signed_in import HTMX, part, text_of
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_message,
    a_sent_message,
    a_slot,
    an_application,
)

pytestmark = pytest.mark.django_db
DESK = "/desk/"
TODAY_13 = NOW.replace(hour=13)


def someone(name: str, **values: object) -> Application:
    return an_application(candidate=a_candidate(family_name=name), stage=Stage.INTERVIEWING, **values)


def test_a_day_without_interviews_says_so_in_words(screen: Client) -> None:
    page = text_of(screen.get(DESK))

    assert "今日の面接はありません" in page
    assert "まだ予約がありません" in page
    assert "%" not in page


def test_a_day_without_interviews_names_the_next_one(screen: Client) -> None:
    a_booked_interview(NOW + timedelta(days=2), someone("清水"))

    assert "次は 6月12日(金) 10:00 清水" in text_of(screen.get(DESK))


def test_the_headline_counts_who_has_not_answered_and_names_the_first(screen: Client) -> None:
    a_booked_interview(TODAY_13, someone("佐々木"))
    a_booked_interview(NOW.replace(hour=17), someone("山本"))
    a_booked_interview(NOW.replace(hour=14), someone("中村"), confirmed_at=NOW)

    page = text_of(screen.get(DESK))

    assert "まだ返事のない方が 2人 います" in page
    assert "まず 13:00 佐々木 蓮さん へ電話を。あと3時間あります。" in page


def test_who_is_excused_is_listed_and_not_counted_as_coming(screen: Client) -> None:
    a_booked_interview(TODAY_13, someone("佐々木"))
    excused = someone("中村")
    a_booked_interview(NOW.replace(hour=14), excused, confirmed_at=NOW, state=InterviewState.EXCUSED)

    answer = screen.get(DESK)
    page = text_of(answer)

    assert [row.candidate.family_name for row in answer.context["day"].counted] == ["佐々木"]
    assert "今日の来社予測 0.7 / 1人" in page
    assert "0 / 1人" in page
    assert "中村" in page


def test_ten_minutes_after_the_start_the_desk_asks_whether_they_came(
    screen: Client, at_now: time_machine.Traveller
) -> None:
    a_booked_interview(TODAY_13, someone("佐々木"))

    at_now.move_to(TODAY_13 + timedelta(minutes=9))
    early = text_of(screen.get(DESK))
    at_now.move_to(TODAY_13 + timedelta(minutes=10))
    late = text_of(screen.get(DESK))

    assert "来ましたか？ 時間を過ぎましたが" not in early
    assert "来ましたか？ 時間を過ぎましたが" in late
    assert "来たかどうか、まだわからない方が 1人 います" in late


def test_one_press_records_the_arrival_and_the_row_comes_back_alone(screen: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(minutes=20), someone("佐々木"))

    answer = screen.post(
        f"/desk/interviews/{interview.pk}/outcome/",
        {"outcome": "came"},
        headers={**HTMX, "HX-Target": f"iv-{interview.pk}"},
    )

    interview.refresh_from_db()
    assert interview.state == InterviewState.CAME
    assert f'id="iv-{interview.pk}"' in answer.content.decode()
    assert "10:00 到着" in text_of(answer)
    assert "queue-changed" in answer["HX-Trigger"]


def test_without_script_the_same_press_leads_back_to_the_desk(screen: Client) -> None:
    interview = a_booked_interview(NOW, someone("佐々木"))

    answer = screen.post(f"/desk/interviews/{interview.pk}/outcome/", {"outcome": "came", "next": DESK})

    assert answer["Location"] == DESK
    assert "佐々木 蓮さんの到着を記録しました" in text_of(screen.get(DESK))


def test_not_having_come_opens_a_case_and_can_be_taken_back_for_a_minute(
    screen: Client, at_now: time_machine.Traveller
) -> None:
    interview = a_booked_interview(NOW - timedelta(minutes=10), someone("佐々木"))
    url = f"/desk/interviews/{interview.pk}"

    screen.post(f"{url}/outcome/", {"outcome": "absent"})
    asked = text_of(screen.get(DESK))
    at_now.move_to(NOW + timedelta(seconds=50))
    screen.post(f"{url}/take-back/")

    interview.refresh_from_db()
    assert "取り消す" in asked
    assert interview.state == InterviewState.BOOKED
    assert Case.objects.get().state == CaseState.UNDONE
    assert not Message.objects.filter(kind=Kind.ABSENCE_FIRST).exclude(state=State.CANCELLED).exists()


def test_after_the_minute_the_absence_stays_and_the_desk_says_what_to_do(
    screen: Client, at_now: time_machine.Traveller
) -> None:
    interview = a_booked_interview(NOW - timedelta(minutes=10), someone("佐々木"))
    screen.post(f"/desk/interviews/{interview.pk}/outcome/", {"outcome": "absent"})

    at_now.move_to(NOW + timedelta(seconds=61))
    answer = screen.post(f"/desk/interviews/{interview.pk}/take-back/", follow=True)

    interview.refresh_from_db()
    assert interview.state == InterviewState.ABSENT
    assert "1分を過ぎました" in text_of(answer)


def test_nobody_is_absent_before_the_start(screen: Client) -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2), someone("佐々木"))

    answer = screen.post(f"/desk/interviews/{interview.pk}/outcome/", {"outcome": "absent"}, follow=True)

    interview.refresh_from_db()
    assert interview.state == InterviewState.BOOKED
    assert "まだ早すぎるようです" in text_of(answer)


def test_a_row_says_what_became_of_the_last_message_on_each_channel(screen: Client) -> None:
    interview = a_booked_interview(TODAY_13, someone("佐々木"))
    about = f"interview:{interview.pk}@2026-06-10T13:00"
    for channel, state in ((ChannelName.SMS, State.UNDELIVERED), (ChannelName.EMAIL, State.DELIVERED)):
        a_sent_message(interview.application, about=about, channel=channel, state=state, kind=Kind.BOOKED)
    a_message(interview.application, about=about, kind=Kind.DIRECTIONS)
    link = Link.objects.create(application=interview.application, token_hash="x", created_at=NOW)
    PageOpening.objects.create(link=link, opened_at=NOW)

    page = text_of(screen.get(DESK))

    assert "SMS 届かなかった" in page
    assert "メール 届いた" in page
    assert "ページ リンクを開いた" in page


def test_somebody_running_late_is_expected_later(screen: Client) -> None:
    a_booked_interview(TODAY_13, someone("野口"), late_minutes=15, late_noted_at=NOW, confirmed_at=NOW)

    page = text_of(screen.get(DESK))

    assert "13:15着予定" in page
    assert "15分遅れます" in page


def test_an_online_interview_is_joined_and_not_arrived_at(screen: Client) -> None:
    application = someone("上田")
    slot = a_slot(NOW + timedelta(minutes=30), location=application.job.location, mode=Mode.ONLINE)
    a_booked_interview(slot.starts_at, application, slot=slot)

    page = text_of(screen.get(DESK))

    assert "Web面接" in page
    assert "入室" in page


def test_the_filter_shows_who_has_not_answered(screen: Client) -> None:
    a_booked_interview(TODAY_13, someone("佐々木"))
    a_booked_interview(NOW.replace(hour=14), someone("中村"), confirmed_at=NOW)

    rows = part(screen, f"{DESK}?show=waiting", "timeline")

    assert "佐々木" in rows
    assert "中村" not in rows


def test_each_live_part_is_answered_alone(screen: Client) -> None:
    a_booked_interview(TODAY_13, someone("佐々木"))

    for target in ("kpis", "timeline", "queue"):
        answer = screen.get(DESK, headers={**HTMX, "HX-Target": target})
        page = answer.content.decode()
        assert f'id="{target}"' in page
        assert "<html" not in page
        assert "HX-Target" in answer["Vary"]


def test_figures_are_words_until_there_is_something_to_count(screen: Client) -> None:
    empty = text_of(screen.get(DESK))
    came = a_booked_interview(NOW - timedelta(days=3), someone("石川"), state=InterviewState.CAME)
    a_booked_interview(NOW - timedelta(days=2), someone("村上"), state=InterviewState.ABSENT)
    a_booked_interview(NOW - timedelta(days=2), someone("林"), state=InterviewState.EXCUSED)
    Application.objects.filter(pk=came.application_id).update(contacted_at=NOW + timedelta(minutes=9))
    counted = text_of(screen.get(DESK))

    assert "まだ結果がありません" in empty
    assert "50 %" in counted
    assert "2人中 1人" in counted
    assert "最初の連絡(中央値) 9 分" in counted


def test_the_page_asks_as_often_for_sixty_rows_as_for_three_and_for_one(screen: Client) -> None:
    def populate(name: str, hour: int) -> None:
        application = someone(name, job=a_job())
        interview = a_booked_interview(NOW.replace(hour=hour), application)
        a_sent_message(application, about=f"interview:{interview.pk}@x", state=State.DELIVERED)
        a_message(application, direction="in", state=State.RECEIVED, needs_answer=True, body="はい")
        an_application(candidate=a_candidate(family_name=f"{name}新"))

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            screen.get(DESK)
        return len(seen)

    populate("佐々木", 13)
    screen.get(DESK)
    for_one = questions()
    populate("中村", 14)
    populate("加藤", 15)
    for_three = questions()
    for number in range(57):
        populate(f"人{number}", 11 + number % 9)

    assert for_three == for_one
    assert questions() == for_one
    assert Interview.objects.count() == 60


# --- many, other days, reasons ---------------------------------------------------------------------


def test_a_row_gives_its_reasons_as_facts(screen: Client) -> None:
    application = someone("佐々木", applied_at=NOW - timedelta(days=9))
    interview = a_booked_interview(TODAY_13, application, moves=2, booked_at=NOW - timedelta(days=1))
    about = f"interview:{interview.pk}@x"
    a_sent_message(application, about=about, kind=Kind.REMINDER_EVE, state=State.DELIVERED)
    missed = {"channel": ChannelName.PHONE, "state": State.FAILED, "reason": "no_answer", "sent_at": NOW}
    a_message(application, about=about, kind=Kind.CALL_MORNING, **missed)

    page = text_of(screen.get(DESK))

    for reason in (
        "前日のご案内に返事がまだ",
        "電話に1回出ていません",
        "日程を2回変更",
        "応募から面接まで9日",
    ):
        assert reason in page


def test_who_said_they_come_needs_no_reasons(screen: Client) -> None:
    application = someone("佐々木", applied_at=NOW - timedelta(days=9))
    a_booked_interview(TODAY_13, application, moves=3, confirmed_at=NOW)

    (row,) = screen.get(DESK).context["day"].rows

    assert row.reasons == []


def test_a_number_that_takes_no_sms_is_checked_by_mail(screen: Client) -> None:
    interview = a_booked_interview(TODAY_13, someone("山本"))
    about = f"interview:{interview.pk}@x"
    a_sent_message(interview.application, about=about, state=State.FAILED, reason="not_mobile")

    answer = screen.get(DESK)

    (row,) = answer.context["day"].rows
    assert row.step == "check"
    assert "番号を確認" in text_of(answer)


def test_the_details_once_more_wait_a_minute_and_can_be_taken_back(screen: Client) -> None:
    interview = a_booked_interview(TODAY_13, someone("佐々木"))

    answer = screen.post(f"/desk/interviews/{interview.pk}/resend/", {"next": DESK}, follow=True)
    message = Message.objects.get(kind=Kind.MANUAL)
    screen.post(f"/desk/messages/{message.pk}/stop/", {"next": DESK})

    assert "1分後に、もう一度ご案内を送ります" in text_of(answer)
    assert f"/desk/messages/{message.pk}/stop/" in answer.content.decode()
    assert message.due_at == NOW + timedelta(minutes=1)
    message.refresh_from_db()
    assert message.state == State.SUPPRESSED
