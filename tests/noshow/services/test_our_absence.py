"""They came and met nobody: it stops everything, counts against us, and rings."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from company.models import Notice
from company.policy import NoticeKind, Role
from dashboard.queries.figures import _rate
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import State
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case
from noshow.services.closing import note_our_absence
from noshow.services.our_absence import InterviewOver, report_nobody_there
from scheduling.models import Interview
from scheduling.policy import By, ExcuseReason, InterviewState
from scheduling.services.inviting import invite
from scheduling.services.recording import last_recording
from tests import factories as make
from tests.noshow.services.conftest import LATER, OPENED, START

pytestmark = pytest.mark.django_db


@pytest.fixture
def expected() -> Interview:
    cache.clear()
    return make.a_booked_interview(START)


def opened(interview: Interview) -> Case:
    case = record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=OPENED)
    assert case is not None
    return case


def state(interview: Interview) -> str:
    return Interview.objects.values_list("state", flat=True).get(pk=interview.pk)


def test_their_word_turns_the_absence_into_ours_and_stops_every_attempt(expected: Interview) -> None:
    case = opened(expected)

    answer_case(case, Reason.NOBODY_THERE, "", OPENED + timedelta(hours=2))

    expected.refresh_from_db()
    last = last_recording(expected)
    assert last is not None
    assert (state(expected), last.reason, last.way) == (
        InterviewState.EXCUSED,
        ExcuseReason.OUR_FAULT,
        By.CANDIDATE,
    )
    assert Case.objects.get().state == CaseState.ANSWERED, "a person still looks into it"
    assert not Message.objects.planned().filter(about=f"case:{case.pk}").exists()


def test_it_is_no_absence_in_any_figure(expected: Interview) -> None:
    case = opened(expected)
    scope = Scope(make.a_staff(role=Role.OWNER))
    before = _rate(scope, START - timedelta(days=1), START + timedelta(days=1))

    answer_case(case, Reason.NOBODY_THERE, "", OPENED + timedelta(hours=2))

    after = _rate(scope, START - timedelta(days=1), START + timedelta(days=1))
    assert (before is not None, after) == (True, None)


def test_the_place_and_the_owners_hear_of_it_once(expected: Interview) -> None:
    place = expected.application.job.location
    theirs = make.a_staff(role=Role.RECRUITER, locations=[place])
    owner = make.a_staff(role=Role.OWNER)
    elsewhere = make.a_staff(role=Role.RECRUITER)
    case = opened(expected)

    answer_case(case, Reason.NOBODY_THERE, "", OPENED + timedelta(hours=2))
    answer_case(case, Reason.NOBODY_THERE, "", OPENED + timedelta(hours=3))

    told = list(Notice.objects.filter(kind=NoticeKind.NOBODY_THERE).values_list("to", flat=True))
    assert {theirs.pk, owner.pk} <= set(told)
    assert elsewhere.pk not in told
    assert len(told) == len(set(told))
    assert not Notice.objects.filter(kind=NoticeKind.MOVED).exists()


def test_at_the_door_it_is_known_before_anybody_of_ours_says_anything(expected: Interview) -> None:
    make.a_staff(role=Role.OWNER)
    case = report_nobody_there(expected, now=START + timedelta(minutes=6))

    stored = Case.objects.get(pk=case.pk)
    assert (stored.state, stored.reason, stored.opened_by) == (
        CaseState.ANSWERED,
        Reason.NOBODY_THERE,
        None,
    )
    assert state(expected) == InterviewState.EXCUSED
    assert Notice.objects.filter(kind=NoticeKind.NOBODY_THERE).exists()
    assert not Message.objects.outgoing().filter(about=f"case:{case.pk}").exclude(state=State.CANCELLED)


def test_before_its_time_nobody_can_have_been_missing(expected: Interview) -> None:
    with pytest.raises(InterviewOver):
        report_nobody_there(expected, now=START - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("at_the_door", "becomes"), [(False, InterviewState.ABSENT), (True, InterviewState.EXCUSED)]
)
def test_a_wrong_tap_is_corrected_with_its_outcome(
    expected: Interview, at_the_door: bool, becomes: InterviewState
) -> None:
    case = report_nobody_there(expected, now=OPENED) if at_the_door else opened(expected)
    answer_case(case, Reason.NOBODY_THERE, "", OPENED + timedelta(minutes=20))

    answer_case(case, Reason.LOST, "", OPENED + timedelta(minutes=21))

    last = last_recording(expected)
    assert state(expected) == becomes
    assert last is not None
    assert last.reason != ExcuseReason.OUR_FAULT


def test_what_staff_have_recorded_since_stands(expected: Interview) -> None:
    case = report_nobody_there(expected, now=START + timedelta(minutes=6))

    record_attendance(expected, InterviewState.CAME_LATE, by=make.a_staff(), now=START + timedelta(minutes=9))

    assert state(expected) == InterviewState.CAME_LATE
    assert Case.objects.get(pk=case.pk).state == CaseState.RESOLVED


def test_noted_by_staff_it_counts_the_same(expected: Interview) -> None:
    case, staff = opened(expected), make.a_staff()

    note_our_absence(case, by=staff, now=LATER)

    last = last_recording(expected)
    assert last is not None
    assert (state(expected), last.reason, last.by) == (
        InterviewState.EXCUSED,
        ExcuseReason.OUR_FAULT,
        staff,
    )
    assert Case.objects.get().state == CaseState.HANDED


@pytest.mark.parametrize("by_staff", [False, True])
def test_it_stays_to_be_looked_into_until_a_person_has_done_something(
    expected: Interview, by_staff: bool
) -> None:
    case = report_nobody_there(expected, now=START + timedelta(minutes=6))

    invite(expected.application, by=make.a_staff() if by_staff else None, now=LATER)

    assert CaseState(Case.objects.get(pk=case.pk).state).is_open is not by_staff
