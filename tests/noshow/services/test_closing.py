"""Closing by the rule: proposed, confirmed, performed, handed over, or stopped by a word."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent
from company.policy import Actor
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.hearing import hear
from noshow.models import Case, ClosingRule
from noshow.policy import CaseState, Reason, Verdict
from noshow.services.cases import CaseOver, answer_case, hold
from noshow.services.closing import (
    NotMet,
    close_by_hand,
    close_due_cases,
    confirm_closing,
    look_at,
    take_back_closing,
)
from noshow.services.words import SENTENCES, in_words
from noshow.signals import case_changed, case_closed
from noshow.tasks import close
from tests import factories as make
from tests.messaging.conftest import at_once
from tests.noshow.services.conftest import DEADLINE, LATER, OPENED, said
from tests.signals import Heard

pytestmark = pytest.mark.django_db


def let_the_rule_act() -> None:
    ClosingRule.objects.create(person_confirms=False)


def test_a_met_rule_proposes_with_its_findings(case: Case) -> None:
    with Heard(case_changed) as heard:
        assert close_due_cases(now=LATER) == 1

    stored = Case.objects.get()
    assert (stored.state, stored.closed_at) == (CaseState.PROPOSED, None)
    assert len(stored.findings) == 23
    assert [finding["code"] for finding in stored.findings if not finding["holds"]] == ["approved"]
    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert len(heard.calls) == 1
    assert AuditEvent.objects.get(action="closing_proposed").actor_kind == Actor.SYSTEM


def test_sweeping_again_changes_nothing(case: Case) -> None:
    close_due_cases(now=LATER)

    with Heard(case_changed) as heard:
        assert close_due_cases(now=LATER + timedelta(seconds=10)) == 0

    assert heard.calls == []


def test_a_person_confirms(case: Case) -> None:
    close_due_cases(now=LATER)
    staff, now = make.a_staff(), LATER + timedelta(hours=1)

    with Heard(case_closed) as heard:
        confirm_closing(case, by=staff, now=now)

    stored, application = Case.objects.get(), Application.objects.get()
    assert (stored.state, stored.closed_at, stored.closed_by) == (CaseState.CLOSED, now, staff)
    assert (application.stage, application.closed_reason, application.closed_at) == (
        Stage.REJECTED,
        "no_show_rule",
        now,
    )
    assert heard.calls == [{"case_id": case.pk, "now": now}]
    assert Message.objects.get(kind=Kind.REJECTED).state == State.PLANNED


def test_the_rule_acts_alone_when_the_company_says_so(case: Case) -> None:
    let_the_rule_act()

    assert close_due_cases(now=LATER) == 1

    stored = Case.objects.get()
    assert (stored.state, stored.closed_by) == (CaseState.CLOSED, None)
    assert all(finding["holds"] for finding in stored.findings)
    assert Application.objects.get().closed_reason == "no_show_rule"
    assert AuditEvent.objects.get(action="case_closed_by_rule").actor_kind == Actor.SYSTEM
    assert AuditEvent.objects.get(action="stage_moved").details["to"] == Stage.REJECTED


def test_before_the_deadline_nothing_happens(case: Case) -> None:
    let_the_rule_act()

    assert close_due_cases(now=DEADLINE - timedelta(seconds=1)) == 0
    assert Case.objects.get().findings == []


def test_a_word_takes_a_proposal_back(case: Case) -> None:
    close_due_cases(now=LATER)

    hear(case.interview.application, channel=ChannelName.SMS, text="まだ間に合いますか", now=LATER)

    assert Case.objects.get().state == CaseState.ANSWERED
    with pytest.raises(NotMet):
        confirm_closing(case, by=make.a_staff(), now=LATER)
    assert close_due_cases(now=LATER + timedelta(days=9)) == 0
    assert Application.objects.get().stage == Stage.INTERVIEWING


def test_a_proposal_falls_back_when_a_message_waits_unread(case: Case) -> None:
    close_due_cases(now=LATER)
    make.a_message(
        case.interview.application, direction="in", state=State.RECEIVED, needs_answer=True, created_at=OPENED
    )

    assert close_due_cases(now=LATER) == 1

    assert Case.objects.get().state == CaseState.OPEN


@pytest.mark.parametrize("stop", ["answer", "hold", "unread", "open_attempt"])
def test_what_stops_a_closing_stops_it_whatever_the_rule(case: Case, stop: str) -> None:
    let_the_rule_act()
    application = case.interview.application
    if stop == "answer":
        answer_case(case, Reason.NOBODY_THERE, "", LATER)
    elif stop == "hold":
        hold(case, by=make.a_staff(), now=LATER, reason="x")
    elif stop == "unread":
        make.a_message(application, direction="in", state=State.RECEIVED, needs_answer=True)
    else:
        said(case, Kind.ABSENCE_THIRD, ChannelName.SMS, LATER, state=State.UNKNOWN)

    close_due_cases(now=LATER)

    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert Case.objects.get().state != CaseState.CLOSED


@pytest.mark.parametrize("lack", ["notice", "attempts", "reminder"])
def test_what_cannot_be_met_any_more_goes_to_a_person(case: Case, lack: str) -> None:
    let_the_rule_act()
    kind = {"notice": Kind.FINAL_NOTICE, "attempts": Kind.ABSENCE_FIRST, "reminder": Kind.REMINDER_EVE}[lack]
    Message.objects.filter(kind=kind).update(state=State.UNDELIVERED)

    assert close_due_cases(now=LATER) == 1
    assert close_due_cases(now=LATER + timedelta(days=1)) == 0

    stored = Case.objects.get()
    failing = {finding["code"] for finding in stored.findings if not finding["holds"]}
    assert stored.state == CaseState.HANDED
    assert (
        failing - {"approved"}
        == {
            "notice": {"final_notice_delivered", "attempts", "all_arrived"},
            "attempts": {"attempts", "all_arrived"},
            "reminder": {"reminded_before"},
        }[lack]
    )
    assert Case.objects.open().get() == stored
    assert Application.objects.get().stage == Stage.INTERVIEWING


def test_without_a_proposal_there_is_nothing_to_confirm(case: Case) -> None:
    with pytest.raises(NotMet):
        confirm_closing(case, by=make.a_staff(), now=LATER)


def test_what_has_ended_is_not_closed_again(case: Case) -> None:
    Case.objects.update(state=CaseState.RESOLVED)
    staff = make.a_staff()

    with pytest.raises(CaseOver):
        confirm_closing(case, by=staff, now=LATER)
    with pytest.raises(CaseOver):
        close_by_hand(case, by=staff, now=LATER, reason="x")
    with pytest.raises(CaseOver):
        take_back_closing(case, by=staff, now=LATER)


def test_a_person_may_close_without_the_rule_and_the_record_shows_it(case: Case) -> None:
    staff = make.a_staff()

    close_by_hand(case, by=staff, now=OPENED + timedelta(hours=2), reason="asked_to_stop")

    stored, application = Case.objects.get(), Application.objects.get()
    assert (stored.state, stored.closed_by) == (CaseState.CLOSED, staff)
    assert {f["code"] for f in stored.findings if not f["holds"]} >= {"hours", "deadline_passed"}
    assert (application.stage, application.closed_reason) == (Stage.REJECTED, "asked_to_stop")


def test_a_closing_taken_back_is_on_hold_and_says_nothing(case: Case) -> None:
    let_the_rule_act()
    close_due_cases(now=LATER)
    assert Message.objects.planned().filter(kind=Kind.REJECTED).exists()

    take_back_closing(case, by=make.a_staff(), now=LATER + timedelta(minutes=5))
    close_due_cases(now=LATER + timedelta(days=1))

    stored = Case.objects.get()
    assert (stored.state, stored.closed_at) == (CaseState.HELD, None)
    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert not Message.objects.planned().filter(kind=Kind.REJECTED).exists()


def test_looking_changes_nothing(case: Case) -> None:
    assert look_at(case, now=LATER).verdict is Verdict.PROPOSE
    assert Case.objects.get().state == CaseState.OPEN


def test_the_sweep_is_a_task(case: Case) -> None:
    with time_machine.travel(LATER, tick=False):
        close()

    assert close.name == "noshow.close"
    assert Case.objects.get().state == CaseState.PROPOSED


def test_every_finding_has_words(case: Case) -> None:
    close_due_cases(now=LATER)

    words = in_words(Case.objects.get().findings)

    assert [(one.text, one.measure) for one in words if one.measure] == [
        ("面接の時間と、そのあとの待ち時間が過ぎている", "60分"),
        ("届いた連絡の回数", "3 / 3"),
        ("連絡の手段の数", "2 / 2"),
        ("対応を始めてからの時間", "51 / 48"),
        ("期限が過ぎている", "6月10日(水) 17:00"),
    ]
    assert {one.code for one in words} | {"deadline_given"} == set(SENTENCES)


def test_an_open_attempt_is_counted_in_words() -> None:
    [words] = in_words([{"code": "no_open_attempt", "wanted": "0", "found": "2", "holds": False}])

    assert words.measure == "残り2件"


def a_silent_case() -> Case:
    interview = make.a_booked_interview(OPENED - timedelta(minutes=10), state="absent")
    case = make.a_case(interview, opened_at=OPENED)
    about = f"interview:{interview.pk}@{OPENED - timedelta(minutes=10) - timedelta(hours=9):%Y-%m-%dT%H:%M}"
    said(case, Kind.REMINDER_EVE, ChannelName.SMS, OPENED - timedelta(hours=19), about=about)
    said(case, Kind.ABSENCE_FIRST, ChannelName.SMS, OPENED + timedelta(minutes=1))
    said(case, Kind.ABSENCE_SECOND, ChannelName.EMAIL, OPENED + timedelta(hours=1))
    values = {"deadline_at": DEADLINE.isoformat()}
    said(case, Kind.FINAL_NOTICE, ChannelName.SMS, DEADLINE - timedelta(days=1), values=values)
    return case


@pytest.mark.django_db(databases=[])
def test_two_sweepers_close_each_case_once(shared_database: str) -> None:
    let_the_rule_act()
    cases = [a_silent_case() for _ in range(6)]

    done = at_once(*[partial(close_due_cases, now=LATER)] * 3)

    assert sum(n for n in done if isinstance(n, int)) == len(cases)
    assert Case.objects.filter(state=CaseState.CLOSED).count() == len(cases)
    assert AuditEvent.objects.filter(action="case_closed_by_rule").count() == len(cases)
    assert Message.objects.filter(kind=Kind.REJECTED).count() == len(cases)


@pytest.mark.django_db(databases=[])
def test_an_answer_racing_the_sweep_is_heard_or_comes_after(shared_database: str) -> None:
    let_the_rule_act()
    cases = [a_silent_case() for _ in range(6)]
    answers = [partial(answer_case, case, Reason.OTHER, "", LATER) for case in cases]

    results = at_once(partial(close_due_cases, now=LATER), *answers)

    assert not any(isinstance(result, Exception) for result in results)
    assert set(Case.objects.values_list("reason", flat=True)) == {Reason.OTHER.value}
    for case in Case.objects.select_related("interview__application"):
        is_rejected = case.interview.application.stage == Stage.REJECTED
        assert is_rejected == (case.state == CaseState.CLOSED)
        assert case.state in {CaseState.CLOSED, CaseState.ANSWERED}
