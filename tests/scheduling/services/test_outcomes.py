"""What became of an interview, corrections, and excuses on the day."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent
from company.policy import Actor
from scheduling.models import AvailabilityWish, Booking, Interview
from scheduling.policy import InterviewState
from scheduling.services.excusing import NotToday, ask_another_day
from scheduling.services.inviting import invite
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.outcomes import OutcomeStands, TooEarly, record_outcome, take_back_outcome
from scheduling.services.wishing import answer_wish, wish
from scheduling.signals import interview_outcome_recorded, times_wished
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.signals import Heard

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)
AFTER = START + timedelta(minutes=10)


@pytest.fixture
def interview() -> Interview:
    return make.a_booked_interview(START)


@pytest.mark.parametrize("outcome", [InterviewState.CAME, InterviewState.CAME_LATE])
def test_those_who_came_are_being_decided_on(interview: Interview, outcome: InterviewState) -> None:
    staff = make.a_staff()

    with Heard(interview_outcome_recorded) as heard:
        record_outcome(interview, outcome, by=staff, now=AFTER)

    interview.refresh_from_db()
    assert (interview.state, interview.outcome_at, interview.outcome_by) == (outcome, AFTER, staff)
    assert interview.version == 2
    assert Application.objects.get().stage == Stage.DECIDING
    assert heard.calls == [{"interview_id": interview.pk, "now": AFTER}]
    assert AuditEvent.objects.get(action="outcome_recorded").details["outcome"] == outcome.value


@pytest.mark.parametrize("outcome", [InterviewState.ABSENT, InterviewState.EXCUSED])
def test_those_who_did_not_come_stay_where_they_are(interview: Interview, outcome: InterviewState) -> None:
    record_outcome(interview, outcome, by=make.a_staff(), now=AFTER)

    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert Booking.objects.get().active


def test_the_same_outcome_again_changes_nothing(interview: Interview) -> None:
    record_outcome(interview, InterviewState.CAME, by=make.a_staff(), now=AFTER)

    record_outcome(interview, InterviewState.CAME, by=make.a_staff(), now=AFTER + timedelta(minutes=1))

    assert (interview.version, interview.outcome_at) == (2, AFTER)


def test_a_correction_takes_the_stage_along(interview: Interview) -> None:
    staff = make.a_staff()
    record_outcome(interview, InterviewState.CAME, by=staff, now=AFTER)

    record_outcome(interview, InterviewState.ABSENT, by=staff, now=AFTER)
    assert Application.objects.get().stage == Stage.INTERVIEWING

    record_outcome(interview, InterviewState.CAME_LATE, by=staff, now=AFTER)
    assert Application.objects.get().stage == Stage.DECIDING


@pytest.mark.parametrize(
    ("outcome", "now"),
    [
        (InterviewState.ABSENT, START - timedelta(seconds=1)),
        (InterviewState.CAME, START - timedelta(hours=1, seconds=1)),
    ],
)
def test_nothing_is_said_too_early(interview: Interview, outcome: InterviewState, now: datetime) -> None:
    with pytest.raises(TooEarly):
        record_outcome(interview, outcome, by=make.a_staff(), now=now)


@pytest.mark.parametrize(
    "state", [InterviewState.INVITED, InterviewState.CANCELLED_BY_US, InterviewState.LAPSED]
)
def test_only_a_booked_interview_has_an_outcome(interview: Interview, state: InterviewState) -> None:
    Interview.objects.update(state=state)

    with pytest.raises(InterviewOver):
        record_outcome(interview, InterviewState.CAME, by=make.a_staff(), now=AFTER)
    with pytest.raises(ValueError, match="no outcome"):
        record_outcome(interview, state, by=make.a_staff(), now=AFTER)


def test_an_excuse_before_the_start_frees_the_seat(interview: Interview) -> None:
    record_outcome(interview, InterviewState.EXCUSED, by=make.a_staff(), now=NOW)

    assert (interview.booking, interview.sequence) == (None, 1)


def test_taking_back_returns_to_nobody_has_said_yet(interview: Interview) -> None:
    staff = make.a_staff()
    record_outcome(interview, InterviewState.CAME, by=staff, now=AFTER)

    with Heard(interview_outcome_recorded) as heard:
        take_back_outcome(interview, by=staff, now=AFTER)
        take_back_outcome(interview, by=staff, now=AFTER)

    interview.refresh_from_db()
    assert (interview.state, interview.outcome_at, interview.outcome_by) == (
        InterviewState.BOOKED,
        None,
        None,
    )
    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert len(heard.calls) == 1


def test_taking_back_an_excuse_takes_the_seat_again(interview: Interview) -> None:
    record_outcome(interview, InterviewState.EXCUSED, by=make.a_staff(), now=NOW)

    take_back_outcome(interview, by=make.a_staff(), now=NOW)

    assert interview.booking is not None
    assert interview.sequence == 2


def test_an_excuse_whose_seat_is_gone_stands(interview: Interview) -> None:
    slot = Booking.objects.get().slot
    record_outcome(interview, InterviewState.EXCUSED, by=make.a_staff(), now=NOW)
    make.a_booked_interview(START, slot=slot)

    with pytest.raises(OutcomeStands):
        take_back_outcome(interview, by=make.a_staff(), now=NOW)

    interview.refresh_from_db()
    assert interview.state == InterviewState.EXCUSED


def test_an_outcome_stands_once_something_builds_on_it(interview: Interview) -> None:
    staff = make.a_staff()
    record_outcome(interview, InterviewState.EXCUSED, by=staff, now=AFTER)
    invite(interview.application, by=staff, now=AFTER)

    with pytest.raises(OutcomeStands):
        take_back_outcome(interview, by=staff, now=AFTER)


def test_asking_for_another_day_is_an_excuse_and_opens_a_new_choice(interview: Interview) -> None:
    now = START + timedelta(minutes=5)

    newer = ask_another_day(interview, now=now, version=1)

    interview.refresh_from_db()
    assert interview.state == InterviewState.EXCUSED
    assert newer is not None
    assert (newer.state, newer.invited_by) == (InterviewState.INVITED, None)
    assert Application.objects.get().last_word_at == now
    assert AuditEvent.objects.get(action="outcome_recorded").actor_kind == Actor.CANDIDATE
    assert not AvailabilityWish.objects.exists()


def test_a_second_excuse_goes_to_a_person(interview: Interview) -> None:
    application = interview.application
    make.a_booked_interview(START - timedelta(days=7), application, state=InterviewState.EXCUSED)

    assert ask_another_day(interview, now=START, text="熱が出ました") is None

    told = AvailabilityWish.objects.get()
    assert (told.text, told.handled_at) == ("熱が出ました", None)
    assert not Interview.objects.filter(state=InterviewState.INVITED).exists()


def test_before_the_day_one_moves_instead(interview: Interview) -> None:
    with pytest.raises(NotToday):
        ask_another_day(interview, now=NOW)
    with pytest.raises(StalePage):
        ask_another_day(interview, now=START, version=9)

    interview.refresh_from_db()
    assert interview.is_booked


def test_after_an_outcome_there_is_nothing_to_excuse(interview: Interview) -> None:
    record_outcome(interview, InterviewState.ABSENT, by=make.a_staff(), now=AFTER)

    with pytest.raises(InterviewOver):
        ask_another_day(interview, now=AFTER)


def test_a_wish_is_kept_until_a_person_answers(interview: Interview) -> None:
    application = interview.application

    with Heard(times_wished) as heard:
        told = wish(application, ["weekday_evening"], "19時からなら", NOW)
        wish(application, ["weekday_evening"], "19時からなら", NOW + timedelta(seconds=5))

    assert AvailabilityWish.objects.get() == told
    assert (told.times, told.told_at, told.handled_at) == (["weekday_evening"], NOW, None)
    assert heard.calls == [{"application_id": application.pk, "now": NOW}]

    answer_wish(told, by=make.a_staff(), now=NOW)
    answer_wish(told, by=make.a_staff(), now=AFTER)
    assert AvailabilityWish.objects.get().handled_at == NOW


def test_the_words_of_a_wish_stay_out_of_the_trail(interview: Interview) -> None:
    wish(interview.application, ["saturday"], "canary", NOW)

    assert AuditEvent.objects.get(action="times_wished").details == {"times": ["saturday"]}


def test_nobody_wishes_after_the_end() -> None:
    application = make.an_application(stage=Stage.REJECTED, closed_at=NOW)

    with pytest.raises(InterviewOver):
        wish(application, [], "", NOW)
