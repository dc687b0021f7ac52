"""次の一手: what stands in the queue, in which order, and when it goes away."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, BoardMail, Import, ImportRow, ImportState
from candidates.policy import BoardMailState, Stage
from company.models import Staff
from company.policy import Role
from company.services.profile import the_company
from dashboard.queries.queue import Task
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import Scope
from messaging.policy import ChannelName, Kind, State
from messaging.services.writing import write
from noshow.policy import CaseState
from scheduling.models import AvailabilityWish
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_closure,
    a_company,
    a_job,
    a_location,
    a_message,
    a_sent_message,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER)


def queue(owner: Staff, now: datetime = NOW) -> list[Task]:
    return queue_of(Scope(owner), the_company(), now)


def labels(owner: Staff, now: datetime = NOW) -> list[str]:
    return [task.key.partition("-")[0] for task in queue(owner, now)]


def test_a_first_contact_counts_down_and_stands_first(owner: Staff) -> None:
    a_message(
        an_application(stage=Stage.INTERVIEWING), direction="in", state=State.RECEIVED, needs_answer=True
    )
    an_application(first_contact_due_at=NOW + timedelta(minutes=18))

    first, second = queue(owner)

    assert first.ring is not None
    assert (first.ring.left, first.ring.share, first.ring.is_over) == (18, 60, False)
    assert first.is_lead
    assert second.key.startswith("word")


def test_somebody_without_a_telephone_is_invited_or_written_to_and_not_called(owner: Staff) -> None:
    an_application(
        candidate=a_candidate(phone="", phone_kind=""), first_contact_due_at=NOW + timedelta(minutes=18)
    )

    (task,) = queue(owner)

    assert [(act.label, act.style) for act in task.acts] == [("枠を案内", "primary"), ("返信する", "")]


def test_only_the_most_urgent_first_contact_is_large(owner: Staff) -> None:
    an_application(first_contact_due_at=NOW + timedelta(minutes=18))
    an_application(first_contact_due_at=NOW - timedelta(minutes=5))

    over, coming = queue(owner)

    assert over.is_lead
    assert over.ring is not None
    assert over.ring.is_over
    assert not coming.is_lead
    assert [act.style for act in coming.acts] == ["soft"]


def test_more_than_four_new_applications_become_one_line(owner: Staff) -> None:
    for _number in range(6):
        an_application(first_contact_due_at=NOW + timedelta(minutes=10))

    tasks = queue(owner)

    assert len(tasks) == 5
    assert tasks[-1].why == "2 more are waiting." or "ほか2人" in tasks[-1].why


def test_somebody_contacted_or_not_started_is_no_first_contact(owner: Staff) -> None:
    an_application(contacted_at=NOW, stage=Stage.IN_CONTACT)
    an_application(is_started=False)

    assert labels(owner) == []


def test_a_call_of_the_plan_appears_when_it_is_due(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    a_message(application, channel=ChannelName.PHONE, kind=Kind.CALL_MORNING, due_at=NOW)

    assert labels(owner, NOW - timedelta(minutes=1)) == []
    assert labels(owner) == ["call"]


def test_an_answer_takes_the_message_off_the_queue(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    a_message(application, direction="in", state=State.RECEIVED, needs_answer=True, body="靴は黒でも?")
    waiting = queue(owner)

    write(application, channel=ChannelName.SMS, body="大丈夫です", author=owner, now=NOW)

    assert "靴は黒でも?" in waiting[0].why
    assert labels(owner) == []


def test_a_message_that_needs_a_person_says_why_until_somebody_has_spoken(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    before = NOW - timedelta(hours=1)
    stuck = a_message(
        application, state=State.NEEDS_PERSON, reason="sms_ceiling", due_at=before, created_at=before
    )
    told = queue(owner)

    write(application, channel=ChannelName.EMAIL, body="メールで失礼します", author=owner, now=NOW)

    assert told[0].key == "stuck"
    assert [person.url for person in told[0].people] == [f"/desk/applications/{stuck.application_id}/"]
    assert "上限" in told[0].why
    assert labels(owner) == []


def test_a_number_that_cannot_be_reached_is_asked_about_until_it_changes(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    about = "interview:1@x"
    a_sent_message(application, about=about, state=State.FAILED, reason="not_mobile", contact_version=1)
    a_sent_message(application, about=about, channel=ChannelName.EMAIL, state=State.DELIVERED)
    (told,) = queue(owner)

    application.candidate.contact_version = 2
    application.candidate.save()

    assert "この番号はSMSを受け取れません" in told.why
    assert told.key.startswith("number")
    assert told.acts[0].url == f"/desk/applications/{application.pk}/#composer"
    assert labels(owner) == []


def test_a_failure_that_another_channel_made_good_is_no_task(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    a_sent_message(application, state=State.UNDELIVERED, reason="unreachable")
    alone = labels(owner)

    a_sent_message(application, channel=ChannelName.EMAIL, state=State.DELIVERED)

    assert alone == ["stuck"]
    assert labels(owner) == []


def test_an_outcome_nobody_entered_yesterday_is_asked_for(owner: Staff) -> None:
    a_booked_interview(NOW - timedelta(days=1))
    a_booked_interview(NOW - timedelta(hours=1))

    assert labels(owner) == ["arrival"]


def test_people_who_were_met_wait_for_a_decision_in_one_line(owner: Staff) -> None:
    for name in ("石川", "上田"):
        an_application(stage=Stage.DECIDING, candidate=a_candidate(family_name=name))

    (task,) = queue(owner)

    assert [person.name for person in task.people] == ["石川 蓮", "上田 蓮"]


def test_a_closing_to_confirm_comes_before_a_case_that_runs_by_itself(owner: Staff) -> None:
    running = a_case(state=CaseState.OPEN)
    proposed = a_case(state=CaseState.PROPOSED)
    a_case(state=CaseState.CLOSED)

    assert [task.key for task in queue(owner)] == [f"case-{proposed.pk}", f"case-{running.pk}"]


def test_a_case_the_rule_handed_over_asks_for_a_person(owner: Staff) -> None:
    running = a_case(state=CaseState.OPEN)
    handed = a_case(state=CaseState.HANDED)

    first, second = queue(owner)

    assert (first.key, second.key) == (f"case-{handed.pk}", f"case-{running.pk}")
    assert (first.label, first.tone) == ("担当者が判断", "warn")


def test_too_few_times_for_who_is_choosing_warns(owner: Staff) -> None:
    interview = an_invited_interview(answer_by=NOW + timedelta(days=2))
    location = interview.application.job.location
    for day in range(1, 5):
        a_slot(NOW + timedelta(days=day), location=location)
    short = labels(owner)
    a_slot(NOW + timedelta(days=5), location=location)

    assert short == ["gap"]
    assert labels(owner) == []


def test_an_invitation_without_an_answer_does_not_lapse_silently(owner: Staff) -> None:
    interview = an_invited_interview(answer_by=NOW - timedelta(hours=1))
    for day in range(1, 6):
        a_slot(NOW + timedelta(days=day), location=interview.application.job.location)

    assert labels(owner) == ["unbooked"]


def test_a_wish_for_other_days_waits_for_an_answer(owner: Staff) -> None:
    application = an_application(stage=Stage.INTERVIEWING)
    AvailabilityWish.objects.create(application=application, text="平日の夜なら", told_at=NOW)

    (task,) = queue(owner)

    assert "平日の夜なら" in task.why


def test_a_file_whose_people_nobody_contacts_is_shown(owner: Staff) -> None:
    job = a_job()
    application = an_application(job=job, is_started=False)
    batch = Import.objects.create(
        job=job, file_name="応募者.csv", encoding="utf-8", uploaded_at=NOW, state=ImportState.SAVED
    )
    ImportRow.objects.create(batch=batch, number=1, application=application)

    (task,) = queue(owner)

    assert task.head == "応募者.csv"


def test_from_eighty_percent_the_months_sms_are_a_warning(owner: Staff) -> None:
    a_company(sms_monthly_ceiling=10)
    application = an_application(stage=Stage.INTERVIEWING)
    a_sent_message(application, parts=7)
    below = labels(owner)
    a_sent_message(application, parts=1)
    cache.clear()  # a minute later
    near = queue(owner)
    a_sent_message(application, parts=2)
    cache.clear()
    over = queue(owner)

    assert below == []
    assert [task.tone for task in near] == ["warn"]
    assert [task.tone for task in over] == ["bad"]


def test_the_queue_holds_only_what_this_person_may_see() -> None:
    mine = an_application(first_contact_due_at=NOW)
    an_application(first_contact_due_at=NOW)
    member = a_staff(Role.RECRUITER, locations=[mine.job.location])

    tasks = queue_of(Scope(member), the_company(), NOW)

    assert [task.key for task in tasks] == [f"contact-{mine.pk}"]


# --- closed days -----------------------------------------------------------------------------------------


def test_somebody_booked_on_a_day_closed_afterwards_is_a_task_until_moved(owner: Staff) -> None:
    interview = a_booked_interview(tokyo(2026, 6, 11, 10))
    a_booked_interview(tokyo(2026, 6, 12, 10))
    closure = a_closure(location=interview.application.job.location)

    task = next(task for task in queue(owner) if task.key == f"closed-{interview.pk}")

    assert task.acts[0].url == f"/desk/applications/{interview.application_id}/#interview"
    assert task.why == "あす 10:00は休みです。日時を変えるか、取り消してください。"
    assert labels(owner).count("closed") == 1
    book(interview, a_slot(tokyo(2026, 6, 12, 9), location=closure.location), now=NOW, by=owner)
    assert "closed" not in labels(owner)


def test_a_closure_of_another_place_or_person_is_no_task(owner: Staff) -> None:
    interview = a_booked_interview(tokyo(2026, 6, 11, 10))
    a_closure(location=a_location())
    a_closure(interviewer=owner)
    stranger = a_staff(Role.RECRUITER, locations=[a_location()])

    assert "closed" not in labels(owner)
    a_closure()
    assert f"closed-{interview.pk}" in [task.key for task in queue(owner)]
    assert "closed" not in labels(stranger)


def test_three_people_on_a_closed_day_ask_no_more_than_one(owner: Staff) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert "closed" in labels(owner)
        return len(seen)

    a_closure()
    a_booked_interview(tokyo(2026, 6, 11, 10))
    asked()
    one = asked()
    for minute in (0, 30):
        a_booked_interview(tokyo(2026, 6, 11, 11, minute))

    assert asked() == one


# --- promised answers, cases, mails nobody could read, a day without a word -----------------------------


def decided_by(promised: datetime | None, ended: datetime | None = None) -> Application:
    application = an_application(stage=Stage.DECIDING, contacted_at=NOW, decide_by=promised)
    if ended:
        start = ended - timedelta(minutes=30)
        a_booked_interview(start, application, state=InterviewState.CAME, outcome_at=ended)
    return application


def test_an_answer_promised_within_a_day_stands_singly_and_the_others_in_one_line(owner: Staff) -> None:
    soon = decided_by(NOW + timedelta(hours=5))
    decided_by(NOW + timedelta(days=3))

    owed, rest = queue(owner)

    assert {owed.key, rest.key} == {f"owed-{soon.pk}", "decisions"}
    (single,) = [task for task in (owed, rest) if task.key != "decisions"]
    assert single.label == "お返事の約束・今日 15:00まで"
    assert "あと5時間" in single.why


def test_a_promise_that_has_passed_comes_earlier_and_loud(owner: Staff) -> None:
    decided_by(NOW - timedelta(hours=2))

    (owed,) = queue(owner)

    assert (owed.rank, owed.tone) == (3, "bad")
    assert "2時間過ぎました" in owed.why


def test_without_a_promise_the_companys_days_after_the_interview_count(owner: Staff) -> None:
    a_company(decision_days=3)
    application = decided_by(None, ended=NOW - timedelta(days=2, hours=12))

    (owed,) = queue(owner)

    assert owed.key == f"owed-{application.pk}"
    assert owed.at == NOW + timedelta(hours=12)


def test_a_case_says_until_when_they_may_answer_and_what_comes_next(owner: Staff) -> None:
    case = a_case()
    values = {"deadline_at": (NOW + timedelta(days=1, hours=6)).isoformat()}
    due = NOW + timedelta(hours=8)
    a_message(case.interview.application, kind=Kind.FINAL_NOTICE, due_at=due, values=values)

    (task,) = [one for one in queue(owner) if one.key.startswith("case")]

    assert task.label == "欠席対応・期限 あす 16:00"
    assert "次は今日 18:00に自動でSMS。" in task.why


def test_mails_nobody_could_read_are_one_line_without_their_words(owner: Staff) -> None:
    unreadable = {"received_at": NOW, "state": BoardMailState.UNREADABLE, "subject": "応募 佐々木"}
    for number in range(2):
        BoardMail.objects.create(message_id=f"m{number}", sender="board@example.jp", **unreadable)
    stranger = a_staff(Role.RECRUITER, locations=[a_location()])

    (task,) = queue(owner)

    assert (task.key, task.head) == ("boards", "求人媒体からのメール 2通")
    assert task.acts[0].url == "/desk/boards/"
    assert "佐々木" not in f"{task.why}{task.label}"
    assert queue(stranger) == []


def test_who_has_waited_a_day_leaves_the_rings_for_a_line_of_their_own(owner: Staff) -> None:
    an_application(applied_at=NOW - timedelta(days=2), first_contact_due_at=NOW - timedelta(days=2))
    fresh = an_application(first_contact_due_at=NOW + timedelta(minutes=18))

    ring, waited = queue(owner)

    assert (ring.key, ring.is_lead) == (f"contact-{fresh.pk}", True)
    assert waited.key == "overdue"


def test_a_first_contact_says_how_long_by_the_clock_and_that_the_thanks_arrived(owner: Staff) -> None:
    due = NOW + timedelta(minutes=18)
    application = an_application(applied_at=NOW - timedelta(hours=12), first_contact_due_at=due)
    a_sent_message(application, kind=Kind.THANKS, state=State.DELIVERED)

    (task,) = queue(owner)

    assert "応募から12時間。" in task.why
    assert "お礼のSMSは届いています。" in task.why


def test_the_order_is_that_of_urgency(owner: Staff) -> None:
    decided_by(NOW + timedelta(hours=5))
    a_case()
    word = an_application(stage=Stage.INTERVIEWING, contacted_at=NOW)
    a_message(word, direction="in", state=State.RECEIVED, needs_answer=True, body="靴は?")
    an_application(first_contact_due_at=NOW + timedelta(minutes=18))
    unsaid = an_application(stage=Stage.INTERVIEWING, contacted_at=NOW)
    a_booked_interview(NOW - timedelta(days=1), unsaid)

    assert labels(owner) == ["arrival", "contact", "word", "owed", "case"]
