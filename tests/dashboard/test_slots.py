"""The calendar: what a week and a day show, and to whom."""

from datetime import timedelta
from typing import Any  # a form's values and a row's columns differ in type

import pytest
import time_machine
from django.test import Client

from company.models import Location, Staff
from company.policy import Role
from dashboard.queries.calendar.looks import CLOSED
from scheduling.models import AvailabilityWish, EarlierOffer, SlotHold
from scheduling.policy import InterviewState
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_closure,
    a_job,
    a_location,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
THIS_WEEK = "/desk/slots/?week=2026-06-08"


@time_machine.travel(NOW, tick=False)
def test_a_week_shows_every_state_with_its_word(store_desk: Client, place: Location) -> None:
    job = a_job(location=place)

    def booked(hour: int, **values: Any) -> None:
        a_booked_interview(tokyo(2026, 6, 10, hour), an_application(job=job), **values)

    a_slot(tokyo(2026, 6, 11, 9), location=place)
    a_slot(tokyo(2026, 6, 11, 10), location=place, is_open=False)
    booked(13)
    booked(14, confirmed_at=NOW)
    booked(9)
    booked(8, state=InterviewState.CAME)
    booked(7, state=InterviewState.ABSENT)
    a_slot(tokyo(2026, 6, 10, 6), location=place)

    page = store_desk.get(THIS_WEEK).content.decode()

    for css in ("slot--open", "slot--gone", "slot--booked", "slot--ok", "slot--in", "slot--no"):
        assert css in page
    for word in (
        "空き",
        "取り下げ",
        "返事まち",
        "行きます",
        "来ましたか",
        "来社",
        "来られなかった",
        "空きのまま",
    ):
        assert word in page


@time_machine.travel(NOW, tick=False)
def test_days_gone_by_keep_only_the_people(store_desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place))
    a_booked_interview(tokyo(2026, 6, 9, 9), application, state=InterviewState.CAME)
    a_slot(tokyo(2026, 6, 9, 10), location=place)
    a_slot(tokyo(2026, 6, 9, 11), location=place, is_open=False)

    tuesday = store_desk.get(THIS_WEEK).context["week"].days[1]

    assert [cell.look.css for cell in tuesday.cells] == ["in"]
    assert (tuesday.taken, tuesday.seats) == (1, 2)


# --- closed days ---------------------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_a_free_time_on_a_closed_day_is_drawn_as_closed_and_not_counted(
    store_desk: Client, place: Location
) -> None:
    a_closure(location=place, starts_at=tokyo(2026, 6, 11), ends_at=tokyo(2026, 6, 13))
    for hour in (9, 10):
        a_slot(tokyo(2026, 6, 11, hour), location=place, capacity=2)
    a_slot(tokyo(2026, 6, 12, 9), location=place)
    a_booked_interview(tokyo(2026, 6, 12, 10), an_application(job=a_job(location=place)))
    elsewhere_too = a_slot(tokyo(2026, 6, 13, 9), location=place)

    page = store_desk.get(THIS_WEEK)

    closed, partly, usual = page.context["week"].days[3:6]
    assert [(cell.look, cell.free) for cell in closed.cells] == [(CLOSED, 0)] * 2
    assert (closed.taken, closed.seats, closed.is_closed) == (0, 0, True)
    assert [cell.look.css for cell in partly.cells] == ["gone", "booked"]
    assert (partly.taken, partly.seats, partly.is_closed) == (1, 1, False)
    assert [cell.slot for cell in usual.cells] == [elsewhere_too]
    assert (usual.seats, usual.is_closed) == (1, False)
    assert "休み" in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_closure_of_others_leaves_a_time_open(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 10), location=place)
    a_closure(location=a_location())
    a_closure(interviewer=recruiter)

    assert store_desk.get(THIS_WEEK).context["week"].days[3].seats == 1
    a_closure()
    assert store_desk.get(THIS_WEEK).context["week"].days[3].seats == 0
    panel = store_desk.get(f"{THIS_WEEK}&slot={slot.pk}").content.decode()
    assert "この時間は休みなので、どなたにも出しません。" in panel


@time_machine.travel(NOW, tick=False)
def test_a_slot_late_on_sunday_belongs_to_that_week_in_the_locations_zone(
    store_desk: Client, place: Location
) -> None:
    a_slot(tokyo(2026, 6, 14, 23, 30), location=place)

    assert [len(day.cells) for day in store_desk.get(THIS_WEEK).context["week"].days] == [0, 0, 0, 0, 0, 0, 1]
    assert store_desk.get("/desk/slots/?week=2026-06-15").context["week"].is_empty


@time_machine.travel(NOW, tick=False)
def test_the_interviewer_filter_lives_in_the_address(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    other = a_staff(Role.INTERVIEWER, display_name="大野", locations=[place])
    a_slot(tokyo(2026, 6, 11, 9), location=place, interviewer=recruiter)
    a_slot(tokyo(2026, 6, 11, 10), location=place, interviewer=other)

    week = store_desk.get(f"{THIS_WEEK}&by={other.pk}").context["week"]

    assert [cell.slot.interviewer for day in week.days for cell in day.cells] == [other]
    assert [(one.mark.name, one.is_shown) for one in week.interviewers] == [("小林", False), ("大野", True)]


@pytest.mark.parametrize("week", ["", "nonsense", "9999-12-31", "0001-01-01"])
@time_machine.travel(NOW, tick=False)
def test_an_impossible_week_is_this_week(store_desk: Client, week: str) -> None:
    page = store_desk.get("/desk/slots/", {"week": week})

    assert page.context["week"].shown.first.isoformat() == "2026-06-08"


@time_machine.travel(NOW, tick=False)
def test_only_slots_of_ones_own_locations_are_shown(store_desk: Client) -> None:
    elsewhere = a_slot(tokyo(2026, 6, 11, 9))

    page = store_desk.get(f"{THIS_WEEK}&slot={elsewhere.pk}")

    assert page.context["week"].is_empty
    assert page.context["picked"] is None


@time_machine.travel(NOW, tick=False)
def test_who_waits_stands_there_with_their_wish_and_a_shortage_is_named(
    store_desk: Client, place: Location
) -> None:
    application = an_application(job=a_job(location=place))
    an_invited_interview(application, invited_at=NOW - timedelta(days=2))
    AvailabilityWish.objects.create(application=application, text="土曜の午前なら", told_at=NOW)

    page = store_desk.get(THIS_WEEK).content.decode()

    assert "土曜の午前なら" in page
    assert "2日" in page
    assert "吉祥寺店の枠が足りません" in page


@time_machine.travel(NOW, tick=False)
def test_three_slots_ask_as_many_questions_as_one(store_desk: Client, place: Location) -> None:
    job = a_job(location=place)

    def one_more(hour: int) -> None:
        interviewer = a_staff(Role.INTERVIEWER, locations=[place])
        a_slot(tokyo(2026, 6, 11, hour), location=place, interviewer=interviewer)
        a_booked_interview(tokyo(2026, 6, 12, hour), an_application(job=job))
        an_invited_interview(an_application(job=job))

    one_more(9)
    before = questions(store_desk, THIS_WEEK)
    one_more(10)
    one_more(11)

    assert questions(store_desk, THIS_WEEK) == before


@time_machine.travel(NOW, tick=False)
def test_what_somebody_is_choosing_or_is_offered_earlier_is_not_drawn_as_open(
    store_desk: Client, place: Location
) -> None:
    job = a_job(location=place)
    kept = a_slot(tokyo(2026, 6, 11, 9), location=place, capacity=3)
    offered = a_slot(tokyo(2026, 6, 11, 10), location=place)
    past = a_slot(tokyo(2026, 6, 11, 11), location=place)
    chooser = an_invited_interview(an_application(job=job))
    later = a_booked_interview(tokyo(2026, 6, 19, 9), an_application(job=job))
    soon = NOW + timedelta(minutes=5)
    SlotHold.objects.create(slot=kept, interview=chooser, until=soon)
    SlotHold.objects.create(
        slot=past, interview=an_invited_interview(an_application(job=job)), until=NOW - timedelta(minutes=1)
    )
    EarlierOffer.objects.create(slot=offered, interview=later, offered_at=NOW, until=soon)

    page = store_desk.get(f"{THIS_WEEK}&slot={offered.pk}")

    thursday = page.context["week"].days[3]
    drawn = [(cell.slot, cell.look.css, cell.free) for cell in thursday.cells]
    assert drawn == [(kept, "hold", 1), (kept, "open", 2), (offered, "hold", 1), (past, "open", 1)]
    assert (thursday.taken, thursday.seats) == (0, 5)
    text = page.content.decode()
    assert "案内中" in text
    assert "早い日程を案内中" in text
    assert f'href="/desk/applications/{later.application_id}/"' in text


@time_machine.travel(NOW, tick=False)
def test_one_day_stands_by_interviewer_with_the_load_of_each(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    ono = a_staff(Role.INTERVIEWER, display_name="大野", locations=[place])
    a_slot(tokyo(2026, 6, 11, 9), location=place, interviewer=recruiter)
    slot = a_slot(tokyo(2026, 6, 11, 10), location=place, interviewer=ono)
    a_booked_interview(slot.starts_at, an_application(job=a_job(location=place)), slot=slot)
    a_slot(tokyo(2026, 6, 12, 9), location=place, interviewer=ono)

    week = store_desk.get("/desk/slots/?view=day&day=2026-06-11").context["week"]

    assert [(one.mark.name, one.taken, one.seats) for one in week.columns] == [("小林", 0, 1), ("大野", 1, 1)]
    assert (week.shown.before.isoformat(), week.shown.after.isoformat()) == ("2026-06-10", "2026-06-12")


@time_machine.travel(NOW, tick=False)
def test_the_week_is_narrowed_to_one_place(place: Location) -> None:
    other = a_location(name="三鷹店")
    both = signed_in(a_staff(Role.RECRUITER, locations=[place, other]))
    here = a_slot(tokyo(2026, 6, 11, 9), location=place)
    a_slot(tokyo(2026, 6, 11, 9), location=other)

    week = both.get(f"{THIS_WEEK}&at={place.pk}").context["week"]

    assert [cell.slot for day in week.days for cell in day.cells] == [here]
