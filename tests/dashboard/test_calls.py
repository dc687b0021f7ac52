"""The call list and the call screen: who, why now, what to say, how it went, and what was agreed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from candidates.models import Application
from candidates.policy import Stage
from candidates.policy.scripts import Purpose
from candidates.services.scripting import keep_script
from company.models import Staff
from company.policy import Role
from dashboard.queries.calls import call_list
from dashboard.scope import Scope
from messaging.models import CallClaim, Message, Suppression
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import log_call
from messaging.services.claiming_calls import claim_call
from messaging.services.suppressing import suppress
from reminders.policy.call_order import Why
from reminders.policy.facts import about_interview
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_company,
    a_job,
    a_location,
    a_message,
    a_sent_message,
    a_slot,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "/desk/calls/"


def a_new_one(**values: object) -> Application:
    due = NOW + timedelta(minutes=20)
    return an_application(**{"started_at": NOW, "first_contact_due_at": due, **values})


def a_call(application: Application, kind: Kind = Kind.CALL_MORNING, **values: object) -> Message:
    due = {"due_at": NOW - timedelta(minutes=5), "expires_at": NOW + timedelta(hours=3)}
    return a_message(application, kind=kind, channel=ChannelName.PHONE, **{**due, **values})


def screen_of(application: Application, part: str = "") -> str:
    return f"/desk/applications/{application.pk}/call-screen/{part}"


def waiting(owner: Staff) -> list[tuple[int, Why]]:
    return [(row.application.pk, row.need.why) for row in call_list(Scope(owner), NOW).rows]


@pytest.fixture
def two_to_come(owner: Staff) -> tuple[Application, Application]:
    """Both wait for a call; a word would gain less with the one who said yes."""
    start = NOW + timedelta(hours=20)
    sure, silent = (
        a_booked_interview(starts_at=start),
        a_booked_interview(starts_at=start + timedelta(hours=1)),
    )
    sure.confirmed_at = NOW
    sure.save()
    for one in (sure, silent):
        asked = {"kind": Kind.REMINDER_EVE, "about": about_interview(one.pk, one.starts_at)}
        a_sent_message(one.application, sent_at=NOW - timedelta(hours=9), **asked)
        a_message(
            one.application,
            kind=Kind.CALL_MORNING,
            channel=ChannelName.PHONE,
            due_at=NOW - timedelta(hours=1),
            expires_at=one.starts_at,
        )
    return sure.application, silent.application


# --- the list ------------------------------------------------------------------------------------


def test_everybody_who_waits_stands_in_one_list_by_deadline(owner: Staff) -> None:
    first = a_new_one()
    morning = an_application(stage=Stage.INTERVIEWING)
    a_call(morning, expires_at=NOW + timedelta(minutes=10))
    absent = an_application(stage=Stage.INTERVIEWING)
    a_call(absent, Kind.ABSENCE_CALL, expires_at=NOW + timedelta(hours=8))
    log_call(absent, outcome=CallOutcome.CALL_BACK, by=owner, now=NOW, again_at=NOW + timedelta(hours=2))

    assert waiting(owner) == [(morning.pk, Why.MORNING), (first.pk, Why.FIRST), (absent.pk, Why.BACK)]


def test_who_is_reached_by_nothing_written_needs_a_voice(owner: Staff) -> None:
    nobody = an_application(
        candidate=a_candidate(phone="+81422001234", phone_kind="landline", email=""), stage=Stage.INTERVIEWING
    )
    a_booked_interview(NOW + timedelta(hours=5), nobody)
    a_booked_interview(NOW + timedelta(hours=5))

    assert waiting(owner) == [(nobody.pk, Why.UNREACHED)]
    log_call(nobody, outcome=CallOutcome.REACHED, by=owner, now=NOW)
    assert waiting(owner) == []


def test_a_wrong_number_no_number_and_an_ended_application_are_not_called(owner: Staff) -> None:
    wrong, none = a_new_one(), a_new_one(candidate=a_candidate(phone=""))
    suppress(ChannelName.PHONE, wrong.candidate.phone, reason="wrong_number", now=NOW)
    over = an_application(stage=Stage.WITHDRAWN, closed_at=NOW)
    a_call(over)

    assert waiting(owner) == []
    assert none.candidate.phone == ""


def test_a_person_with_two_applications_is_called_once(owner: Staff) -> None:
    one = a_new_one()
    a_new_one(candidate=one.candidate)

    assert waiting(owner) == [(one.pk, Why.FIRST)]


def test_after_a_first_call_in_vain_they_wait_an_hour(owner: Staff) -> None:
    one = a_new_one()
    log_call(one, outcome=CallOutcome.NO_ANSWER, by=owner, now=NOW)

    shown = call_list(Scope(owner), NOW)

    assert [(row.is_due, row.tries) for row in shown.rows] == [(False, 1)]


def test_where_a_call_gains_most_comes_first(
    owner: Staff, two_to_come: tuple[Application, Application]
) -> None:
    sure, silent = two_to_come

    assert waiting(owner) == [(silent.pk, Why.MORNING), (sure.pk, Why.AHEAD)]


def test_a_promise_that_ends_within_minutes_goes_before_a_gain(
    owner: Staff, two_to_come: tuple[Application, Application]
) -> None:
    new = a_new_one()
    Application.objects.filter(pk=new.pk).update(first_contact_due_at=NOW + timedelta(minutes=20))

    assert waiting(owner)[0] == (new.pk, Why.FIRST)

    Application.objects.filter(pk=new.pk).update(first_contact_due_at=NOW + timedelta(minutes=40))

    assert waiting(owner)[-1] == (new.pk, Why.FIRST)


def test_each_row_says_what_a_call_gains(
    screen: Client, two_to_come: tuple[Application, Application]
) -> None:
    page = text_of(screen.get(LIST))

    assert "来ていただける見込みが" in page
    assert "そのあとは、お電話で見込みがいちばん上がる方から" in page


def test_the_list_says_its_order_and_how_much_is_done(screen: Client, owner: Staff) -> None:
    a_new_one()
    log_call(an_application(stage=Stage.IN_CONTACT), outcome=CallOutcome.REACHED, by=owner, now=NOW)

    page = text_of(screen.get(LIST))

    assert "期限の近い順" in page
    assert "2人のうち 1人 すみ" in page


def test_an_empty_list_says_what_comes_next(screen: Client) -> None:
    assert "電話をお待ちの方はいません" in text_of(screen.get(LIST))


def test_only_the_store_s_own_people_stand_there(owner: Staff) -> None:
    mine, other = a_new_one(), a_new_one()
    recruiter = a_staff(Role.RECRUITER, locations=[mine.job.location])
    client = signed_in(recruiter)

    assert waiting(recruiter) == [(mine.pk, Why.FIRST)]
    assert client.get(screen_of(other)).status_code == 404
    for part in ("claim/", "outcome/", "confirmed/"):
        assert client.post(screen_of(other, part), {"outcome": "reached"}).status_code == 404


def test_the_list_asks_as_much_for_ten_as_for_one(screen: Client, owner: Staff) -> None:
    a_new_one()
    few = questions(screen, LIST)
    for _ in range(9):
        a_call(an_application(stage=Stage.INTERVIEWING))
        a_new_one()

    assert questions(screen, LIST) == few


# --- the screen ----------------------------------------------------------------------------------


def test_the_screen_says_who_why_what_to_say_and_from_which_number(screen: Client) -> None:
    a_company(caller_number="0422-00-0001")
    place = a_location(name="吉祥寺店", caller_number="0422-00-0002")
    person = a_candidate(
        family_kana="ささき", given_kana="れん", phone="+819012345678", preferred_hours="17:00–20:00"
    )
    one = a_new_one(candidate=person, job=a_job(location=place), motivation="人と話すのが好きです。")

    response = screen.get(screen_of(one))
    page = text_of(response)

    for words in ("ささき れん", "090-1234-5678", "0422-00-0002", "佐々木さんでいらっしゃいますか"):
        assert words in page
    assert "人と話すのが好きです" in page
    assert "ご希望の時間の外です" in page
    assert 'href="tel:+819012345678"' in response.content.decode()
    assert 'value="2026-06-10T17:00"' in response.content.decode()


def test_the_job_s_own_words_are_read_out(screen: Client, owner: Staff) -> None:
    one = a_new_one()
    keep_script(one.job, Purpose.FIRST, "【やあ】 {名前}さん、\n{面接官}が待ちます", by=owner, now=NOW)

    page = text_of(screen.get(screen_of(one)))

    assert "やあ 佐々木さん、" in page
    assert "が待ちます" not in page


@pytest.mark.parametrize(("outcome", "state"), [("no_answer", State.FAILED), ("wrong_number", State.FAILED)])
def test_after_a_call_in_vain_the_next_person_comes_up(
    screen: Client, owner: Staff, outcome: str, state: State
) -> None:
    one = a_new_one()
    two = a_new_one(first_contact_due_at=NOW + timedelta(minutes=25))

    response = screen.post(screen_of(one, "outcome/"), {"outcome": outcome, "note": "留守電"})

    call = Message.objects.get(application=one, channel=ChannelName.PHONE)
    assert response.headers["Location"] == f"{screen_of(two)}#noted-{owner.pk}-{one.pk}"
    assert (call.state, call.reason, call.body) == (state, outcome, "留守電")


def test_who_did_not_answer_is_called_again_at_the_time_that_stands_there(screen: Client) -> None:
    one = a_new_one()

    screen.post(screen_of(one, "outcome/"), {"outcome": "no_answer", "again_at": "2026-06-10T17:30"})

    again = Message.objects.get(application=one, state=State.PLANNED, channel=ChannelName.PHONE)
    assert again.due_at == NOW.replace(hour=17, minute=30)


@pytest.mark.parametrize("again_at", ["", "2026-06-10T09:00", "yesterday"])
def test_a_call_back_needs_a_time_to_come_and_keeps_what_was_typed(screen: Client, again_at: str) -> None:
    one = a_new_one()

    response = screen.post(
        screen_of(one, "outcome/"), {"outcome": "call_back", "again_at": again_at, "note": "会議中"}
    )

    assert response.status_code == 422
    assert "会議中" in response.content.decode()
    assert not Message.objects.filter(application=one, channel=ChannelName.PHONE).exists()


def test_after_a_talk_the_screen_asks_what_was_agreed(screen: Client) -> None:
    one = a_new_one()
    slot = a_slot(NOW + timedelta(days=1), location=one.job.location)

    response = screen.post(screen_of(one, "outcome/"), {"outcome": "reached"}, follow=True)
    assert "何が決まりましたか" in text_of(response)
    screen.post(f"/desk/applications/{one.pk}/book/", {"slot": slot.pk, "next": screen_of(one)})

    assert one.interviews.get().starts_at == slot.starts_at


def test_they_will_come_is_noted_from_the_call(screen: Client) -> None:
    one = an_application(stage=Stage.INTERVIEWING)
    interview = a_booked_interview(NOW + timedelta(hours=3), one)

    screen.post(screen_of(one, "confirmed/"))

    interview.refresh_from_db()
    assert interview.confirmed_at == NOW
    assert interview.state == InterviewState.BOOKED


def test_a_wrong_press_is_taken_back_from_the_toast(screen: Client) -> None:
    one = a_new_one()
    screen.post(screen_of(one, "outcome/"), {"outcome": "wrong_number"})
    call = Message.objects.get(application=one, channel=ChannelName.PHONE)

    response = screen.post(reverse("dashboard:undo_call", args=[call.pk]), follow=True)

    assert "取り消しました" in text_of(response)
    assert not Message.objects.filter(pk=call.pk).exists()
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_two_do_not_call_the_same_person(screen: Client, at_now: time_machine.Traveller) -> None:
    one = a_new_one()
    claim_call(one, by=a_staff(display_name="大野"), now=NOW)

    assert "大野" in text_of(screen.get(LIST))
    assert "10:00から大野さんが電話しています" in text_of(screen.get(screen_of(one)))
    screen.post(screen_of(one, "claim/"))
    theirs = CallClaim.objects.get()
    at_now.shift(timedelta(minutes=11))
    screen.post(screen_of(one, "claim/"))

    assert str(theirs.by) == "大野"
    assert str(CallClaim.objects.get().by) == "小林 美咲"


def test_a_call_can_be_taken_over_in_agreement(screen: Client) -> None:
    one = a_new_one()
    claim_call(one, by=a_staff(), now=NOW)

    screen.post(screen_of(one, "claim/"), {"over": "1"})

    assert str(CallClaim.objects.get().by) == "小林 美咲"


def test_looking_at_the_screen_changes_nothing(screen: Client) -> None:
    one = a_new_one()

    screen.get(screen_of(one))

    assert not CallClaim.objects.exists()


def test_the_announcement_goes_once_and_shows_its_delivery(screen: Client) -> None:
    a_company(caller_number="0422-00-0001")
    one = a_new_one()
    htmx = {"HX-Request": "true", "HX-Target": "announced"}

    for _press in range(2):
        screen.post(f"/desk/applications/{one.pk}/announce/", headers=htmx)
    told = Message.objects.get(kind=Kind.PRE_CALL)
    under_way = screen.get(screen_of(one), headers=htmx).content.decode()
    Message.objects.filter(pk=told.pk).update(state=State.DELIVERED, sent_at=NOW)
    arrived = screen.get(screen_of(one), headers=htmx).content.decode()

    assert told.values["phone"] == "0422-00-0001"
    assert 'hx-trigger="every 3s"' in under_way
    assert "chip--ok" in arrived
    assert "every 3s" not in arrived


def test_who_may_only_look_sees_no_buttons_and_cannot_press_them(owner: Staff) -> None:
    one = a_new_one()
    viewer = signed_in(a_staff(Role.VIEWER, locations=[one.job.location]))

    page = viewer.get(screen_of(one)).content.decode()

    assert "data-key=" not in page
    for part in ("claim/", "outcome/", "confirmed/"):
        assert viewer.post(screen_of(one, part), {"outcome": "reached"}).status_code == 403


# --- scripts -------------------------------------------------------------------------------------


def test_a_script_is_tried_out_saved_and_given_up_again(screen: Client) -> None:
    one = a_new_one()
    base = f"/desk/jobs/{one.job_id}/call-script/"
    words = {"purpose": "first", "words": "【やあ】 {名前}さん", "application": str(one.pk)}

    assert "ごあいさつ" in screen.get(base).content.decode()
    assert "佐々木さん" in text_of(screen.post(f"{base}preview/", words))
    assert screen.post(f"{base}save/", words).headers["Location"] == screen_of(one)
    one.job.refresh_from_db()
    assert one.job.call_script == "# first\n【やあ】 {名前}さん"
    screen.post(f"{base}save/", {**words, "built_in": "1"})
    one.job.refresh_from_db()
    assert one.job.call_script == ""


def test_an_unknown_variable_is_refused_and_the_words_are_kept(screen: Client) -> None:
    one = a_new_one()

    response = screen.post(
        f"/desk/jobs/{one.job_id}/call-script/save/", {"purpose": "first", "words": "{血液型}は"}
    )

    assert response.status_code == 422
    assert "{血液型}は" in response.content.decode()
    assert "{血液型} は使えません" in text_of(response)


def test_a_script_of_another_store_is_not_there() -> None:
    one = a_new_one()
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    for path in ("", "save/", "preview/"):
        url = f"/desk/jobs/{one.job_id}/call-script/{path}"
        answer = stranger.post(url, {"purpose": "first"}) if path else stranger.get(url)
        assert answer.status_code == 404
