"""Absences at the desk: what was tried, what the rule says, and what a person can do."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Application, Job
from candidates.policy import Stage
from company.models import Location, Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind, State
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case
from noshow.services.closing import as_seen, close_due_cases
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_job,
    a_location,
    a_message,
    a_sent_message,
    a_staff,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
LIST = "/desk/cases/"
STARTED = tokyo(2026, 6, 9, 16)
MISSED = STARTED + timedelta(minutes=10)


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, display_name="小林 美咲", locations=[place])


@pytest.fixture
def desk(recruiter: Staff) -> Client:
    return signed_in(recruiter)


def somebody_missed(
    place: Location, by: Staff, *, at: datetime = MISSED, name: str = "村上", job: Job | None = None
) -> Case:
    """They were booked, reminded by nobody, and did not come; the plan of the case is made."""
    candidate = a_candidate(family_name=name, given_name="翔")
    application = an_application(
        candidate=candidate, job=job or a_job(location=place), stage=Stage.INTERVIEWING, owner=by
    )
    interview = a_booked_interview(STARTED, application)
    case = record_attendance(interview, InterviewState.ABSENT, by=by, now=at)
    assert case is not None
    return case


@time_machine.travel(NOW, tick=False)
def test_nobody_missed_so_far_is_said_kindly(desk: Client) -> None:
    assert "お会いできなかった方は、いません" in desk.get(LIST).content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_case_shows_what_is_planned_and_why(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    page = desk.get(f"{LIST}{case.pk}/")

    story = page.context["story"]
    words = page.content.decode()
    assert [entry.message.kind for entry in story.planned][:2] == [Kind.ABSENCE_FIRST, Kind.ABSENCE_CALL]
    assert story.planned[-1].message.kind == Kind.FINAL_NOTICE
    assert "なぜ送るか" in words
    assert "小林 美咲さんが「来られなかった」を記録" in words
    assert "これまでの欠席 なし" in words
    assert "3回・2チャネル・48時間" in words


@time_machine.travel(NOW, tick=False)
def test_attempts_calls_and_their_words_stand_in_order(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter)
    application = case.interview.application
    a_sent_message(application, sent_at=NOW - timedelta(days=3), body="thanks long ago")
    about = {"about": f"case:{case.pk}", "kind": Kind.ABSENCE_SECOND, "step": "x"}
    a_sent_message(
        application, **about, sent_at=NOW - timedelta(hours=3), state=State.DELIVERED, body="first word"
    )
    desk.post(f"/desk/applications/{application.pk}/call/", {"outcome": "no_answer", "note": "留守電に伝言"})
    a_message(
        application, direction=Direction.IN, state=State.RECEIVED, kind=Kind.MANUAL, body="すみません",
        sent_at=NOW, due_at=NOW,
    )  # fmt: skip

    page = desk.get(f"{LIST}{case.pk}/")

    story, words = page.context["story"], page.content.decode()
    assert [entry.text for entry in story.past] == ["first word", "出なかった", "すみません"]
    assert "thanks long ago" not in words
    assert "留守電に伝言" in words
    assert (story.attempts, story.channels) == (2, 2)


@time_machine.travel(NOW, tick=False)
def test_every_fact_of_the_rule_is_named_with_a_sign(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    findings = desk.get(f"{LIST}{case.pk}/").context["story"].findings

    assert {one.code: one.measure for one in findings if one.measure}["hours"] == "17 / 48"
    assert not {one.code: one.holds for one in findings}["attempts"]


@time_machine.travel(NOW, tick=False)
def test_pressed_by_mistake_is_taken_back_within_a_minute(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter, at=NOW - timedelta(seconds=30))
    assert "押しまちがいですか" in desk.get(f"{LIST}{case.pk}/").content.decode()

    desk.post(f"{LIST}{case.pk}/undo/")

    assert Case.objects.get().state == CaseState.UNDONE
    assert Interview.objects.get().state == InterviewState.BOOKED
    assert not Message.objects.planned().filter(about=f"case:{case.pk}").exists()


@time_machine.travel(NOW, tick=False)
def test_after_the_minute_taking_back_is_refused_in_words(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter)
    assert "押しまちがいですか" not in desk.get(f"{LIST}{case.pk}/").content.decode()

    answer = desk.post(f"{LIST}{case.pk}/undo/", follow=True)

    assert "1分を過ぎました" in answer.content.decode()
    assert Case.objects.get().state == CaseState.OPEN


@time_machine.travel(NOW, tick=False)
def test_on_hold_with_a_reason_and_on_again(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    page = desk.post(f"{LIST}{case.pk}/hold/", {"reason": "店長が確認中"}, follow=True).content.decode()
    assert "店長が確認中" in page
    assert not Message.objects.planned().filter(about=f"case:{case.pk}").exists()

    desk.post(f"{LIST}{case.pk}/release/")
    assert Case.objects.get().state == CaseState.OPEN
    assert Message.objects.planned().filter(about=f"case:{case.pk}").exists()


@time_machine.travel(NOW, tick=False)
def test_an_excuse_is_no_absence(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    desk.post(f"{LIST}{case.pk}/excuse/")

    assert Case.objects.get().state == CaseState.RESOLVED
    assert Interview.objects.get().state == InterviewState.EXCUSED


@time_machine.travel(NOW, tick=False)
def test_a_second_chance_invites_once_more(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    desk.post(f"{LIST}{case.pk}/second-chance/")

    assert Case.objects.get().state == CaseState.RESOLVED
    assert Interview.objects.order_by("-pk")[0].state == InterviewState.INVITED


@time_machine.travel(NOW, tick=False)
def test_closing_by_hand_needs_a_reason_and_can_be_taken_back(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter)
    refused = desk.post(f"{LIST}{case.pk}/close/", {"reason": "whatever"}, follow=True)
    assert "理由をえらんでください" in refused.content.decode()

    page = desk.post(
        f"{LIST}{case.pk}/close/", {"reason": "no_answer", "seen": as_seen(case)}, follow=True
    ).content.decode()
    application = Application.objects.get()
    assert (application.stage, application.closed_reason) == (Stage.REJECTED, "no_answer")
    assert "連絡がつかなかった・小林 美咲" in page

    desk.post(f"{LIST}{case.pk}/take-back/")
    assert Case.objects.get().state == CaseState.HELD
    assert Application.objects.get().stage == Stage.INTERVIEWING


@time_machine.travel(NOW, tick=False)
def test_a_closing_is_confirmed_only_when_the_rule_proposed_it(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter)
    page = desk.get(f"{LIST}{case.pk}/").content.decode()
    assert 'aria-disabled="true"' in page

    answer = desk.post(f"{LIST}{case.pk}/confirm/", follow=True)

    assert "きまりの条件が変わりました" in answer.content.decode()
    assert Case.objects.get().state == CaseState.OPEN


def test_a_proposed_closing_is_confirmed_with_its_facts_on_record(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    case = somebody_missed(place, recruiter)
    _everything_was_tried(case)
    later = MISSED + timedelta(hours=60)
    close_due_cases(now=later)

    with time_machine.travel(later, tick=False):
        story = desk.get(f"{LIST}{case.pk}/").context["story"]
        assert story.is_proposed
        page = desk.post(f"{LIST}{case.pk}/confirm/", follow=True)

    assert Case.objects.get().state == CaseState.CLOSED
    assert Application.objects.get().closed_reason == "no_show_rule"
    assert "会社のきまりによる" in page.content.decode()
    assert all(one.holds for one in page.context["story"].findings)


def _everything_was_tried(case: Case) -> None:
    """A reminder had arrived, and all that the case's plan wanted was delivered, or called, when due."""
    application = case.interview.application
    before = STARTED - timedelta(hours=20)
    about = f"interview:{case.interview_id}@2026-06-09T07:00"
    known = {"state": State.DELIVERED, "sent_at": before, "settled_at": before}
    a_sent_message(application, kind=Kind.REMINDER_EVE, about=about, **known)
    for message in Message.objects.planned().filter(about=f"case:{case.pk}"):
        called = message.channel == ChannelName.PHONE
        message.state = State.FAILED if called else State.DELIVERED
        message.reason = "no_answer" if called else ""
        message.sent_at = message.settled_at = message.due_at
        message.save()


@time_machine.travel(NOW, tick=False)
def test_the_list_says_where_each_stands(desk: Client, place: Location, recruiter: Staff) -> None:
    asked = somebody_missed(place, recruiter, name="村上")
    answered = somebody_missed(place, recruiter, name="藤井", at=MISSED + timedelta(minutes=1))
    answer_case(answered, Reason.FORGOT, "すっかり忘れて", NOW)
    ended = somebody_missed(place, recruiter, name="長谷川", at=MISSED + timedelta(minutes=2))
    desk.post(f"{LIST}{ended.pk}/excuse/")

    page = desk.get(LIST)

    items = {str(item.application.candidate): item for item in page.context["listed"].items}
    assert items["村上 翔"].words.startswith("返事の期限")
    assert items["村上 翔"].more == "まだ: SMS きのう 16:20", "nothing sends here"
    assert (items["藤井 翔"].words, items["藤井 翔"].is_good) == ("返事が届きました", True)
    assert "「すっかり忘れて」" in items["藤井 翔"].more
    assert page.context["story"].case == answered, "what waits for a person comes first"
    assert [item.case for item in page.context["listed"].items] == [answered, asked]
    assert (page.context["listed"].open, page.context["listed"].ended) == ("2", "1")
    over = desk.get(f"{LIST}?show=ended").context["listed"].items
    assert [str(item.application.candidate) for item in over] == ["長谷川 翔"]


@time_machine.travel(NOW, tick=False)
def test_what_they_told_us_is_shown_in_their_words(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)
    answer_case(case, Reason.UNWELL, "熱が出てしまって", NOW)

    page = desk.get(f"{LIST}{case.pk}/").content.decode()

    assert "理由を教えてくださいました" in page
    assert "熱が出てしまって" in page


@time_machine.travel(NOW, tick=False)
def test_the_refresh_gives_the_attempts_alone(desk: Client, place: Location, recruiter: Staff) -> None:
    case = somebody_missed(place, recruiter)

    part = desk.get(f"{LIST}{case.pk}/attempts/").content.decode()

    assert part.strip().startswith('<section class="card" id="attempts"')
    assert "<html" not in part


@time_machine.travel(NOW, tick=False)
def test_cases_of_other_locations_do_not_exist(desk: Client) -> None:
    case = a_case()

    assert desk.get(f"{LIST}{case.pk}/").status_code == 404
    assert desk.get(f"{LIST}{case.pk}/attempts/").status_code == 404
    assert desk.post(f"{LIST}{case.pk}/excuse/").status_code == 404
    assert Case.objects.get().state == CaseState.OPEN


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_sees_the_case_and_no_buttons(
    place: Location, recruiter: Staff, role: Role
) -> None:
    case = somebody_missed(place, recruiter)
    client = signed_in(a_staff(role, locations=[place]))

    page = client.get(f"{LIST}{case.pk}/").content.decode()

    assert "村上 翔" in page
    assert "再面接を提案" not in page
    assert client.post(f"{LIST}{case.pk}/close/", {"reason": "agreed"}).status_code == 403
    assert client.get(f"{LIST}{case.pk}/close/").status_code in {403, 405}
    assert Case.objects.get().state == CaseState.OPEN


@time_machine.travel(NOW, tick=False)
def test_three_cases_ask_as_many_questions_as_one(desk: Client, place: Location, recruiter: Staff) -> None:
    first = somebody_missed(place, recruiter)
    before = questions(desk, f"{LIST}{first.pk}/")
    somebody_missed(place, recruiter)
    somebody_missed(place, recruiter)

    assert questions(desk, f"{LIST}{first.pk}/") == before
