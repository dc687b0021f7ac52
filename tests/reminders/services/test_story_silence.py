"""Nobody came: a slip of the finger, a hold, a word elsewhere, a second chance; nobody is closed wrongly."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from messaging.channels import Accepted, DeliveryFailed, Outgoing
from messaging.models import Message
from messaging.policy import CASE_KINDS, ChannelName, Kind, State
from messaging.services.hearing import hear, mark_answered
from noshow.models import Case, ClosingRule
from noshow.policy import CaseState, Reason
from noshow.services import closing
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case, hold, release, undo_case
from noshow.services.chances import give_second_chance
from noshow.services.closing import close_due_cases, confirm_closing
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.messaging.conftest import Providers
from tests.reminders.services.living import EMAIL, SMS, booked, live, planned, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
OPENED = START + timedelta(minutes=10)
PROPOSED = OPENED + timedelta(days=3)


def missing() -> tuple[Application, Case]:
    """Reminded in vain, expected at START, and not there."""
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, OPENED)
    case = record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=OPENED)
    assert case is not None
    return application, case


def after(application: Application, moment: datetime) -> list[tuple[str, str, str]]:
    """Everything said later than ``moment``."""
    return [one for one in said(application) if one[2] > f"{moment:%d %H:%M}"]


def test_a_slip_of_the_finger_taken_back_within_the_minute_says_nothing() -> None:
    application, case = missing()
    live(OPENED, OPENED + timedelta(seconds=59))

    undo_case(case, by=make.a_staff(), now=OPENED + timedelta(seconds=59))
    live(OPENED + timedelta(seconds=59), OPENED + timedelta(days=4))

    assert after(application, OPENED) == []
    assert Interview.objects.get().state == InterviewState.BOOKED


def test_an_absence_is_not_called_a_cancellation() -> None:
    application, _case = missing()

    live(OPENED, OPENED + timedelta(hours=2))

    assert {kind for kind, *_ in after(application, OPENED)} <= CASE_KINDS


def test_a_correction_taken_back_lets_the_reaching_out_go_on() -> None:
    application, case = missing()
    live(OPENED, OPENED + timedelta(minutes=5))
    interview = Interview.objects.get()
    record_attendance(interview, InterviewState.CAME, by=make.a_staff(), now=OPENED + timedelta(minutes=6))
    assert planned(application) == []

    record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=OPENED + timedelta(minutes=7))
    live(OPENED + timedelta(minutes=7), OPENED + timedelta(days=3))

    case.refresh_from_db()
    assert case.state in {CaseState.PROPOSED, CaseState.HANDED}
    assert [kind for kind, *_ in said(application, Kind.ABSENCE_FIRST)] == [Kind.ABSENCE_FIRST]
    assert (Kind.FINAL_NOTICE, SMS, "13 17:00") in said(application)


def test_a_case_held_past_its_notice_sends_none_with_a_deadline_gone_by() -> None:
    application, case = missing()
    live(OPENED, OPENED + timedelta(hours=2))
    hold(case, by=make.a_staff(), now=OPENED + timedelta(hours=2), reason="")
    live(OPENED + timedelta(hours=2), tokyo(2026, 6, 14, 16))

    release(case, by=make.a_staff(), now=tokyo(2026, 6, 14, 16))
    live(tokyo(2026, 6, 14, 16), tokyo(2026, 6, 16, 12))

    for notice in Message.objects.filter(kind=Kind.FINAL_NOTICE).exclude(sent_at=None):
        assert notice.sent_at is not None
        assert datetime.fromisoformat(notice.values["deadline_at"]) - notice.sent_at >= timedelta(hours=12)
    case.refresh_from_db()
    assert case.state == CaseState.HANDED
    assert application.stage != Stage.REJECTED


def test_a_last_notice_held_up_by_an_outage_is_put_before_a_person_instead(providers: Providers) -> None:
    def down(outgoing: Outgoing) -> Accepted:
        raise DeliveryFailed("no_connection", permanent=False)

    application, _case = missing()
    live(OPENED, tokyo(2026, 6, 13, 16))
    notices = Message.objects.filter(kind=Kind.FINAL_NOTICE)
    notices.update(needs_follow_up=False)
    providers.answer(down)
    live(tokyo(2026, 6, 13, 16), tokyo(2026, 6, 14, 6))
    providers.answer(lambda outgoing: Accepted("SM1"))

    live(tokyo(2026, 6, 14, 6), PROPOSED)

    assert said(application, Kind.FINAL_NOTICE) == []
    assert set(notices.exclude(state=State.CANCELLED).values_list("state", flat=True)) <= {
        State.FAILED,
        State.NEEDS_PERSON,
    }
    assert Case.objects.get().state == CaseState.HANDED


def test_a_word_about_another_application_is_a_word() -> None:
    application, case = missing()
    other = someone(OPENED, job=make.a_job())
    assert other.candidate == application.candidate
    heard = hear(other, channel=ChannelName.PAGE, text="昨日はすみません", now=OPENED + timedelta(hours=5))
    live(OPENED + timedelta(hours=5), PROPOSED)
    assert Case.objects.get().state == CaseState.OPEN

    mark_answered(other, now=PROPOSED, by=make.a_staff())
    close_due_cases(now=PROPOSED + timedelta(minutes=1))

    assert heard.application == other
    case.refresh_from_db()
    assert case.state == CaseState.HANDED
    assert Application.objects.get(pk=application.pk).stage == Stage.INTERVIEWING


def test_an_answer_in_the_same_moment_as_the_closing_sweep_stops_it() -> None:
    ClosingRule.objects.create(person_confirms=False)
    application, case = missing()
    live(OPENED, tokyo(2026, 6, 14, 16, 59))
    at = tokyo(2026, 6, 14, 17)

    answer_case(case, Reason.OTHER, "", at)
    live(at, at + timedelta(days=2))

    assert after(application, at) == []
    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert Case.objects.get().state == CaseState.ANSWERED


def test_a_second_chance_starts_a_clean_story_and_the_refusal_never_leaves() -> None:
    application, case = missing()
    live(OPENED, PROPOSED)
    confirm_closing(case, by=make.a_staff(), now=PROPOSED)
    at = PROPOSED + timedelta(minutes=5)
    start = PROPOSED + timedelta(days=2)

    interview = give_second_chance(case, by=make.a_staff(), now=at)
    live(at, at + timedelta(hours=1))
    book(interview, make.a_slot(start, location=application.job.location), now=at + timedelta(hours=1))
    live(at + timedelta(hours=1), start)

    kinds = [(kind, channel) for kind, channel, _ in after(application, PROPOSED)]
    assert kinds == [
        (Kind.INVITATION, SMS),
        (Kind.BOOKED, EMAIL),
        (Kind.BOOKED, SMS),
        (Kind.REMINDER_DAYS, SMS),
        (Kind.REMINDER_EVE, SMS),
        (Kind.REMINDER_AGAIN, EMAIL),
        (Kind.DIRECTIONS, SMS),
    ]


def test_a_closing_opened_again_by_hand_leaves_no_refusal_for_who_withdraws_later() -> None:
    application, case = missing()
    live(OPENED, PROPOSED)
    confirm_closing(case, by=make.a_staff(), now=PROPOSED)
    move_stage(application, Stage.IN_CONTACT, now=PROPOSED + timedelta(minutes=1), by=make.a_staff())

    move_stage(application, Stage.WITHDRAWN, now=PROPOSED + timedelta(hours=1), by=make.a_staff())
    live(PROPOSED + timedelta(hours=1), PROPOSED + timedelta(days=8))

    assert after(application, PROPOSED) == []


def test_a_case_that_breaks_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = make.a_case(), make.a_case()
    looked: list[int] = []

    def facts(case: Case, now: datetime) -> None:
        looked.append(case.pk)
        raise ValueError("broken")

    monkeypatch.setattr(closing, "closing_facts", facts)

    assert close_due_cases(now=NOW + timedelta(days=9)) == 0
    assert looked == [broken.pk, sound.pk]
