"""欠席対応: everything a person can do about a case, and its way back; and the list when there are many."""

from datetime import timedelta
from typing import Any  # what the test client returns

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent, Location, Staff
from company.policy import Role
from messaging.models import Message
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case, undo_case
from reminders.models import CadenceStep
from reminders.services.cadence import keep_step
from reminders.services.planning import replan
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.factories import NOW, a_booked_interview, a_case, a_job, a_location, a_staff, an_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "/desk/cases/"


@pytest.fixture
def place() -> Location:
    cache.clear()
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(role=Role.RECRUITER, locations=[place])


@pytest.fixture
def desk(recruiter: Staff) -> Client:
    client = Client()
    client.force_login(recruiter)
    return client


@pytest.fixture
def case(place: Location, recruiter: Staff) -> Case:
    interview = a_booked_interview(NOW - timedelta(hours=3), application_at(place))
    opened = record_attendance(interview, InterviewState.ABSENT, by=recruiter, now=NOW - timedelta(hours=2))
    assert opened is not None
    return opened


def application_at(place: Location, **values: Any) -> Application:
    return an_application(job=a_job(location=place), stage=Stage.INTERVIEWING, **values)


def press(desk: Client, case: Case, act: str, **values: str) -> str:
    """Press a button of the case; the address that takes it back, as its toast has it."""
    answer = desk.post(f"{LIST}{case.pk}/{act}", values, follow=True)
    assert answer.status_code == 200
    said = list(answer.context["messages"])
    return next((one.extra_tags for one in said if one.extra_tags), "")


def state(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def planned(case: Case) -> list[tuple[str, str]]:
    rows = Message.objects.planned().filter(about=f"case:{case.pk}")
    return list(rows.order_by("due_at", "pk").values_list("step", "channel"))


def test_settling_sends_nothing_more_and_is_taken_back_with_what_was_planned(
    desk: Client, case: Case
) -> None:
    before = planned(case)

    back = press(desk, case, "settle/")
    assert (state(case), planned(case)) == (CaseState.RESOLVED, [])
    desk.post(back)

    assert before
    assert (state(case), planned(case)) == (CaseState.OPEN, before)


def test_an_excuse_is_taken_back_with_its_outcome(desk: Client, case: Case) -> None:
    before = planned(case)

    back = press(desk, case, "excuse/")
    desk.post(back)

    assert Interview.objects.get().state == InterviewState.ABSENT
    assert (state(case), planned(case)) == (CaseState.OPEN, before)


def test_an_old_undo_does_not_say_that_somebody_who_came_did_not(
    desk: Client, case: Case, recruiter: Staff
) -> None:
    back = press(desk, case, "excuse/")
    record_attendance(Interview.objects.get(), InterviewState.CAME, by=recruiter, now=NOW)

    desk.post(back)

    assert Interview.objects.get().state == InterviewState.CAME
    assert planned(case) == []


def test_a_slip_after_a_correction_has_its_minute_and_says_nothing_at_once(
    desk: Client, case: Case, recruiter: Staff
) -> None:
    """Could not come, came after all, and by mistake could not come again, two hours later."""
    interview = Interview.objects.get()
    record_attendance(interview, InterviewState.CAME, by=recruiter, now=NOW)
    at = NOW + timedelta(hours=2)

    record_attendance(interview, InterviewState.ABSENT, by=recruiter, now=at)

    due = Message.objects.planned().filter(about=f"case:{case.pk}").values_list("due_at", flat=True)
    assert min(due) >= at + timedelta(minutes=1)
    undo_case(case, by=recruiter, now=at + timedelta(seconds=50))
    assert planned(case) == []


def test_going_on_is_taken_back_with_the_reason_it_was_held_for(desk: Client, case: Case) -> None:
    press(desk, case, "hold/", reason="入院中だそうです")

    back = press(desk, case, "release/")
    desk.post(back)

    case.refresh_from_db()
    assert (case.state, case.hold_reason) == (CaseState.HELD, "入院中だそうです")


def test_whoever_takes_it_over_is_in_charge_and_can_give_it_back(
    desk: Client, case: Case, place: Location, recruiter: Staff
) -> None:
    before = a_staff(role=Role.RECRUITER, locations=[place])
    Application.objects.update(owner=before)

    back = press(desk, case, "take-over/")
    assert Application.objects.get().owner == recruiter
    desk.post(back)

    assert Application.objects.get().owner == before
    assert AuditEvent.objects.filter(action="owner_changed").count() == 2


def test_our_own_absence_is_noted_by_whoever_finds_out(desk: Client, case: Case) -> None:
    press(desk, case, "our-absence/")

    assert Interview.objects.get().state == InterviewState.EXCUSED
    page = desk.get(f"{LIST}{case.pk}/").content.decode()
    assert "こちらに誰もいませんでした" in page
    assert planned(case) == []


def test_every_way_tried_is_counted_with_how_it_ended(desk: Client, case: Case) -> None:
    application = case.interview.application
    for outcome in ("no_answer", "call_back"):
        desk.post(f"/desk/applications/{application.pk}/call/", {"outcome": outcome})

    story = desk.get(f"{LIST}{case.pk}/").context["story"]

    calls = next(way for way in story.ways if way.channel == "phone")
    assert (calls.tries, [times for _words, times in calls.ends]) == (2, [1, 1])
    assert calls.ends[0][0] == "出なかった"


def many(place: Location, n: int, **values: Any) -> list[Case]:
    found = []
    for number in range(n):
        start = NOW - timedelta(days=2, minutes=number)
        interview = a_booked_interview(start, application_at(place), state=InterviewState.ABSENT)
        found.append(a_case(interview, opened_at=start + timedelta(minutes=10), **values))
    return found


def test_a_long_list_turns_pages_and_asks_no_more_the_longer_it_is(
    desk: Client, place: Location, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(place, 70)

    with django_assert_max_num_queries(60):
        first = desk.get(LIST)
    last = desk.get(f"{LIST}?page=3").context["listed"]

    listed = first.context["listed"]
    assert (len(listed.items), listed.before, listed.after, listed.open) == (30, None, 2, "70")
    assert (len(last.items), last.before, last.after) == (10, 2, None)


def test_it_narrows_to_mine_to_a_place_and_to_what_waits_for_a_person(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    elsewhere = a_location(name="三鷹店")
    recruiter.locations.add(elsewhere)
    silent, answered = many(place, 2)
    (far,) = many(elsewhere, 1)
    answer_case(answered, Reason.FORGOT, "", NOW)
    Application.objects.filter(pk=silent.interview.application_id).update(owner=recruiter)

    def shown(query: str) -> list[Case]:
        return [item.case for item in desk.get(f"{LIST}?{query}").context["listed"].items]

    assert shown("")[0] == answered
    assert shown("mine=1") == [silent]
    assert shown(f"where={elsewhere.pk}") == [far]
    assert shown("show=decide") == [answered]
    assert "しぼりこみを外す" in desk.get(f"{LIST}?show=ended&mine=1").content.decode()


def test_what_came_of_it_stands_in_the_list(desk: Client, case: Case) -> None:
    answer_case(case, Reason.UNWELL, "", NOW)
    chosen = Interview.objects.latest("pk")

    def words() -> str:
        return str(desk.get(f"{LIST}?show=ended").context["listed"].items[0].words)

    assert words() == "別の日を選び中"
    Interview.objects.filter(pk=chosen.pk).update(
        state=InterviewState.CAME, starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1)
    )
    assert words() == "別の日にお会いできました"
    assert "1人と別の日に" in desk.get(LIST).content.decode()


def test_a_changed_playbook_reaches_open_cases_and_says_nothing_twice(case: Case, recruiter: Staff) -> None:
    said = Message.objects.planned().filter(about=f"case:{case.pk}").earliest("due_at")
    Message.objects.filter(pk=said.pk).update(state="accepted", sent_at=NOW - timedelta(hours=1))
    step = CadenceStep.objects.get(step="absence-first")
    step.offset_minutes = 20
    keep_step(step, by=recruiter, now=NOW, fields=["offset_minutes"])
    replan(case.interview.application_id, now=NOW)

    assert [one for one, _channel in planned(case)].count("absence-first") == 0
    assert Message.objects.filter(about=f"case:{case.pk}", step="absence-first").count() == 1
