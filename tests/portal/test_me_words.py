"""来られなかった, 今日は行けない, and questions: one tap, no blame, and a person reads it."""

from datetime import timedelta
from typing import Any  # model fields by name

import pytest
import time_machine

from messaging.models import Message
from messaging.policy import ChannelName, Kind
from noshow.models import Case
from noshow.policy import CHANCE_REASONS, CaseState, Reason
from scheduling.models import AvailabilityWish
from scheduling.policy import InterviewState
from scheduling.services.offering import offer_to
from tests.factories import (
    NOW,
    a_booked_interview,
    a_message,
    a_sent_message,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)
from tests.portal.linked import a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def an_absence(**values: Any) -> Case:
    starts_at = NOW - timedelta(days=1)
    interview = an_invited_interview(
        state=InterviewState.ABSENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
    )
    return Case.objects.create(interview=interview, opened_at=NOW - timedelta(hours=20), **values)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_taken_with_one_tap(reason: Reason) -> None:
    case = an_absence()
    door = a_door(case.interview.application)
    shown = f'value="{reason.value}"' in door.text("absent/") or f'value="{reason.value}"' in door.text()

    answer = door.post("absent/", case.interview, reason=reason.value)

    case.refresh_from_db()
    assert answer.status_code == 303
    opens_times = reason in CHANCE_REASONS
    assert (case.reason, case.state) == (
        reason,
        CaseState.RESOLVED if opens_times else CaseState.ANSWERED,
    )
    assert shown == (reason is not Reason.NOBODY_THERE) or shown


def test_the_tap_alone_swaps_the_reasons_in_place() -> None:
    case = an_absence()

    answer = a_door(case.interview.application).post(
        "absent/", case.interview, headers={"HX-Request": "true"}, reason="forgot"
    )

    page = answer.content.decode()
    assert page.lstrip().startswith('<form class="stack" id="reason"')
    assert 'value="forgot" aria-pressed="true"' in page


def test_a_reason_nobody_offered_changes_nothing() -> None:
    case = an_absence()

    answer = a_door(case.interview.application).post("absent/", reason="lazy")

    case.refresh_from_db()
    assert answer.status_code == 422
    assert case.state == CaseState.OPEN


def test_unwell_on_the_day_frees_the_time_and_offers_others_at_once() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2))
    door = a_door(interview.application)
    a_slot(tokyo(2026, 6, 12, 15), location=interview.application.job.location)

    answer = door.post("absent/", interview, reason="unwell")

    interview.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, door.address())
    assert (interview.state, interview.booking) == (InterviewState.EXCUSED, None)
    assert AvailabilityWish.objects.get().text == "体調がわるい"
    page = door.text()
    assert "別の日にお会いしましょう" in page
    assert "15:00" in page
    assert "ご希望をうけとりました" not in page


def test_the_day_just_given_up_is_not_among_the_times() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2))
    door, place = a_door(interview.application), interview.application.job.location
    a_slot(tokyo(2026, 6, 10, 17), location=place)
    a_slot(tokyo(2026, 6, 12, 15), location=place)

    door.post("absent/", interview, reason="unwell")

    shown = [day.starts_at for day in door.get().context["choice"].days]
    assert shown == [tokyo(2026, 6, 12, 15)]
    other = an_application(job=interview.application.job)
    assert [one.starts_at for one in offer_to(other, now=NOW).fitting] == [
        NOW + timedelta(hours=2),
        tokyo(2026, 6, 10, 17),
        tokyo(2026, 6, 12, 15),
    ]


def test_a_wish_after_the_excuse_is_confirmed() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2))
    door = a_door(interview.application)
    a_slot(tokyo(2026, 6, 12, 15), location=interview.application.job.location)
    door.post("absent/", interview, reason="unwell")

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        door.post("wish/", text="来週ならいつでも")
        page = door.text()

    assert "ご希望をうけとりました" in page


def test_an_excuse_works_after_the_start_as_well() -> None:
    interview = a_booked_interview(NOW - timedelta(minutes=40))

    a_door(interview.application).post("absent/", interview, reason="rather_not_say")

    interview.refresh_from_db()
    assert interview.state == InterviewState.EXCUSED


def test_an_aged_page_excuses_nothing() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2), version=3)

    answer = a_door(interview.application).post("absent/", reason="unwell", version=2)

    interview.refresh_from_db()
    assert answer.status_code == 409
    assert interview.is_booked


def test_having_found_another_job_leads_to_the_withdrawal() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2))
    door = a_door(interview.application)

    answer = door.post("absent/", interview, reason="other_job")

    assert answer.url == door.address("withdraw/") + "?why=other_job"
    assert 'value="other_job" checked' in door.text("withdraw/?why=other_job")


def test_somebody_who_stood_at_our_door_is_asked_for_pardon_and_it_is_our_absence() -> None:
    interview = a_booked_interview(NOW - timedelta(minutes=15))
    door = a_door(interview.application)

    door.post("absent/", interview, reason="nobody_there")

    interview.refresh_from_db()
    assert interview.state == InterviewState.EXCUSED
    assert Case.objects.get().we_were_absent
    page = door.text()
    assert "本当に申し訳ありません" in page
    assert "tel:" in page


def test_days_before_the_interview_nobody_is_asked_why_they_cannot_come() -> None:
    interview = a_booked_interview(tokyo(2026, 6, 15, 13))
    door = a_door(interview.application)

    looked, pressed = door.get("absent/"), door.post("absent/", interview, reason="unwell")

    assert (looked.status_code, pressed.status_code) == (303, 409)


def test_a_question_reaches_a_person_and_the_page_says_so() -> None:
    application = an_application()
    door = a_door(application)

    answer = door.post("message/", text="自転車で\n行けますか\u202e")

    heard = Message.objects.get(channel="page")
    assert (answer.status_code, answer.url) == (303, door.address() + "#message")
    assert (heard.channel, heard.body, heard.needs_answer) == (ChannelName.PAGE, "自転車で\n行けますか", True)
    assert "メッセージをうけとりました" in door.text()


@pytest.mark.parametrize(
    ("hours_ahead", "told"),
    [
        (30, "6月11日(木) 10:00までに、担当からお返事します"),
        (5, "6月10日(水) 15:00までに、担当からお返事します"),
        (0.5, 'お電話がいちばん早いです。 <a href="tel:03-1234-5678">'),
        (-0.5, 'お電話がいちばん早いです。 <a href="tel:03-1234-5678">'),
        (-5, "6月11日(木) 10:00までに、担当からお返事します"),
    ],
)
def test_no_answer_is_promised_for_after_the_interview(hours_ahead: float, told: str) -> None:
    interview = a_booked_interview(NOW + timedelta(hours=hours_ahead))
    place = interview.application.job.location
    place.phone = "03-1234-5678"
    place.save()
    door = a_door(interview.application)

    door.post("message/", text="自転車で行けますか")

    page = door.text()
    assert told in page
    assert door.post("message/", headers={"HX-Request": "true"}, text="?").content.decode().count(told) == 1


@pytest.mark.parametrize("said", ["", "  \u3000 ", "\u200b", "x" * 1001])
def test_what_says_nothing_or_far_too_much_is_asked_about(said: str) -> None:
    door = a_door(an_application())

    whole = door.post("message/", text=said)
    fragment = door.post("message/", headers={"HX-Request": "true"}, text=said)

    assert (whole.status_code, fragment.status_code) == (422, 422)
    assert "ひとこと書いてから" in whole.content.decode()
    assert fragment.content.decode().lstrip().startswith('<form class="ask" id="message"')
    assert not Message.objects.exists()


def test_what_a_stranger_might_write_is_shown_as_text_only() -> None:
    application = an_application()
    application.candidate.family_name = "<script>alert(1)</script>"
    application.candidate.save()

    page = a_door(application).text()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_questions_and_answers_stand_as_a_conversation_and_machines_are_left_out() -> None:
    application = an_application()
    door = a_door(application)
    door.post("message/", text="自転車で行けますか")
    a_sent_message(application, kind=Kind.MANUAL, body="はい、お店の前に停められます。", author=a_staff())
    a_sent_message(application, kind=Kind.THANKS, body="自動のお礼です。")
    a_message(application, kind=Kind.MANUAL, body="まだ送っていない文です。")

    page = door.text()

    assert page.index("自転車で行けますか") < page.index("はい、お店の前に停められます。")
    assert "自動のお礼です。" not in page
    assert "まだ送っていない文です。" not in page


def test_an_unanswered_question_says_by_when_somebody_answers() -> None:
    application = an_application()
    door = a_door(application)

    with time_machine.travel(NOW, tick=False) as clock:
        door.post("message/", text="自転車で行けますか")
        asked = door.text()
        clock.shift(timedelta(hours=25))
        overdue = door.text()

    assert "6月11日(木) 10:00までに、担当からお返事します" in asked
    assert "お待たせして、申し訳ありません" in overdue


def test_a_reason_that_opens_times_leads_on_to_them_and_stays_to_be_put_right() -> None:
    case = an_absence()
    a_slot(NOW + timedelta(days=2), location=case.interview.application.job.location)
    door = a_door(case.interview.application)

    door.post("absent/", case.interview, reason="unwell")
    home, again = door.text(), door.text("absent/")
    door.post("absent/", reason="lost")

    case.refresh_from_db()
    assert "体調がわるかったのですね" in home
    assert door.address("absent/") in home
    assert 'value="unwell" aria-pressed="true"' in again
    assert case.reason == Reason.LOST


def test_the_tap_that_opens_times_turns_the_page_with_script_too() -> None:
    case = an_absence()
    door = a_door(case.interview.application)

    answer = door.post("absent/", case.interview, headers={"HX-Request": "true"}, reason="family")

    assert answer.headers["HX-Redirect"] == door.address("")


def test_once_another_time_is_chosen_the_reason_stands() -> None:
    case = an_absence()
    door = a_door(case.interview.application)
    door.post("absent/", case.interview, reason="unwell")
    case.interview.application.interviews.filter(state=InterviewState.INVITED).update(
        state=InterviewState.BOOKED, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=2)
    )

    answer = door.post("absent/", reason="forgot")

    case.refresh_from_db()
    assert (answer.status_code, case.reason) == (409, Reason.UNWELL)
