"""「着きました」 with the number at the reception."""

from datetime import timedelta

import pytest

from candidates.policy import Stage
from scheduling.models import Interview
from scheduling.policy import InterviewState, Mode
from scheduling.services.arriving import (
    InterviewOver,
    NotNow,
    NotOnSite,
    OtherPlace,
    StalePage,
    WrongNumber,
    check_in,
)
from scheduling.services.outcomes import record_outcome
from scheduling.services.reception import code_of, drop_code, place_of, renew_code
from tests.factories import NOW, a_booked_interview, a_location, a_slot, a_staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def coming() -> Interview:
    """It begins in half an hour."""
    return a_booked_interview(NOW + 30 * MINUTE)


@pytest.fixture
def number(coming: Interview) -> str:
    """What stands at the reception there."""
    return renew_code(coming.location, by=None, now=NOW).code


def test_whoever_is_early_has_come(coming: Interview, number: str) -> None:
    check_in(coming, number, now=NOW)

    row = coming.attendance.get()
    assert (row.state, row.way, row.at, row.minutes_late) == ("came", "check_in", NOW, None)
    assert coming.application.__class__.objects.get(pk=coming.application_id).stage == Stage.DECIDING


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
def test_the_number_may_be_written_as_people_write(coming: Interview, number: str, typed: str) -> None:
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    check_in(coming, typed.format(wide[:3], wide[3:]), now=NOW)

    assert coming.state == InterviewState.CAME


@pytest.mark.parametrize(
    ("after", "state", "late"), [(5, "came", None), (6, "came_late", 6), (59, "came_late", 59)]
)
def test_a_few_minutes_are_on_time(
    coming: Interview, number: str, after: int, state: str, late: int | None
) -> None:
    check_in(coming, number, now=NOW + (30 + after) * MINUTE)

    assert (coming.state, coming.attendance.get().minutes_late) == (state, late)


@pytest.mark.parametrize("minutes", [-31, 91])
def test_too_early_and_too_late_are_refused(coming: Interview, number: str, minutes: int) -> None:
    with pytest.raises(NotNow):
        check_in(coming, number, now=NOW + minutes * MINUTE)

    assert not coming.attendance.exists()


def test_another_number_is_wrong_and_another_places_is_told(coming: Interview, number: str) -> None:
    elsewhere = a_location(name="立川店")
    theirs = renew_code(elsewhere, by=None, now=NOW).code
    with pytest.raises(OtherPlace) as other:
        check_in(coming, theirs, now=NOW)
    with pytest.raises(WrongNumber):
        check_in(coming, f"{(int(number) + 1) % 1000000:06d}", now=NOW)

    assert other.value.location == elsewhere
    assert not coming.attendance.exists()


def test_a_renewed_number_ends_the_one_before(coming: Interview, number: str) -> None:
    renewed = renew_code(coming.location, by=None, now=NOW).code
    assert place_of(renewed) == coming.location
    if renewed != number:
        assert place_of(number) is None


def test_a_place_without_a_number_asks_for_none(coming: Interview, number: str) -> None:
    drop_code(coming.location, by=a_staff(), now=NOW)

    assert code_of(coming.location_id) == ""
    with pytest.raises(NotOnSite):
        check_in(coming, number, now=NOW)


def test_online_nobody_checks_in() -> None:
    slot = a_slot(NOW, mode=Mode.ONLINE, online_url="https://meet.example.jp/1")
    interview = a_booked_interview(NOW, slot=slot)
    number = renew_code(interview.location, by=None, now=NOW).code

    with pytest.raises(NotOnSite):
        check_in(interview, number, now=NOW)


def test_what_was_said_first_stands(coming: Interview, number: str) -> None:
    record_outcome(coming, InterviewState.ABSENT, by=a_staff(), now=NOW + 40 * MINUTE)
    with pytest.raises(InterviewOver):
        check_in(coming, number, now=NOW + 41 * MINUTE)

    assert coming.state == InterviewState.ABSENT


def test_once_more_changes_nothing(coming: Interview, number: str) -> None:
    check_in(coming, number, now=NOW)
    check_in(coming, number, now=NOW + MINUTE, version=1)

    assert coming.attendance.count() == 1


def test_a_page_from_before_a_change_is_stale(coming: Interview, number: str) -> None:
    with pytest.raises(StalePage):
        check_in(coming, number, now=NOW, version=coming.version + 1)
