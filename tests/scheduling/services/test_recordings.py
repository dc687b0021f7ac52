"""Every recording and correction of how an interview went is a row that stays."""

from datetime import timedelta

import pytest

from candidates.services.erasing import erase
from company.models import Staff
from scheduling.models import Attendance, Interview
from scheduling.policy import By, Excuse, ExcuseReason, InterviewState
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.excusing import ask_another_day
from scheduling.services.leaving import undo_withdrawal, withdraw
from scheduling.services.outcomes import (
    ExcuseUnexplained,
    Said,
    SaidMeanwhile,
    record_outcome,
    take_back_outcome,
)
from tests.factories import NOW, a_booked_interview, a_staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def tanabe() -> Staff:
    return a_staff(display_name="田辺 悠")


@pytest.fixture
def begun() -> Interview:
    """It began ten minutes ago, and nobody has said yet."""
    return a_booked_interview(NOW - 10 * MINUTE)


def told(interview: Interview) -> list[tuple[str, str]]:
    return list(Attendance.objects.filter(interview=interview).values_list("state", "way"))


def test_nothing_is_recorded_of_an_interview_nobody_spoke_of(begun: Interview) -> None:
    assert told(begun) == []
    assert begun.state == InterviewState.BOOKED


def test_a_recording_says_who_when_and_by_which_way(begun: Interview, tanabe: Staff) -> None:
    record_outcome(
        begun,
        InterviewState.CAME_LATE,
        by=tanabe,
        now=NOW,
        said=Said(By.TABLET, minutes_late=7),
    )

    row = begun.attendance.get()
    assert (row.state, row.minutes_late, row.by, row.way, row.at) == ("came_late", 7, tanabe, "tablet", NOW)


def test_a_correction_keeps_what_it_corrects(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.ABSENT, by=tanabe, now=NOW)
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW + 5 * MINUTE)

    assert told(begun) == [("absent", "desk"), ("came", "desk")]
    assert begun.state == InterviewState.CAME


def test_what_is_taken_back_is_not_yet_known_again(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)
    take_back_outcome(begun, by=tanabe, now=NOW + MINUTE)

    assert told(begun) == [("came", "desk"), ("booked", "desk")]
    assert begun.state == InterviewState.BOOKED


def test_the_same_again_adds_nothing(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW + MINUTE)

    assert told(begun) == [("came", "desk")]


def test_an_excuse_says_why_and_may_be_explained_anew(begun: Interview, tanabe: Staff) -> None:
    family = Excuse(ExcuseReason.FAMILY, "お子さんの発熱")
    record_outcome(begun, InterviewState.EXCUSED, by=tanabe, now=NOW, said=Said(excuse=family))
    weather = Excuse(ExcuseReason.WEATHER)
    record_outcome(begun, InterviewState.EXCUSED, by=tanabe, now=NOW + MINUTE, said=Said(excuse=weather))

    assert list(begun.attendance.values_list("reason", "words")) == [
        ("family", "お子さんの発熱"),
        ("weather", ""),
    ]


def test_another_reason_needs_words(begun: Interview, tanabe: Staff) -> None:
    said = Said(excuse=Excuse(ExcuseReason.OTHER, "  "))
    with pytest.raises(ExcuseUnexplained):
        record_outcome(begun, InterviewState.EXCUSED, by=tanabe, now=NOW, said=said)

    assert told(begun) == []


def test_a_press_on_an_aged_page_changes_nothing(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)
    with pytest.raises(SaidMeanwhile):
        record_outcome(
            begun, InterviewState.ABSENT, by=tanabe, now=NOW + MINUTE, said=Said(seen=InterviewState.BOOKED)
        )

    assert told(begun) == [("came", "desk")]


def test_an_excuse_on_the_day_is_their_own_word() -> None:
    interview = a_booked_interview(NOW + timedelta(hours=2))
    ask_another_day(interview, now=NOW, why=Excuse(ExcuseReason.UNWELL))

    row = interview.attendance.get()
    assert (row.state, row.way, row.reason, row.by) == ("excused", "candidate", "unwell", None)


def test_cancels_say_whose_they_are(tanabe: Staff) -> None:
    ours, theirs = (
        a_booked_interview(NOW + timedelta(days=1)),
        a_booked_interview(NOW + timedelta(days=2)),
    )
    cancel_by_us(ours, by=tanabe, now=NOW, reason="us_ill")
    withdraw(theirs.application, now=NOW)

    assert told(ours) == [("cancelled_by_us", "desk")]
    assert told(theirs) == [("cancelled_by_candidate", "candidate")]


def test_a_withdrawal_undone_is_not_yet_known() -> None:
    interview = a_booked_interview(NOW + timedelta(days=2))
    withdraw(interview.application, now=NOW)
    undo_withdrawal(interview.application, now=NOW + MINUTE)

    assert told(interview) == [("cancelled_by_candidate", "candidate"), ("booked", "candidate")]


def test_recordings_are_only_ever_added_to(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)
    row = begun.attendance.get()

    for change in (row.save, row.delete, begun.attendance.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        begun.attendance.all().update(state="absent")


def test_an_erased_person_leaves_codes_and_no_words(begun: Interview, tanabe: Staff) -> None:
    excuse = Excuse(ExcuseReason.OTHER, "お母さまが入院されたとのこと")
    record_outcome(begun, InterviewState.EXCUSED, by=tanabe, now=NOW, said=Said(excuse=excuse))
    erase(begun.application.candidate, now=NOW + MINUTE)

    row = begun.attendance.get()
    assert (row.state, row.reason, row.words) == ("excused", "other", "")
