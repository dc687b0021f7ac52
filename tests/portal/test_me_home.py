"""The page always shows the present state, in the person's language and the place's time, and little else."""

from datetime import timedelta
from typing import Any  # model fields by name

import pytest
from django.apps import apps
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import Kind, State
from messaging.services.calling import number_shown
from noshow.models import Case
from noshow.policy import CaseState
from reminders.services.planning import replan
from scheduling.policy import InterviewState
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_company,
    a_job,
    a_location,
    a_message,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)
from tests.portal.linked import a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TOMORROW = tokyo(2026, 6, 11, 13)


def in_stage(stage: Stage, **values: Any) -> Application:
    return an_application(stage=stage, **values)


def test_somebody_who_applied_reads_what_comes_next_by_when_and_from_which_number() -> None:
    a_company(caller_number="0422-00-0120")
    application = in_stage(Stage.RECEIVED, first_contact_due_at=NOW + timedelta(minutes=30))

    page = a_door(application).text()

    assert "ご応募、うけとりました" in page
    assert "今日 10:30までに" in page
    assert "0422-00-0120" in page


def test_a_promise_whose_time_has_passed_is_not_shown_as_a_time() -> None:
    application = in_stage(Stage.RECEIVED, first_contact_due_at=NOW - timedelta(minutes=1))

    page = a_door(application).text()

    assert "まもなく" in page
    assert "9:59" not in page


def test_an_invited_person_finds_the_times_on_the_first_page_with_the_deadline() -> None:
    interview = an_invited_interview(answer_by=NOW + timedelta(days=2))
    a_slot(TOMORROW, location=interview.application.job.location)

    page = a_door(interview.application).text()

    assert "ご都合のよい日を、えらんでください" in page
    assert "6月12日(金) 10:00" in page
    assert "13:00" in page


def test_a_booked_interview_is_a_ticket_with_one_big_answer() -> None:
    interview = a_booked_interview(TOMORROW)

    page = a_door(interview.application).text()

    assert "6月11日(木)" in page
    assert "あした" in page
    assert "cbar__yes" in page
    assert "ticket__stamp" not in page


def test_a_confirmed_interview_carries_the_stamp_and_asks_nothing() -> None:
    interview = a_booked_interview(TOMORROW, confirmed_at=NOW)

    page = a_door(interview.application).text()

    assert "ticket__stamp" in page
    assert "お約束、うけとりました" in page
    assert "cbar__yes" not in page


def test_the_directions_are_promised_only_when_they_are_planned() -> None:
    interview = a_booked_interview(TOMORROW, confirmed_at=NOW)
    door = a_door(interview.application)
    before = door.text()

    a_message(interview.application, kind=Kind.DIRECTIONS, due_at=tokyo(2026, 6, 11, 11))

    assert "道順をもう一度" not in before
    assert "6月11日(木) 11:00に、道順をもう一度お送りします" in door.text()


def test_before_a_yes_the_page_says_when_we_write_next() -> None:
    interview = a_booked_interview(tokyo(2026, 6, 15, 13))
    door = a_door(interview.application)
    before = door.text()

    a_message(interview.application, kind=Kind.REMINDER_EVE, due_at=tokyo(2026, 6, 14, 18))
    a_message(interview.application, kind=Kind.REMINDER_DAYS, due_at=tokyo(2026, 6, 12, 18))

    assert "つぎは" not in before
    assert "つぎは6月12日(金) 18:00に、こちらからご連絡します。" in door.text()


def test_on_the_day_the_page_offers_a_way_out_of_every_trouble() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=3))

    page = a_door(interview.application).text()

    assert "今日、こまったとき" in page
    assert "今日は行けない" in page


def test_after_the_start_the_page_still_takes_a_delay_and_another_day() -> None:
    interview = a_booked_interview(NOW - timedelta(minutes=20))

    page = a_door(interview.application).text()

    assert "いま向かっていますか" in page
    assert "/late/" in page
    assert "/absent/" in page


def test_hours_after_the_start_the_page_neither_asks_whether_they_come_nor_blames() -> None:
    interview = a_booked_interview(NOW - timedelta(hours=20))

    page = a_door(interview.application).text()

    assert "面接の時間がすぎました" in page
    assert "/absent/" in page
    assert "/late/" not in page


def an_absence(**values: Any) -> Case:
    starts_at = NOW - timedelta(days=1)
    interview = an_invited_interview(
        state=InterviewState.ABSENT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)
    )
    return Case.objects.create(interview=interview, opened_at=NOW - timedelta(hours=20), **values)


def test_somebody_who_could_not_come_is_asked_kindly_and_need_not_answer() -> None:
    case = an_absence()

    page = a_door(case.interview.application).text()

    assert "お会いできなくて、気になっています" in page
    assert "いまは答えたくない" in page
    assert "いったん選考を終わりにします" not in page


def test_the_last_notice_shows_its_real_deadline_and_what_stays_possible() -> None:
    case = an_absence()
    notice = {"kind": Kind.FINAL_NOTICE, "about": f"case:{case.pk}", "state": State.DELIVERED, "sent_at": NOW}
    deadline = tokyo(2026, 6, 11, 16).isoformat()
    a_message(case.interview.application, **notice, values={"deadline_at": deadline})

    page = a_door(case.interview.application).text()

    assert "6月11日(木) 16:00までにお返事がない場合は" in page
    assert "いつでもまたご応募いただけます" in page


def test_a_reason_given_is_thanked() -> None:
    case = an_absence(state=CaseState.ANSWERED, reason="unwell")

    page = a_door(case.interview.application).text()

    assert "どうぞお大事に" in page


def test_a_decision_owed_has_its_day() -> None:
    a_company(decision_days=5)
    application = in_stage(Stage.DECIDING)
    an_invited_interview(application, state=InterviewState.CAME, outcome_at=NOW)

    page = a_door(application).text()

    assert "おそくとも6月15日(月)までに" in page


@pytest.mark.parametrize(
    ("stage", "reason", "words"),
    [
        (Stage.OFFERED, "", "いっしょに働いていただきたいです"),
        (Stage.JOINED, "", "いっしょに働けるのが楽しみです"),
        (Stage.REJECTED, "", "今回は、ごいっしょできない結果となりました"),
        (Stage.REJECTED, "no_show_rule", "いったん、選考を終わりにしました"),
        (Stage.DECLINED, "", "今回の選考は、終わりました"),
        (Stage.CLOSED, "", "今回の選考は、終わりました"),
        (Stage.WITHDRAWN, "", "教えてくださって、"),
    ],
)
def test_every_end_has_its_own_words_and_still_takes_a_question(
    stage: Stage, reason: str, words: str
) -> None:
    application = in_stage(stage, closed_at=NOW if stage.is_over else None, closed_reason=reason)

    page = a_door(application).text()

    assert words in page
    assert "きいておきたいこと" in page


def test_an_interview_cancelled_by_us_is_our_fault_and_offers_to_ask_for_a_day() -> None:
    interview = an_invited_interview(state=InterviewState.CANCELLED_BY_US, starts_at=TOMORROW)

    page = a_door(interview.application).text()

    assert "面接がなくなり、申しわけありません" in page
    assert "行けそうなとき" in page


def test_the_newest_interview_counts_so_an_old_link_opens_the_new_state() -> None:
    application = in_stage(Stage.INTERVIEWING)
    door = a_door(application)
    an_invited_interview(application, state=InterviewState.EXCUSED, starts_at=NOW)
    a_booked_interview(TOMORROW, application)

    assert "面接のお約束" in door.text()


def test_the_page_shows_little_of_the_person_and_nothing_to_reach_them_by() -> None:
    person = a_candidate(given_name="蓮之介", phone="+819012345678", email="ren@example.jp")
    interview = a_booked_interview(TOMORROW, an_application(candidate=person, stage=Stage.INTERVIEWING))
    door = a_door(interview.application)

    pages = [door.text(page) for page in ("", "late/", "withdraw/", "times/", "preferences/", "not-me/")]

    for page in pages:
        assert "蓮之介" not in page
        assert "12345678" not in page
        assert "ren@example.jp" not in page


def test_an_english_speaker_reads_english_and_a_choice_on_the_page_goes_before_it() -> None:
    person = a_candidate(language="en")
    interview = a_booked_interview(TOMORROW, an_application(candidate=person, stage=Stage.INTERVIEWING))
    door = a_door(interview.application)
    in_their_language = door.text()

    door.client.cookies["django_language"] = "ja"

    assert "We look forward to meeting you" in in_their_language
    assert 'lang="en"' in in_their_language
    assert "お会いできるのを、楽しみにしています" in door.text()


def test_times_are_those_of_the_place() -> None:
    place = a_location(zone="America/New_York")
    interview = a_booked_interview(
        TOMORROW, an_application(job=a_job(location=place), stage=Stage.INTERVIEWING)
    )

    page = a_door(interview.application).text()

    assert "0:00" in page  # 13:00 in Tokyo is midnight in New York, on the same date
    assert "6月11日(木)" in page


def test_the_calendar_of_the_web_can_be_used_too() -> None:
    interview = a_booked_interview(TOMORROW)

    page = a_door(interview.application).text()

    assert "https://calendar.google.com/" in page
    assert "https://outlook.live.com/" in page


def test_an_online_interview_names_no_place_to_walk_to() -> None:
    application = in_stage(Stage.INTERVIEWING)
    place = application.job.location
    slot = a_slot(
        TOMORROW, location=place, mode="online", online_url="https://meet.example.jp/x", interviewer=a_staff()
    )
    a_booked_interview(TOMORROW, application, slot=slot)

    page = a_door(application).text()

    assert "https://meet.example.jp/x" in page
    assert "スマホでOK" in page
    assert "迷ったら電話" not in page


def everything_stored() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_config.label in {"company", "candidates", "messaging", "scheduling", "noshow"}
    }


PAGES = [
    "", "yes/", "times/", "times/?how=online&from=2026-02-31", "wish/", "late/", "withdraw/", "undo/",
    "absent/", "message/", "calendar.ics", "preferences/", "language/", "not-me/", "opened/",
]  # fmt: skip


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing_however_often(method: str) -> None:
    doors = [
        a_door(a_booked_interview(NOW + timedelta(hours=3)).application),
        a_door(an_invited_interview().application),
        a_door(an_absence().interview.application),
        a_door(in_stage(Stage.WITHDRAWN, closed_at=NOW)),
    ]
    a_company()
    before = everything_stored()

    answers = [getattr(door.client, method)(door.address(page)) for door in doors for page in PAGES * 2]

    assert everything_stored() == before
    assert {answer.status_code for answer in answers} <= {200, 303, 405}


def test_every_linked_page_keeps_its_address_to_itself() -> None:
    door = a_door(a_booked_interview(NOW + timedelta(hours=3)).application)

    for page in PAGES:
        headers = door.get(page).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, noarchive"


def moved_after_booking() -> Application:
    interview = a_booked_interview(
        TOMORROW,
        an_application(
            stage=Stage.INTERVIEWING,
            job=a_job(
                location=a_location(name="まえの店", postal_address="まえの住所", phone="0422-00-0001")
            ),
        ),
    )
    job = interview.application.job
    job.location = a_location(name="あとの店", postal_address="あとの住所", phone="0422-00-0002")
    job.save()
    return interview.application


@pytest.mark.parametrize("page", ["", "way/"])
def test_a_job_that_moves_leaves_the_booked_place_on_the_page(page: str) -> None:
    text, _, _the_posting = a_door(moved_after_booking()).text(page).partition('id="job-h"')

    assert "まえの店" in text
    assert "まえの住所" in text
    assert "tel:0422-00-0001" in text
    assert not any(word in text for word in ("あとの店", "あとの住所", "0422-00-0002"))


def test_other_times_are_at_the_place_the_job_is_at_now() -> None:
    application = moved_after_booking()
    a_slot(TOMORROW + timedelta(days=1), location=application.job.location)

    text = a_door(application).text("times/")

    assert "<small data-choice-way>あとの店</small>" in text


def test_the_place_s_own_number_is_the_one_told_wherever_a_call_is_announced(client: Client) -> None:
    a_company(caller_number="0422-00-0120")
    job = a_job(location=a_location(caller_number="0422-00-0555", phone="0422-00-0700"))
    application = an_application(job=job, first_contact_due_at=NOW + timedelta(minutes=30))
    replan(application.pk, now=NOW)

    pages = [client.get(f"/jobs/{job.slug}/").content.decode(), a_door(application).text()]
    thanks = Message.objects.filter(kind=Kind.THANKS).first()

    assert thanks is not None
    assert [thanks.values["phone"], number_shown(application)] == ["0422-00-0555"] * 2
    assert ["0422-00-0555" in page for page in pages] == [True, True]
    assert ["0422-00-0120" in page for page in pages] == [False, False]
