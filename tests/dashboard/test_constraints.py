"""When somebody can come, entered by a colleague; and what becomes of wishes and lapsed invitations."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import Application
from candidates.policy import Coming, Hours, Stage, read_coming
from company.models import Staff
from company.policy import Role
from dashboard.queries.queue import Task
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import Scope
from scheduling.models import AvailabilityRule, AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.services.lapsing import lapse_due
from scheduling.services.wishing import wish
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_company, a_slot, a_staff, an_application, an_invited_interview, tokyo

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return an_application(stage=Stage.INTERVIEWING)


def save(client: Client, application: Application, **said: str):  # type: ignore[no-untyped-def]  # a test response
    written = {f"coming-{name}": value for name, value in said.items()}
    return client.post(reverse("dashboard:constraints", args=[application.pk]), written)


def test_hours_are_written_as_one_says_them_and_come_back(screen: Client, application: Application) -> None:
    a_slot(tokyo(2026, 6, 15, 10), location=application.job.location)
    a_slot(tokyo(2026, 6, 16, 10), location=application.job.location)

    answer = save(screen, application, day0="9-15", leave_by="14:00", words="お迎え")
    page = screen.get(reverse("dashboard:application", args=[application.pk]))

    application.refresh_from_db()
    assert answer.status_code == 302
    assert read_coming(application.constraints) == Coming(
        hours=(Hours(0, time(9), time(15)),), leave_by=time(14), words="お迎え"
    )
    assert "月 9:00〜15:00、14:00までに終わること / お迎え" in text_of(page)
    assert "合う空き 1件" in text_of(page)
    assert 'value="9:00〜15:00"' in page.content.decode()


def test_hours_nobody_can_read_are_asked_about_and_nothing_is_saved(
    screen: Client, application: Application
) -> None:
    answer = save(screen, application, day0="朝なら")

    application.refresh_from_db()
    assert answer.status_code == 422
    assert "のように書いてください" in text_of(answer)
    assert application.constraints == {}


def test_who_may_only_look_changes_nothing(application: Application, client: Client) -> None:
    viewer = a_staff(Role.INTERVIEWER, locations=[application.job.location])
    client.force_login(viewer)

    assert save(client, application, day0="9-15").status_code == 403


# --- tasks --------------------------------------------------------------------------------------


def tasks(owner: Staff, kind: str) -> list[Task]:
    return [task for task in queue_of(Scope(owner), a_company(), NOW) if task.key.startswith(kind)]


def test_a_wish_that_a_rule_would_answer_says_so(owner: Staff) -> None:
    interview = an_invited_interview()
    AvailabilityRule.objects.create(
        location=interview.application.job.location,
        weekdays=[0, 2],
        opens=time(17),
        closes=time(21),
        created_at=NOW,
    )

    wish(interview.application, [], "月の夜", NOW, coming=Coming(hours=(Hours(0, time(18), time(23)),)))

    (task,) = tasks(owner, "wish")
    assert task.why.startswith("月の夜。")
    assert "受付のきまり(月 18:00〜21:00)" in task.why


def test_a_wish_that_was_shown_times_that_suit_is_not_said_to_have_none(owner: Staff) -> None:
    interview = an_invited_interview()
    place = interview.application.job.location
    AvailabilityRule.objects.create(
        location=place, weekdays=[0], opens=time(17), closes=time(21), created_at=NOW
    )
    a_slot(tokyo(2026, 6, 15, 18), location=place)

    coming = Coming(hours=(Hours(0, time(18), time(23)),), words="できれば早めに")
    told = wish(interview.application, [], "月の夜", NOW, coming=coming)

    (task,) = tasks(owner, "wish")
    assert told.shown
    assert task.why == "月の夜。"


def test_a_wish_that_was_answered_by_new_times_steps_back(owner: Staff) -> None:
    interview = an_invited_interview()
    AvailabilityWish.objects.create(
        application=interview.application, text="月の夜", told_at=NOW, matched_at=NOW
    )

    (task,) = tasks(owner, "wish")

    assert task.rank == 6
    assert "お知らせしました" in task.why


@pytest.fixture
def lapsed() -> Interview:
    interview = an_invited_interview(answer_by=NOW - timedelta(hours=1))
    lapse_due(now=NOW)
    interview.refresh_from_db()
    assert interview.state == InterviewState.LAPSED
    return interview


def test_a_lapsed_invitation_is_a_task_with_one_press_to_invite_again(
    screen: Client, owner: Staff, lapsed: Interview
) -> None:
    (task,) = tasks(owner, "unbooked")
    again, call = task.acts

    screen.post(again.url, again.fields)

    assert (again.label, call.label) == ("もう一度招待", "電話する")
    assert lapsed.application.interviews.get(state=InterviewState.INVITED).pk > lapsed.pk
    assert tasks(owner, "unbooked") == []


def test_the_page_says_that_the_old_link_still_works(screen: Client, lapsed: Interview) -> None:
    page = screen.get(reverse("dashboard:application", args=[lapsed.application_id]))

    assert "リンクはまだ使えるので" in text_of(page)


def test_who_waits_for_our_answer_is_one_task_and_not_two(owner: Staff) -> None:
    interview = an_invited_interview(answer_by=NOW - timedelta(hours=1))
    wish(interview.application, [], "平日の夜なら", NOW)

    lapse_due(now=NOW)

    assert len(tasks(owner, "wish")) == 1
    assert tasks(owner, "unbooked") == []
