"""Several say at once how an interview went: whoever commits first stands, and the others are told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from company.models import Staff
from noshow.services.attendance import record_attendance
from scheduling.models import Attendance, Interview
from scheduling.policy import By, InterviewState
from scheduling.services.arriving import InterviewOver, check_in
from scheduling.services.outcomes import Said, SaidMeanwhile
from scheduling.services.reception import renew_code
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once

ROUNDS = 5
ON_A_FRESH_PAGE = Said(seen=InterviewState.BOOKED)


def says(
    interview: Interview, outcome: InterviewState, by: Staff, said: Said = ON_A_FRESH_PAGE
) -> Callable[[], object]:
    mine = Interview.objects.get(pk=interview.pk)
    return partial(record_attendance, mine, outcome, by=by, now=NOW, said=said)


def begun() -> Interview:
    return make.a_booked_interview(NOW - timedelta(minutes=12))


def refusals(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, Exception)]


def test_of_two_outcomes_at_once_one_stands_and_the_other_is_told(shared_database: str) -> None:
    desk, tanabe = make.a_staff(), make.a_staff()
    for _round in range(ROUNDS):
        interview = begun()

        results = at_once(
            says(interview, InterviewState.CAME, desk),
            says(interview, InterviewState.ABSENT, tanabe, Said(By.MAIL, seen=InterviewState.BOOKED)),
        )

        told = refusals(results)
        assert [type(one) for one in told] == [SaidMeanwhile]
        interview.refresh_from_db()
        assert list(Attendance.objects.filter(interview=interview).values_list("state", flat=True)) == [
            interview.state
        ]


def test_checking_in_against_did_not_come_one_stands_and_the_other_is_told(shared_database: str) -> None:
    desk = make.a_staff()
    for _round in range(ROUNDS):
        interview = begun()
        number = renew_code(interview.location, by=None, now=NOW).code
        theirs = Interview.objects.get(pk=interview.pk)

        results = at_once(
            partial(check_in, theirs, number, now=NOW), says(interview, InterviewState.ABSENT, desk)
        )

        told = refusals(results)
        assert len(told) == 1, results
        assert isinstance(told[0], (InterviewOver, SaidMeanwhile))
        interview.refresh_from_db()
        came = interview.state in {InterviewState.CAME, InterviewState.CAME_LATE}
        assert isinstance(told[0], SaidMeanwhile) == came
        assert Attendance.objects.filter(interview=interview).count() == 1
