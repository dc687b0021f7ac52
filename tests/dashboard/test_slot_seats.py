"""The calendar draws everybody once, where they are now or were last."""

import pytest
import time_machine
from django.test import Client

from candidates.policy import Stage
from company.models import Location, Staff
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.leaving import undo_withdrawal, withdraw
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_slot,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
THIS_WEEK = "/desk/slots/?week=2026-06-08"


@time_machine.travel(NOW, tick=False)
def test_a_free_seat_beside_a_taken_one_is_still_open(store_desk: Client, place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place, capacity=3)
    interview = an_invited_interview(an_application(job=a_job(location=place)))
    book(interview, slot, now=NOW)

    page = store_desk.get(THIS_WEEK).content.decode()

    assert "空き 2/3" in page
    assert f'href="/desk/applications/{interview.application_id}/"' in page


@time_machine.travel(NOW, tick=False)
def test_somebody_who_moved_away_no_longer_sits_there(store_desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place))
    interview = a_booked_interview(tokyo(2026, 6, 11, 9), application)
    later = a_slot(tokyo(2026, 6, 12, 9), location=place)
    book(interview, later, now=NOW)

    week = store_desk.get(THIS_WEEK).context["week"]

    thursday, friday = week.days[3], week.days[4]
    assert [cell.interview for cell in thursday.cells] == [None]
    assert [cell.interview for cell in friday.cells] == [interview]


def seated(store_desk: Client) -> list[tuple[int, int]]:
    """The day (of the month) and the interview of each seat that is drawn as taken."""
    days = store_desk.get(THIS_WEEK).context["week"].days
    return [(day.date.day, cell.interview.pk) for day in days for cell in day.cells if cell.interview]


@time_machine.travel(NOW, tick=False)
def test_somebody_who_moved_away_and_back_sits_there_once(store_desk: Client, place: Location) -> None:
    first, second = (a_slot(tokyo(2026, 6, day, 9), location=place, capacity=2) for day in (11, 12))
    interview = an_invited_interview(an_application(job=a_job(location=place)))
    for slot in (first, second, first):
        book(interview, slot, now=NOW)

    assert seated(store_desk) == [(11, interview.pk)]
    assert [
        one.interview for one in store_desk.get(f"{THIS_WEEK}&slot={first.pk}").context["picked"].seated
    ] == [interview]


@time_machine.travel(NOW, tick=False)
def test_an_undone_withdrawal_after_a_move_sits_there_once(store_desk: Client, place: Location) -> None:
    first, second = (a_slot(tokyo(2026, 6, day, 9), location=place) for day in (11, 12))
    application = an_application(job=a_job(location=place), stage=Stage.INTERVIEWING)
    interview = an_invited_interview(application)
    for slot in (first, second):
        book(interview, slot, now=NOW)
    withdraw(application, now=NOW)
    undo_withdrawal(application, now=NOW)

    assert seated(store_desk) == [(12, interview.pk)]


@time_machine.travel(NOW, tick=False)
def test_a_move_to_a_colleague_at_the_same_time_leaves_the_first_time_free(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    here = a_slot(tokyo(2026, 6, 11, 9), location=place)
    there = a_slot(tokyo(2026, 6, 11, 9), location=place, interviewer=recruiter)
    interview = an_invited_interview(an_application(job=a_job(location=place)))
    for slot in (here, there):
        book(interview, slot, now=NOW)

    cells = {cell.slot: cell.interview for cell in store_desk.get(THIS_WEEK).context["week"].days[3].cells}

    assert cells == {here: None, there: interview}


@time_machine.travel(NOW, tick=False)
def test_an_outcome_stays_drawn_once_where_the_interview_was_last(
    store_desk: Client, place: Location
) -> None:
    slot = a_slot(tokyo(2026, 6, 9, 9), location=place)
    interview = a_booked_interview(
        slot.starts_at, an_application(job=a_job(location=place)), slot=slot, state=InterviewState.EXCUSED
    )
    interview.bookings.update(active=False)
    again = interview.bookings.get()
    again.pk = None
    again.save()

    assert seated(store_desk) == [(9, interview.pk)]
